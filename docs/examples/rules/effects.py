"""EFF-1 and EFF-2, each in two short stories."""

from __future__ import annotations

from noe_core.audit import Report, audit
from noe_core.relationship.effects import EffectAttested, EffectObserved
from noe_core.relationship.work import WorkRecorded
from noe_core.testing import client, event, provider, story
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def all_above_the_water() -> Report:
    """Fifteen hours of work in the quarter, and not a word on what they did."""
    history = story(
        (WorkRecorded(work_id="w1", by=NORA, minutes=900), "2022-04-20"), as_of="2022-05-15"
    )
    return audit(history)


def something_below_the_water() -> Report:
    """The same hours, and one effect that somebody saw."""
    seen = EffectObserved(
        effect_id="f1",
        observed_by=LISE,
        beneficiary=LISE,
        account="The shops now ask us before they order.",
        arising_from=(event(1),),
    )
    history = story(
        (WorkRecorded(work_id="w1", by=NORA, minutes=900), "2022-04-20"),
        (seen, "2022-05-02"),
        as_of="2022-05-15",
    )
    return audit(history)


def only_the_provider_saw_it() -> Report:
    """The provider tells of an effect at the client's; three months on, the client is silent."""
    seen = EffectObserved(
        effect_id="f1",
        observed_by=NORA,
        beneficiary=LISE,
        account="Their sales team meets on Mondays of its own accord.",
        arising_from=(event(1),),
    )
    history = story(
        (WorkRecorded(work_id="w1", by=NORA, minutes=300), "2022-03-01"),
        (seen, "2022-03-20"),
        as_of="2022-06-20",
    )
    return audit(history)


def the_client_says_so_too() -> Report:
    """The same effect, attested by the client the week after."""
    seen = EffectObserved(
        effect_id="f1",
        observed_by=NORA,
        beneficiary=LISE,
        account="Their sales team meets on Mondays of its own accord.",
        arising_from=(event(1),),
    )
    history = story(
        (WorkRecorded(work_id="w1", by=NORA, minutes=300), "2022-03-01"),
        (seen, "2022-03-20"),
        (EffectAttested(effect_id="f1", by=LISE, account="Since March, yes."), "2022-03-27"),
        as_of="2022-06-20",
    )
    return audit(history)


PAGES = (
    Page(
        rule="EFF-1",
        checks=(
            "A stretch of *window* days with n minutes of work, or that many quotes, tells "
            "something of what lies under the water: an effect, a resource, a constraint, advice…"
        ),
        weighs="A warning, and a breach when the stretch before was as dry.",
        source="The iceberg is the workshop's; the window and the minutes are proposed here.",
        waits=(
            "The minutes of some work were not written down, or something that may lie under the "
            "water cannot be read."
        ),
        finds=all_above_the_water,
        passes=something_below_the_water,
    ),
    Page(
        rule="EFF-2",
        checks=(
            "Each effect is told in an account of *thin* characters or more, comes from something "
            "in the work, and is attested within n days by the side it benefits; one that is "
            "contested is cited in no quote."
        ),
        weighs="An information, and a warning where a quote cites the effect.",
        source=(
            "That what counts is told comes from the workshop, that what is felt comes first from "
            "the article on service; the days and the length of an account are proposed here."
        ),
        waits=(
            "The n days have not passed; who observed, benefits or attested was not written down."
        ),
        finds=only_the_provider_saw_it,
        passes=the_client_says_so_too,
    ),
)
