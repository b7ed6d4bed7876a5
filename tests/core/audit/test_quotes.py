from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from story import (
    LISE,
    NORA,
    TOGETHER,
    Told,
    after,
    ask,
    event,
    findings,
    story,
    unassessed,
    with_unread,
)

from noe_core.audit.quotes import RULES
from noe_core.audit.rule import Passed, Severity
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.effects import EffectAttested, EffectObserved
from noe_core.relationship.frame import LimitPer, MethodAgreed, QuoteMode, SpendLimitAgreed
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteKind,
    QuoteLine,
    QuoteRefused,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import WorkNature, WorkRecorded
from noe_core.values import Money, PartyRef, Period

START = "2022-01-03"
OPEN: Told = (RelationshipOpened(), START)


def method(mode: QuoteMode | None = QuoteMode.AFTER_WORK, on: str = START) -> Told:
    """A method with a way of quoting."""
    return (MethodAgreed(quote_mode=mode), on)


def work(
    on: str,
    name: str = "w1",
    *,
    by: PartyRef | None = NORA,
    minutes: int | None = 600,
    automated: bool | None = None,
) -> Told:
    """Some work on a day."""
    nature = WorkNature.PRODUCTION
    data = WorkRecorded(work_id=name, by=by, minutes=minutes, nature=nature, automated=automated)
    return (data, on)


def quote(
    on: str,
    name: str = "q1",
    kind: QuoteKind | None = QuoteKind.AFTER_WORK,
    *,
    period: tuple[str, str] | None = None,
    total: int | None = None,
    work_ids: tuple[str, ...] = (),
    **fields: Any,
) -> Told:
    """A quote issued on a day."""
    days = tuple(date.fromisoformat(day) for day in period or ())
    data = QuoteIssued(
        quote_id=name,
        kind=kind,
        period=Period(start=days[0], end=days[1]) if days else None,
        total=None if total is None else Money.of(total),
        lines=(QuoteLine(work_ids=work_ids),) if work_ids else (),
        **fields,
    )
    return (data, on)


def discussed(on: str, name: str = "q1") -> Told:
    """A talk over a quote."""
    return (QuoteDiscussed(quote_id=name, minutes=30, participants=TOGETHER), on)


def signed(on: str, name: str = "q1", *, negotiated: bool | None = False) -> Told:
    """The signature of a quote."""
    return (QuoteSigned(quote_id=name, by=LISE, negotiated=negotiated), on)


def withdrawn(on: str, name: str = "q1") -> Told:
    """A quote taken back."""
    return (QuoteWithdrawn(quote_id=name), on)


# QUO-1: each month of work is quoted by day 10

APRIL = (OPEN, method(), work("2022-04-20"))


def test_day_ten_of_the_next_month_is_still_in_time() -> None:
    """Until that day is over, the month may yet be quoted."""
    waiting = story(*APRIL, as_of="2022-05-10")
    assert unassessed(ask(RULES, "QUO-1", waiting)) == ("month_still_open",)
    (found,) = findings(ask(RULES, "QUO-1", story(*APRIL, as_of="2022-05-11")))
    assert (found.severity, found.about) == (Severity.WARNING, "2022-04")
    assert found.values == {
        "month": date(2022, 4, 1),
        "due": date(2022, 5, 10),
        "minutes": 600,
        "issued": None,
    }


@pytest.mark.parametrize(
    "how", [{"work_ids": ("w1",)}, {"period": ("2022-04-20", "2022-04-30")}, {"kind": None}]
)
def test_a_quote_in_time_counts_by_its_work_or_by_its_period(how: dict[str, Any]) -> None:
    """Of a quote of unknown kind the period decides too."""
    fields = {"period": ("2022-04-01", "2022-04-20"), **how}
    in_time = story(*APRIL, quote("2022-05-10", **fields), as_of="2022-06-01")
    assert ask(RULES, "QUO-1", in_time) == (Passed(rule="QUO-1"),)
    late = story(*APRIL, quote("2022-05-11", **fields), as_of="2022-06-01")
    (found,) = findings(ask(RULES, "QUO-1", late))
    assert found.values["issued"] == date(2022, 5, 11)
    assert found.evidence == (event(3), event(4))


