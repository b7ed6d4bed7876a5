from typing import Any

import pytest
from houses import ANNE, BASILE, CORA, firm, put, relationship, team
from story import after, event, findings, unassessed

from noe_core.audit.ethics import RULES
from noe_core.audit.rule import Passed, Severity, Verdict
from noe_core.facts import Unread
from noe_core.firm.ethics import StatedValue, ValueActObserved, ValuesPublished
from noe_core.firm.vision import CoherenceReviewed
from noe_core.history import History
from noe_core.relationship.reviews import ReviewHeld
from noe_core.team.tensions import TensionExamined, TensionRaised
from noe_core.testing import Told
from noe_core.values import PartyRef

START = "2022-03-01"
THREE = (ANNE, BASILE, CORA)


def sealed(name: str) -> Told:
    """An event of a name, which this release cannot read."""
    return (Unread(event=name, schema=9, data={}, reason="sealed"), START)


# VAL-2: few, shown by acts, chosen by several


def published(count: int = 3, *actless: str, people: tuple[PartyRef, ...] = THREE) -> Told:
    """So many values with an act, and some without."""
    shown = [StatedValue(name=f"v{n}", typical_acts=("goûter",)) for n in range(count)]
    values = (*shown, *(StatedValue(name=name) for name in actless))
    return (ValuesPublished(values=values, chosen_by=people), START)


def weak(*told: Told, **asked: Any) -> tuple[Verdict, ...]:
    """What VAL-2 answers."""
    return put(RULES, "VAL-2", firm(*told), **asked)


@pytest.mark.parametrize(
    ("told", "about"),
    [
        (published(5), []),
        (published(6), ["too_many"]),
        (published(3, "écoute", "soin"), ["without_act"]),
        (published(people=(ANNE, BASILE)), ["chosen_by_few"]),
        (published(people=(ANNE, BASILE, ANNE)), ["chosen_by_few"]),
        (published(5, "écoute", people=(ANNE,)), ["too_many", "without_act", "chosen_by_few"]),
    ],
)
def test_values_are_few_shown_by_acts_and_chosen_by_several(told: Told, about: list[str]) -> None:
    """Five at most, an act each, three people."""
    found = findings(weak(told))
    assert [one.about for one in found] == about
    assert {one.severity for one in found} <= {Severity.INFO}
    assert {one.evidence for one in found} <= {(event(1),)}


def test_the_values_without_an_act_are_named_together() -> None:
    """One question for all."""
    (found,) = findings(weak(published(1, "écoute", "soin")))
    assert found.values["names"] == ("écoute", "soin")


def test_only_the_version_that_holds_is_read() -> None:
    """A firm that published none is asked nothing."""
    assert weak(published(9), published()) == (Passed(rule="VAL-2"),)
    assert weak() == (Passed(rule="VAL-2"),)


def test_how_many_values_and_choosers_are_parameters() -> None:
    """A house may set its own."""
    assert findings(weak(published(6), n=6)) == ()
    assert findings(weak(published(people=(ANNE, BASILE)), choosers=2)) == ()


def test_what_nobody_wrote_down_is_not_called_weak() -> None:
    """Neither values, nor choosers, nor a version that cannot be read."""
    assert unassessed(weak(published(people=()))) == ("values_choosers_unrecorded",)
    assert unassessed(weak(published(0))) == ("values_unrecorded",)
    assert unassessed(weak(published(6), sealed("values_published"))) == ("unreadable",)


# VAL-3: an act that belies a value is talked about


def act(
    *, kept: bool | None = False, value: str | None = "écoute", relation: str | None = None
) -> Told:
    """An act observed on the first day."""
    return (ValueActObserved(value=value, kept=kept, relationship_id=relation), START)


def belied(
    *told: Told, days: int = 31, beside: tuple[History, ...] = (), **asked: Any
) -> tuple[Verdict, ...]:
    """What VAL-3 answers that many days after the act."""
    return put(RULES, "VAL-3", firm(*told, as_of=after(START, days)), *beside, **asked)


