from typing import Any

import pytest
from story import (
    LISE,
    NORA,
    PAUL,
    ROUTE,
    Told,
    after,
    ask,
    event,
    findings,
    story,
    unassessed,
    with_unread,
)

from noe_core.audit.effects import RULES
from noe_core.audit.rule import Passed, Severity, Verdict
from noe_core.facts import Unread
from noe_core.relationship.course import RelationshipClosed, RelationshipOpened
from noe_core.relationship.effects import EffectAttested, EffectContested, EffectObserved
from noe_core.relationship.issues import IssueOwned, Stance
from noe_core.relationship.quotes import QuoteIssued, QuoteWithdrawn
from noe_core.relationship.work import (
    AdviceGiven,
    ConstraintRevealed,
    ResourceNoted,
    WorkNature,
    WorkRecorded,
)
from noe_core.typed import Fact
from noe_core.values import PartyRef

START = "2022-01-03"
OPEN: Told = (RelationshipOpened(), START)


# EFF-1: nothing told under the water


def work(
    minutes: int | None,
    on: int,
    name: str = "w1",
    *,
    automated: bool | None = None,
    by: PartyRef | None = NORA,
) -> Told:
    """Some work that many days after the start."""
    nature = WorkNature.PRODUCTION
    data = WorkRecorded(work_id=name, by=by, minutes=minutes, nature=nature, automated=automated)
    return (data, after(START, on))


def quotes(*days: int) -> tuple[Told, ...]:
    """Quotes issued that many days after the start."""
    return tuple((QuoteIssued(quote_id=f"q{d}"), after(START, d)) for d in days)


def iceberg(*told: Told, days: int = 200, **parameters: int) -> tuple[Verdict, ...]:
    """What EFF-1 answers that many days after the start."""
    return ask(RULES, "EFF-1", story(OPEN, *told, as_of=after(START, days)), **parameters)


@pytest.mark.parametrize(("minutes", "found"), [(599, 0), (600, 1)])
def test_ten_hours_of_work_ask_for_something_told(minutes: int, found: int) -> None:
    """From the six hundredth minute of anybody's work, a machine's left out."""
    machine = work(600, 150, "w2", automated=True)
    verdicts = iceberg(work(minutes, 150, by=LISE), machine)
    assert [f.severity for f in findings(verdicts)] == [Severity.WARNING] * found


@pytest.mark.parametrize(("days", "found"), [((150,), 0), ((150, 160), 1)])
def test_two_quotes_ask_for_something_told(days: tuple[int, ...], found: int) -> None:
    """One does not yet."""
    assert len(findings(iceberg(*quotes(*days)))) == found


SUBMERGED = [
    ConstraintRevealed(constraint_id="c1"),
    ResourceNoted(resource_id="s1"),
    AdviceGiven(),
    EffectObserved(effect_id="f1"),
    IssueOwned(issue_id="i1", stance=Stance.OWNED),
    IssueOwned(issue_id="i1"),
]


@pytest.mark.parametrize("told", SUBMERGED)
def test_one_entry_under_the_water_is_enough(told: Fact) -> None:
    """If it is of the last ninety days, today included."""
    for on in (111, 200):
        assert iceberg(work(600, 150), (told, after(START, on))) == (Passed(rule="EFF-1"),)
    (found,) = findings(iceberg(work(600, 150), (told, after(START, 110))))
    assert found.values["since"].isoformat() == after(START, 111)


def test_what_shows_does_not_tell_what_lies_under() -> None:
    """An attestation alone frames the story."""
    attested = (EffectAttested(effect_id="f1"), after(START, 160))
    assert len(findings(iceberg(work(600, 150), attested))) == 1


@pytest.mark.parametrize("stance", [Stance.DENIED, Stance.DEFLECTED])
def test_an_issue_turned_away_tells_nothing_of_what_lies_under(stance: Stance) -> None:
    """It frames the story, here as in the value narrative."""
    away = (IssueOwned(issue_id="i1", stance=stance), after(START, 160))
    assert len(findings(iceberg(work(600, 150), away))) == 1


def test_two_windows_running_are_against_the_essential() -> None:
    """Ninety days and the ninety before them."""
    (found,) = findings(iceberg(work(600, 111, "w1"), work(700, 110, "w2")))
    assert (found.severity, found.about) == (Severity.BREACH, "two_windows")
    assert found.values["minutes"] == 1300
    assert found.values["since"].isoformat() == after(START, 21)
    assert found.evidence == (event(3), event(2))
    too_far = findings(iceberg(work(600, 111, "w1"), work(700, 20, "w2")))
    assert [f.severity for f in too_far] == [Severity.WARNING]