@pytest.mark.parametrize(
    "other",
    [
        quote("2022-05-05", work_ids=("w0",)),
        quote("2022-05-05", period=("2022-04-21", "2022-04-30")),
        quote("2022-04-01", kind=QuoteKind.PREDICTIVE, work_ids=("w1",)),
        quote("2022-05-05"),
    ],
)
def test_a_quote_for_something_else_does_not_account_for_the_month(other: Told) -> None:
    """Another month's, other work's, or one from before the work."""
    assert len(findings(ask(RULES, "QUO-1", story(*APRIL, other, as_of="2022-06-01")))) == 1


def test_each_month_is_a_finding_and_a_quoted_one_is_none() -> None:
    """A month that is still open says nothing beside one that could be judged."""
    history = story(
        OPEN,
        method(),
        work("2022-01-31", "w1"),
        work("2022-02-01", "w2"),
        work("2022-02-28", "w3"),
        work("2022-12-31", "w4"),
        quote("2022-03-01", work_ids=("w3",)),
        as_of="2023-01-05",
    )
    assert [f.about for f in findings(ask(RULES, "QUO-1", history))] == ["2022-01"]
    assert unassessed(ask(RULES, "QUO-1", history)) == ()
    late = history.at(as_of=date(2023, 1, 11))
    assert [f.about for f in findings(ask(RULES, "QUO-1", late))] == ["2022-01", "2022-12"]


def test_months_are_those_of_the_zone() -> None:
    """Work at half past eleven in the evening, UTC, is work of the next morning in Paris."""
    history = story(OPEN, method(), work("2022-03-31T23:30:00Z"), as_of="2022-06-01")
    assert [f.about for f in findings(ask(RULES, "QUO-1", history))] == ["2022-04"]


def test_a_quote_taken_back_was_issued_all_the_same() -> None:
    """The talk it opened was in time."""
    history = story(
        *APRIL,
        quote("2022-05-02", work_ids=("w1",)),
        withdrawn("2022-05-09"),
        as_of="2022-06-01",
    )
    assert ask(RULES, "QUO-1", history) == (Passed(rule="QUO-1"),)


@pytest.mark.parametrize(
    "told",
    [
        (OPEN, work("2022-04-20")),
        (OPEN, method(QuoteMode.NONE), work("2022-04-20")),
        (OPEN, method(), method(QuoteMode.PREDICTIVE, "2022-04-20"), work("2022-04-20")),
        (OPEN, method(on="2022-04-21"), work("2022-04-20")),
        (OPEN, method(), work("2022-04-20", by=LISE)),
        (OPEN, method(), work("2022-04-20", automated=True)),
    ],
)
def test_what_calls_for_no_quote_passes(told: tuple[Told, ...]) -> None:
    """Another mode that day, the client's own work, a machine's."""
    assert ask(RULES, "QUO-1", story(*told, as_of="2022-06-01")) == (Passed(rule="QUO-1"),)


def test_a_method_that_names_no_mode_leaves_the_last_one_standing() -> None:
    """What it does not say, it does not change."""
    history = story(OPEN, method(), method(None), work("2022-04-20"), as_of="2022-06-01")
    assert len(findings(ask(RULES, "QUO-1", history))) == 1


def test_what_nobody_recorded_is_not_assessed() -> None:
    """Who did the work, or whether it is quoted after."""
    nobody = story(OPEN, method(), work("2022-04-20", by=None), as_of="2022-06-01")
    assert unassessed(ask(RULES, "QUO-1", nobody)) == ("workers_unrecorded",)
    no_mode = story(OPEN, work("2022-04-20"), quote("2022-06-30"), as_of="2022-06-30")
    assert unassessed(ask(RULES, "QUO-1", no_mode)) == ("mode_unrecorded",)