PASSED = (Passed(rule="VAL-3"),)


def test_an_act_that_belies_a_value_waits_thirty_days_for_talk() -> None:
    """The thirtieth is still in time; an act that kept it asks for none."""
    assert unassessed(belied(act(), days=30)) == ("too_early",)
    (found,) = findings(belied(act()))
    assert (found.severity, found.subject, found.evidence) == (
        Severity.WARNING,
        "écoute",
        (event(1),),
    )
    assert len(findings(belied(act(), days=30, n=29))) == 1
    assert belied(act(kept=True)) == PASSED
    (nameless,) = findings(belied(act(value=None)))
    assert nameless.subject == "firm"


def review(days: int) -> History:
    """A review of the relationship, that many days after the act."""
    return relationship("lys", (ReviewHeld(review_id="r1"), after(START, days)))


def raised(days: int) -> History:
    """A tension raised, that many days after the act."""
    return team((TensionRaised(tension_id="t1"), after(START, days)))


def examined(days: int) -> History:
    """An older tension examined, that many days after the act."""
    return team((TensionExamined(tension_id="t1"), after(START, days)))


@pytest.mark.parametrize("answer", [review, raised, examined])
@pytest.mark.parametrize(("days", "found"), [(-1, 1), (0, 0), (30, 0), (31, 1)])
def test_a_review_or_a_tension_in_the_days_after_answers(
    answer: Any, days: int, found: int
) -> None:
    """On the day of the act, which may be later in the day, and up to the thirtieth."""
    told = act(relation="relationship/lys")
    beside = (answer(days), relationship("lys")) if answer is not review else (review(days),)
    assert len(findings(belied(told, days=60, beside=beside))) == found


@pytest.mark.parametrize(("days", "found"), [(30, 0), (31, 1)])
def test_a_review_of_coherence_answers(days: int, found: int) -> None:
    """Of the firm itself."""
    coherence: Told = (CoherenceReviewed(), after(START, days))
    assert len(findings(belied(act(), coherence, days=60))) == found


def test_a_review_of_another_relationship_is_no_answer() -> None:
    """Nor is any review to an act of no relationship."""
    other = relationship("opale")
    assert len(findings(belied(act(relation="opale"), beside=(review(5), other)))) == 1
    assert len(findings(belied(act(), beside=(review(5),)))) == 1


def test_without_the_other_streams_only_coherence_can_answer() -> None:
    """What cannot be seen is not called missing."""
    assert unassessed(belied(act(), alone=True)) == ("beside_missing",)
    coherence: Told = (CoherenceReviewed(), after(START, 5))
    assert belied(act(), coherence, alone=True) == PASSED
    assert unassessed(belied(act(), days=30, alone=True)) == ("too_early",)


def test_a_relationship_that_was_not_given_may_have_talked_about_it() -> None:
    """Its reviews are out of sight."""
    assert unassessed(belied(act(relation="lys"))) == ("relationship_unseen",)


def test_what_cannot_be_read_may_be_the_answer() -> None:
    """Here, in a team, or in a source that never writes it down."""
    assert unassessed(belied(act(), sealed("coherence_reviewed"))) == ("unreadable",)
    assert unassessed(belied(act(), beside=(team(sealed("tension_raised")),))) == ("unreadable",)
    assert unassessed(belied(act(), unrecorded=("review_held",))) == ("never_recorded",)
    lys, named = relationship("lys", sealed("review_held")), act(relation="lys")
    assert unassessed(belied(named, beside=(lys,))) == ("unreadable",)
    assert len(findings(belied(act(), beside=(lys,)))) == 1
    other = relationship("lys", sealed("work_recorded"))
    assert len(findings(belied(named, beside=(other,)))) == 1


def test_an_act_of_which_nobody_said_whether_it_kept_the_value_is_open() -> None:
    """It is given as one reason, however many there are."""
    assert unassessed(belied(act(kept=None), act(kept=None))) == ("acts_unrecorded",)