def test_a_window_behind_is_past_once_the_last_one_tells_or_holds_little() -> None:
    """What has been set right since is not held against anybody."""
    before = work(700, 100, "w2")
    assert iceberg(before, work(599, 150)) == (Passed(rule="EFF-1"),)
    told = (AdviceGiven(), after(START, 160))
    assert iceberg(before, work(600, 150), told) == (Passed(rule="EFF-1"),)


def test_windows_of_a_closed_relationship_end_with_it() -> None:
    """Effects told after the closing count."""
    closed = (RelationshipClosed(), after(START, 100))
    assert len(findings(iceberg(work(600, 20), closed, days=400))) == 1
    later = (EffectObserved(effect_id="f1"), after(START, 300))
    assert iceberg(work(600, 20), closed, later, days=400) == (Passed(rule="EFF-1"),)


def test_work_without_minutes_cannot_be_weighed() -> None:
    """Unless something is told, or what is known is enough."""
    assert unassessed(iceberg(work(None, 150))) == ("work_unmeasured",)
    assert len(findings(iceberg(work(None, 150), work(600, 150, "w2")))) == 1
    assert iceberg(work(None, 150), (AdviceGiven(), after(START, 150))) == (Passed(rule="EFF-1"),)


@pytest.mark.parametrize(
    ("name", "because"), [("externality_observed", "unreadable"), ("offer_revised", None)]
)
def test_an_entry_of_a_later_release_may_tell_what_lies_under(
    name: str, because: str | None
) -> None:
    """Its name says on which side of the water it stands."""
    history = with_unread(story(OPEN, work(600, 0), as_of=after(START, 50)), name)
    assert unassessed(ask(RULES, "EFF-1", history)) == ((because,) if because else ())


def test_an_unread_entry_of_the_window_before_leaves_a_warning() -> None:
    """Only the last window is known to tell nothing."""
    unread = Unread(event="advice_given", schema=9, data={}, reason="sealed")
    (found,) = findings(iceberg(work(700, 100, "w2"), (unread, after(START, 100)), work(600, 150)))
    assert found.severity is Severity.WARNING


def test_window_minutes_and_quotes_are_parameters() -> None:
    """A team may look more often, or ask for more."""
    assert iceberg(work(600, 150), window=30) == (Passed(rule="EFF-1"),)
    assert iceberg(work(600, 150), n=601) == (Passed(rule="EFF-1"),)
    assert iceberg(*quotes(150, 160), quotes=3) == (Passed(rule="EFF-1"),)


# EFF-2: an effect stands on an account, on work, and on a voice

ACCOUNT = "le dépôt ne ressaisit plus les commandes"


def effect(
    *,
    by: PartyRef | None = NORA,
    to: PartyRef | None = LISE,
    account: str | None = ACCOUNT,
    arising: bool = True,
    **fields: Any,
) -> Told:
    """An effect that the provider reports, of use to the client, unless said otherwise."""
    data = EffectObserved(
        effect_id="f1",
        observed_by=by,
        beneficiary=to,
        account=account,
        arising_from=(event(1),) if arising else (),
        **fields,
    )
    return (data, START)


def quote(name: str = "q1", *effect_ids: str) -> Told:
    """A quote that cites effects."""
    return (QuoteIssued(quote_id=name, effect_ids=effect_ids), START)


CITING = quote("q1", "f1")
DAY = after(START, 3)


def answers(*told: Told, days: int = 61, **parameters: int) -> tuple[Verdict, ...]:
    """What EFF-2 answers that many days after the effect."""
    return ask(RULES, "EFF-2", story(OPEN, *told, as_of=after(START, days)), **parameters)


def test_an_effect_waits_sixty_days_for_the_beneficiarys_voice() -> None:
    """The sixtieth is still in time; then it is worth a question."""
    assert unassessed(answers(effect(), days=60)) == ("too_early",)
    (found,) = findings(answers(effect()))
    assert (found.severity, found.about, found.subject) == (Severity.INFO, "unattested", "f1")
    assert len(findings(answers(effect(), days=60, n=59))) == 1