def test_the_day_of_the_month_is_a_parameter() -> None:
    """Some agree on the fifth."""
    history = story(*APRIL, as_of="2022-05-06")
    (found,) = findings(ask(RULES, "QUO-1", history, d=5))
    assert found.values["due"] == date(2022, 5, 5)


# QUO-2: a quote is discussed


def test_a_quote_waits_fifteen_days_for_a_talk() -> None:
    """The fifteenth is still in time."""
    early = story(OPEN, quote(START), as_of=after(START, 15))
    assert unassessed(ask(RULES, "QUO-2", early)) == ("too_early",)
    (found,) = findings(ask(RULES, "QUO-2", story(OPEN, quote(START), as_of=after(START, 16))))
    assert (found.severity, found.about, found.subject) == (Severity.WARNING, "waiting", "q1")
    assert len(findings(ask(RULES, "QUO-2", early, n=14))) == 1


def test_a_signature_without_a_talk_is_found_at_once() -> None:
    """A talk before it, or even after, puts it right."""
    history = story(OPEN, quote(START), signed(START))
    (found,) = findings(ask(RULES, "QUO-2", history))
    assert (found.about, found.evidence) == ("signed", (event(2), event(3)))
    talked = story(OPEN, quote(START), signed(START), discussed(after(START, 2)))
    assert ask(RULES, "QUO-2", talked) == (Passed(rule="QUO-2"),)


def test_a_refusal_is_no_dialogue_and_a_withdrawn_quote_needs_none() -> None:
    """What was taken back is not waiting."""
    refused = (QuoteRefused(quote_id="q1"), after(START, 2))
    history = story(OPEN, quote(START), refused, as_of=after(START, 20))
    (found,) = findings(ask(RULES, "QUO-2", history))
    assert (found.about, found.values["settled"]) == ("refused", date(2022, 1, 5))
    back = story(OPEN, quote(START), withdrawn(START), as_of=after(START, 20))
    assert ask(RULES, "QUO-2", back) == (Passed(rule="QUO-2"),)


def test_a_young_quote_beside_a_discussed_one_is_left_in_peace() -> None:
    """The rule could look at the other."""
    history = story(OPEN, quote(START), discussed(START), quote(START, "q2"), as_of=after(START, 3))
    assert ask(RULES, "QUO-2", history) == (Passed(rule="QUO-2"),)


def test_a_signature_of_a_quote_nobody_recorded_is_not_judged() -> None:
    """Its story is elsewhere."""
    assert ask(RULES, "QUO-2", story(OPEN, signed(START))) == (Passed(rule="QUO-2"),)


def test_a_talk_that_cannot_be_read_may_have_been_over_the_quote() -> None:
    """It is not called missing."""
    history = story(OPEN, quote(START), signed(START))
    unread = with_unread(history, "quote_discussed")
    assert unassessed(ask(RULES, "QUO-2", unread)) == ("unreadable",)


# QUO-3: quotes signed as issued


def decided(unchanged: int, changed: int, unsaid: int = 0) -> tuple[Told, ...]:
    """Quotes signed as they were, after negotiation, and one knows not how."""
    said: tuple[bool | None, ...] = (*[False] * unchanged, *[True] * changed, *[None] * unsaid)
    told: list[Told] = [OPEN]
    for number, negotiated in enumerate(said):
        told += [quote(START, f"q{number}"), signed(START, f"q{number}", negotiated=negotiated)]
    return tuple(told)


@pytest.mark.parametrize(
    ("unchanged", "changed", "severity"),
    [
        (3, 0, None),
        (4, 1, Severity.INFO),
        (7, 2, Severity.WARNING),
        (0, 3, Severity.WARNING),
    ],
)
def test_all_signed_as_issued_is_the_landmark(
    unchanged: int, changed: int, severity: Severity | None
) -> None:
    """Four in five is worth a question; fewer is a warning."""
    found = findings(ask(RULES, "QUO-3", story(*decided(unchanged, changed))))
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all(len(f.evidence) == changed for f in found)


def test_three_quotes_decided_are_needed() -> None:
    """And it must be known whether they were negotiated."""
    assert unassessed(ask(RULES, "QUO-3", story(*decided(0, 2)))) == ("too_few_quotes",)
    assert unassessed(ask(RULES, "QUO-3", story(*decided(0, 2, 1)))) == ("negotiation_unrecorded",)
    assert unassessed(ask(RULES, "QUO-3", story(*decided(0, 0, 3)))) == ("negotiation_unrecorded",)
    assert len(findings(ask(RULES, "QUO-3", story(*decided(0, 2)), min_quotes=2))) == 1
    none = ask(RULES, "QUO-3", story(OPEN), min_quotes=0)
    assert unassessed(none) == ("negotiation_unrecorded",)


def test_the_benchmark_and_the_floor_are_parameters() -> None:
    """A team may be content with less."""
    history = story(*decided(2, 1))
    lenient = ask(RULES, "QUO-3", history, target=Fraction(2, 3))
    assert lenient == (Passed(rule="QUO-3"),)
    (found,) = findings(ask(RULES, "QUO-3", history, floor=Fraction(1, 2)))
    assert found.severity is Severity.INFO


# QUO-4: the acceptable spend

JANUARY, FEBRUARY = ("2022-01-10", "2022-01-31"), ("2022-02-01", "2022-02-28")
BY_MONTH, IN_ALL = LimitPer.MONTH, LimitPer.TOTAL


def limit(
    amount: int | None = 3000,
    per: LimitPer | None = BY_MONTH,
    on: str = START,
    since: str | None = None,
) -> Told:
    """An acceptable spend agreed."""
    money = None if amount is None else Money.of(amount)
    day = date.fromisoformat(since) if since else None
    return (SpendLimitAgreed(amount=money, per=per, from_date=day), on)


@pytest.mark.parametrize(("total", "found"), [(3000, 0), (3001, 1)])
def test_a_quote_may_reach_the_limit_and_not_pass_it(total: int, found: int) -> None:
    """One euro over is against the essential."""
    history = story(OPEN, limit(), quote("2022-02-02", period=JANUARY, total=total))
    verdicts = findings(ask(RULES, "QUO-4", history))
    assert [(f.severity, f.about, f.subject) for f in verdicts] == [
        (Severity.BREACH, "over_limit", "q1")
    ] * found
    assert all(f.evidence == (event(3), event(2)) for f in verdicts)


def test_quotes_of_one_span_add_up() -> None:
    """Two months stay under a monthly limit and together pass a total one."""
    quotes = (
        quote("2022-02-02", "q1", period=JANUARY, total=2000),
        quote("2022-03-02", "q2", period=FEBRUARY, total=2000),
    )
    assert ask(RULES, "QUO-4", story(OPEN, limit(), *quotes)) == (Passed(rule="QUO-4"),)
    (found,) = findings(ask(RULES, "QUO-4", story(OPEN, limit(per=IN_ALL), *quotes)))
    assert (found.subject, found.values["total"]) == ("q2", Money.of(4000))


def test_a_quote_that_no_longer_stands_spends_nothing() -> None:
    """Neither itself nor on top of another."""
    first = quote("2022-02-02", "q1", period=JANUARY, total=2000)
    second = quote("2022-03-02", "q2", period=FEBRUARY, total=2000)
    in_all = limit(per=IN_ALL)
    taken_back = story(OPEN, in_all, first, second, withdrawn("2022-03-05", "q1"))
    assert ask(RULES, "QUO-4", taken_back) == (Passed(rule="QUO-4"),)
    refused = (QuoteRefused(quote_id="q2"), "2022-03-05")
    assert ask(RULES, "QUO-4", story(OPEN, in_all, first, second, refused)) == (
        Passed(rule="QUO-4"),
    )