@pytest.mark.parametrize(
    "told",
    [
        (effect(by=PAUL),),
        (effect(), (EffectAttested(effect_id="f1", by=PAUL), DAY)),
        (effect(to=ROUTE), (EffectAttested(effect_id="f1", by=ROUTE), DAY)),
    ],
)
def test_an_effect_seen_or_confirmed_by_the_side_it_serves_passes(told: tuple[Told, ...]) -> None:
    """Whoever of that side speaks."""
    assert answers(*told, CITING) == (Passed(rule="EFF-2"),)


def test_a_voice_of_another_side_does_not_speak_for_the_beneficiary() -> None:
    """The client cannot confirm for a partner."""
    attested = (EffectAttested(effect_id="f1", by=LISE), DAY)
    assert len(findings(answers(effect(to=ROUTE), attested))) == 1


@pytest.mark.parametrize(
    "told",
    [
        (effect(by=None),),
        (effect(to=None),),
        (effect(), (EffectAttested(effect_id="f1"), DAY)),
    ],
)
def test_voices_that_nobody_recorded_are_not_called_missing(told: tuple[Told, ...]) -> None:
    """Who observed, who benefits and who confirmed must be known."""
    assert unassessed(answers(*told)) == ("voices_unrecorded",)


def test_an_attestation_that_cannot_be_read_may_be_the_voice() -> None:
    """It is not called missing."""
    history = with_unread(story(OPEN, effect(), as_of=after(START, 61)), "effect_attested")
    assert unassessed(ask(RULES, "EFF-2", history)) == ("unreadable",)


@pytest.mark.parametrize(
    ("told", "about"),
    [((effect(),), "unattested"), ((effect(by=PAUL, arising=False),), "no_contribution")],
)
def test_a_quote_that_cites_the_effect_makes_it_a_warning(
    told: tuple[Told, ...], about: str
) -> None:
    """A quote for something else, or taken back, does not."""
    (found,) = findings(answers(*told, CITING))
    assert (found.severity, found.about) == (Severity.WARNING, about)
    assert found.evidence == (event(2), event(3))
    back = (QuoteWithdrawn(quote_id="q1"), DAY)
    (found,) = findings(answers(*told, CITING, back, quote("q2", "f2")))
    assert found.severity is Severity.INFO


def test_a_contested_effect_is_heard_unless_a_quote_still_cites_it() -> None:
    """Both voices stay; the quote has to follow, whoever had attested it."""
    contested = (EffectContested(effect_id="f1", by=LISE, account="rien vu de tel"), DAY)
    assert answers(effect(), contested) == (Passed(rule="EFF-2"),)
    (found,) = findings(answers(effect(by=PAUL), CITING, contested))
    assert (found.severity, found.about) == (Severity.WARNING, "contested_and_cited")
    assert found.values["objection"] == "rien vu de tel"


def test_an_effect_says_what_work_it_comes_from() -> None:
    """By the facts it arises from, or in words."""
    told = effect(by=PAUL, arising=False, contribution="les essais au dépôt")
    assert answers(told) == (Passed(rule="EFF-2"),)
    (found,) = findings(answers(effect(by=PAUL, arising=False), days=0))
    assert (found.severity, found.about) == (Severity.INFO, "no_contribution")


@pytest.mark.parametrize(
    ("account", "about"),
    [(None, "account_missing"), ("x" * 19, "account_thin"), ("x" * 20, None)],
)
def test_an_effect_is_told_in_twenty_characters_at_least(
    account: str | None, about: str | None
) -> None:
    """Under that it is worth a question, even where a quote cites it."""
    found = findings(answers(effect(by=PAUL, account=account), CITING))
    assert [(f.about, f.severity) for f in found] == ([(about, Severity.INFO)] if about else [])


def test_blanks_do_not_make_an_account_longer() -> None:
    """Nor does a team that asks for less find it thin."""
    short = effect(by=PAUL, account="un gain" + " " * 20)
    assert [f.about for f in findings(answers(short))] == ["account_thin"]
    assert answers(short, thin=7) == (Passed(rule="EFF-2"),)


def test_an_attestation_of_an_effect_nobody_recorded_says_nothing_of_it() -> None:
    """Its story is elsewhere."""
    attested = (EffectAttested(effect_id="f9", by=LISE), DAY)
    assert answers(attested) == (Passed(rule="EFF-2"),)


def test_each_reason_for_waiting_is_given_once() -> None:
    """However many effects wait."""
    second = (EffectObserved(effect_id="f2", observed_by=NORA, beneficiary=LISE), START)
    verdicts = answers(effect(), second, days=10)
    assert unassessed(verdicts) == ("too_early",)
    assert [f.about for f in findings(verdicts)] == ["account_missing", "no_contribution"]