def test_a_limit_agreed_for_later_holds_no_quote_before_it() -> None:
    """What was asked before the limit began is beyond no limit; that it had none is said."""
    early = quote("2022-02-02", period=JANUARY, total=9000)
    history = story(OPEN, limit(since="2022-02-01"), early)
    assert all(f.about != "over_limit" for f in findings(ask(RULES, "QUO-4", history)))
    begun = story(OPEN, limit(since="2022-01-31"), early)
    assert "over_limit" in [f.about for f in findings(ask(RULES, "QUO-4", begun))]


def leave(on: str, people: tuple[PartyRef, ...] = TOGETHER) -> Told:
    """The review that a quote over the limit names."""
    return (ReviewHeld(review_id="r1", participants=people), on)


OVER = quote("2022-02-02", period=JANUARY, total=3060, over_limit_review_id="r1")


def test_a_two_sided_review_gives_leave() -> None:
    """Held before the quote; one of the provider alone, or held since, gives none."""
    granted = story(OPEN, limit(), leave("2022-02-01"), OVER)
    assert ask(RULES, "QUO-4", granted) == (Passed(rule="QUO-4"),)
    alone = story(OPEN, limit(), leave("2022-02-01", (NORA,)), OVER)
    assert len(findings(ask(RULES, "QUO-4", alone))) == 1
    after_it = story(OPEN, limit(), OVER, leave("2022-02-03"))
    assert len(findings(ask(RULES, "QUO-4", after_it))) == 1


@pytest.mark.parametrize(
    ("told", "because"),
    [
        ((limit(), OVER), "review_unrecorded"),
        ((limit(), leave("2022-02-01", ()), OVER), "leave_unrecorded"),
        ((limit(None), OVER), "amount_unrecorded"),
        ((limit(), quote("2022-02-02", period=JANUARY)), "amount_unrecorded"),
    ],
)
def test_an_amount_or_a_leave_that_nobody_recorded_is_not_judged(
    told: tuple[Told, ...], because: str
) -> None:
    """The rule says why it cannot tell."""
    assert unassessed(ask(RULES, "QUO-4", story(OPEN, *told))) == (because,)


FRANCS: Told = (SpendLimitAgreed(amount=Money.of(3000, "CHF"), per=BY_MONTH), START)


@pytest.mark.parametrize("total", [1, 9000])
def test_a_quote_in_another_currency_than_the_limit_is_told(total: int) -> None:
    """There is no rate in a history: whatever its amount, no limit bounds it."""
    history = story(OPEN, FRANCS, quote("2022-02-02", period=JANUARY, total=total))
    (found,) = findings(ask(RULES, "QUO-4", history))
    assert (found.severity, found.about) == (Severity.WARNING, "other_currency")
    assert (found.subject, found.evidence) == ("q1", (event(3), event(2)))


def test_a_review_may_decide_on_a_quote_in_another_currency() -> None:
    """One of both sides, held by then; what nobody recorded of it is not judged."""
    granted = story(OPEN, FRANCS, leave("2022-02-01"), OVER)
    assert ask(RULES, "QUO-4", granted) == (Passed(rule="QUO-4"),)
    alone = story(OPEN, FRANCS, leave("2022-02-01", (NORA,)), OVER)
    assert len(findings(ask(RULES, "QUO-4", alone))) == 1
    after_it = story(OPEN, FRANCS, OVER, leave("2022-02-03"))
    assert len(findings(ask(RULES, "QUO-4", after_it))) == 1
    unknown = story(OPEN, FRANCS, leave("2022-02-01", ()), OVER)
    assert unassessed(ask(RULES, "QUO-4", unknown)) == ("leave_unrecorded",)


def test_without_a_period_the_day_of_issue_says_which_limit_held() -> None:
    """And a price given before the work is not held against it."""
    history = story(OPEN, limit(), quote("2022-02-02", total=3001))
    assert len(findings(ask(RULES, "QUO-4", history))) == 1
    predictive = quote("2022-02-02", kind=QuoteKind.PREDICTIVE, total=9000)
    assert ask(RULES, "QUO-4", story(OPEN, limit(), predictive)) == (Passed(rule="QUO-4"),)


@pytest.mark.parametrize(
    ("agreed", "told"),
    [
        (limit(on="2022-01-10"), quote("2022-02-02", period=JANUARY, total=100)),
        (limit(since="2022-01-10"), quote("2022-02-02", period=JANUARY, total=100)),
        (limit(on="2022-01-10"), work("2022-01-10")),
    ],
)
def test_a_limit_agreed_on_the_first_day_of_the_period_is_in_time(agreed: Told, told: Told) -> None:
    """For a period quoted as for work under way."""
    assert ask(RULES, "QUO-4", story(OPEN, method(), agreed, told)) == (Passed(rule="QUO-4"),)


@pytest.mark.parametrize(
    ("agreed", "holds_from"),
    [
        ((), None),
        ((limit(on="2022-01-11"),), date(2022, 1, 11)),
        ((limit(since="2022-01-11"),), date(2022, 1, 11)),
    ],
)
@pytest.mark.parametrize(
    "told", [quote("2022-02-02", period=JANUARY, total=100), work("2022-01-10")]
)
def test_a_period_started_without_a_limit_is_warned(
    agreed: tuple[Told, ...], holds_from: date | None, told: Told
) -> None:
    """Whether one came later or never."""
    (found,) = findings(ask(RULES, "QUO-4", story(OPEN, method(), *agreed, told)))
    assert (found.severity, found.about) == (Severity.WARNING, "no_limit")
    assert found.values == {"since": date(2022, 1, 10), "agreed": holds_from}


def test_one_finding_tells_all_that_started_without_a_limit() -> None:
    """From the first day on; a quote without a period adds none."""
    history = story(
        OPEN,
        method(),
        work("2022-03-12"),
        quote("2022-02-02", "q1", period=JANUARY),
        quote("2022-03-02", "q2"),
    )
    (found,) = findings(ask(RULES, "QUO-4", history))
    assert (found.values["since"], found.evidence) == (date(2022, 1, 10), (event(4), event(3)))


@pytest.mark.parametrize("how", [{"period": JANUARY}, {"period": JANUARY, "work_ids": ("w1",)}])
def test_what_began_without_a_limit_is_dated_by_the_work_that_is_known(how: dict[str, Any]) -> None:
    """The period of a quote says less: work on the twelfth began on the twelfth."""
    told = (method(), work("2022-01-12"), quote("2022-02-02", total=100, **how))
    (found,) = findings(ask(RULES, "QUO-4", story(OPEN, *told)))
    assert (found.values["since"], found.evidence) == (date(2022, 1, 12), (event(3),))
    in_time = story(OPEN, *told, limit(on="2022-01-12"))
    assert ask(RULES, "QUO-4", in_time) == (Passed(rule="QUO-4"),)


def test_without_a_method_the_work_that_a_quote_counts_dates_it_too() -> None:
    """The provider's alone; with none on record, the period has to do."""
    told = (work("2022-01-11", by=LISE), work("2022-01-12", "w2"), work("2022-01-14", "w3"))
    (found,) = findings(
        ask(RULES, "QUO-4", story(OPEN, *told, quote("2022-02-02", period=JANUARY)))
    )
    assert (found.values["since"], found.evidence) == (date(2022, 1, 12), (event(5),))
    (bare,) = findings(
        ask(RULES, "QUO-4", story(OPEN, told[0], quote("2022-02-02", period=JANUARY)))
    )
    assert bare.values["since"] == date(2022, 1, 10)


# QUO-5: no effect is presumed


def effect(on: str, name: str = "f1", account: str | None = "le dépôt ressaisit moins") -> Told:
    """An effect observed on a day."""
    return (EffectObserved(effect_id=name, observed_by=LISE, account=account), on)


def test_a_quote_cites_effects_observed_by_the_day_it_was_issued() -> None:
    """The same day is in time, whatever the hour; the next is not."""
    cites = quote("2022-02-02T09:00:00Z", effect_ids=("f1",))
    for on in ("2022-02-01", "2022-02-02", "2022-02-02T09:00:00Z"):
        assert ask(RULES, "QUO-5", story(OPEN, effect(on), cites)) == (Passed(rule="QUO-5"),)
    for on in ("2022-02-03", "2022-02-02T09:00:01Z"):
        (found,) = findings(ask(RULES, "QUO-5", story(OPEN, cites, effect(on))))
        assert (found.severity, found.about) == (Severity.BREACH, "later")
        assert found.evidence == (event(2), event(3))


def test_a_predictive_quote_cites_no_effect_at_all() -> None:
    """Observed or not, planned or not; cited twice, it is named once."""
    for fields in ({"effect_ids": ("f1", "f1")}, {"unplanned_effect_ids": ("f1",)}):
        cites = quote("2022-02-02", kind=QuoteKind.PREDICTIVE, **fields)
        (found,) = findings(ask(RULES, "QUO-5", story(OPEN, effect("2022-02-01"), cites)))
        assert (found.about, found.values["effects"]) == ("predictive", ("f1",))
        assert len(findings(ask(RULES, "QUO-5", story(OPEN, cites)))) == 1
    bare = quote("2022-02-02", kind=QuoteKind.PREDICTIVE)
    assert ask(RULES, "QUO-5", story(OPEN, bare)) == (Passed(rule="QUO-5"),)


def test_an_effect_nobody_recorded_is_not_called_later() -> None:
    """Nor one of which only the attestation is here; nor is a quote taken back judged."""
    cites = quote("2022-02-02", effect_ids=("f1", "f2"))
    attested = (EffectAttested(effect_id="f2"), "2022-02-05")
    assert ask(RULES, "QUO-5", story(OPEN, cites, attested)) == (Passed(rule="QUO-5"),)
    back = story(OPEN, cites, effect("2022-02-03"), withdrawn("2022-02-04"))
    assert ask(RULES, "QUO-5", back) == (Passed(rule="QUO-5"),)


# QUO-6: more than hours


@pytest.mark.parametrize(
    "fields",
    [
        {"effect_ids": ("f1",)},
        {"unplanned_effect_ids": ("f1",)},
        {"resource_ids": ("s1",)},
        {"constraint_ids": ("c1",)},
        {"none_yet": True},
        {"kind": QuoteKind.PREDICTIVE},
        {"kind": None},
    ],
)
def test_a_quote_after_work_that_tells_something_passes(fields: dict[str, Any]) -> None:
    """Or that says in so many words that nothing shows yet; others are not concerned."""
    assert ask(RULES, "QUO-6", story(OPEN, quote(START, **fields))) == (Passed(rule="QUO-6"),)


@pytest.mark.parametrize("fields", [{}, {"none_yet": False}, {"time_saved_minutes": 30}])
def test_a_quote_of_hours_alone_is_warned(fields: dict[str, Any]) -> None:
    """Until it is taken back."""
    told = (OPEN, quote(START, **fields))
    (found,) = findings(ask(RULES, "QUO-6", story(*told)))
    assert (found.severity, found.subject) == (Severity.WARNING, "q1")
    assert ask(RULES, "QUO-6", story(*told, withdrawn(START))) == (Passed(rule="QUO-6"),)
