from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from telling import LISE, NORA, after_work, tell

from noe_core.projections.after_work_draft import after_work_draft
from noe_core.projections.pricing import Works
from noe_core.relationship.effects import (
    EffectContested,
    EffectDomain,
    EffectObserved,
    Polarity,
)
from noe_core.relationship.frame import LimitPer, SpendLimitAgreed
from noe_core.relationship.objectives import ObjectiveRevised, ObjectiveSet
from noe_core.relationship.quotes import (
    QuoteIssued,
    QuoteKind,
    QuoteLine,
    QuoteRefused,
    QuoteWithdrawn,
)
from noe_core.relationship.work import (
    ConstraintRevealed,
    Direction,
    ResourceNoted,
    WorkRecorded,
)
from noe_core.values import Measure, Money, Period, Quantity, Side
from noe_stores import connect
from noe_stores.examples import Calendar, record_after_work

NINETY = Money.of(90)


def worked(work_id: str, day: str = "2022-02-10", **fields: object) -> tuple[str, WorkRecorded]:
    """An hour of the provider's work."""
    return day, WorkRecorded(**{"work_id": work_id, "by": NORA, "minutes": 60, **fields})


def limit(amount: int, per: LimitPer | None = LimitPer.MONTH) -> tuple[str, SpendLimitAgreed]:
    """A limit agreed in January."""
    return "2022-01-01", SpendLimitAgreed(amount=Money.of(amount), per=per)


@pytest.mark.parametrize(
    ("month", "as_of", "total", "left"),
    [
        (1, date(2022, 2, 1), 2250, 750),
        (2, date(2022, 3, 1), 1800, 1200),
        (3, date(2022, 4, 1), 2970, 30),
    ],
)
def test_the_studio_quotes_what_its_drafts_say(
    month: int, as_of: date, total: int, left: int
) -> None:
    """H4: each month's draft comes to the quote that was issued, within the limit."""
    draft = after_work_draft(after_work(as_of), month=(2022, month), rate=NINETY)
    assert draft.total == Money.of(total)
    assert draft.headroom is not None
    assert draft.headroom.left == left
    assert draft.ready


def test_the_january_draft_tells_more_than_hours() -> None:
    """H4: four hours saved by an unplanned effect, and what held the provider back."""
    draft = after_work_draft(after_work(date(2022, 2, 1)), month=(2022, 1), rate=NINETY)
    assert draft.unplanned_effect_ids == ("f1",)
    assert draft.effect_ids == ()
    assert draft.constraint_ids == ("c1",)
    assert draft.time_saved is not None
    assert draft.time_saved.value == 240
    assert draft.as_quote("q1").time_saved_minutes == 240
    assert [line.minutes for line in draft.lines] == [1500]


def test_a_quoted_month_has_nothing_left() -> None:
    """H4 in May: January's work is counted by its quote, so its draft has no line."""
    draft = after_work_draft(after_work(), month=(2022, 1), rate=NINETY)
    assert draft.lines == ()
    assert draft.total is None
    assert draft.headroom is None
    assert not draft.ready


def test_a_draft_can_be_issued_as_it_stands() -> None:
    """H4: April's draft, issued by the command, is the quote it said it would be."""
    calendar = Calendar("2022-05-02")
    with connect("memory:", clock=calendar) as ledger:
        stream = record_after_work(ledger, calendar)
        day = calendar.turn("2022-05-02")
        draft = after_work_draft(
            ledger.history(stream), month=(2022, 4), rate=NINETY, none_yet=True
        )
        assert draft.ready
        issued = ledger.relationship(stream).issue_quote(id="q4", on=day, **draft.terms)
    assert issued.data == draft.as_quote("q4")
    assert issued.data.total == Money.of(900)
    assert issued.data.kind is QuoteKind.AFTER_WORK
    assert issued.data.none_yet is True


def test_hours_alone_are_not_ready() -> None:
    """H4: April has neither effect nor resource; saying so in words makes it ready."""
    month = (2022, 4)
    silent = after_work_draft(after_work(), month=month, rate=NINETY)
    assert not silent.tells
    assert not silent.ready
    assert silent.as_quote("q").none_yet is None
    assert after_work_draft(after_work(), month=month, rate=NINETY, none_yet=True).ready


def test_lines_follow_the_whole_set_of_objectives_else_the_topic() -> None:
    """Work for the same set shares a line whatever its topic, and is named by its wordings."""
    draft = after_work_draft(
        tell(
            ("2022-01-01", ObjectiveSet(objective_id="o", title="moins de plastique")),
            ("2022-01-01", ObjectiveSet(objective_id="p", title="un bulletin lu")),
            ("2022-01-02", ObjectiveRevised(objective_id="p", change="un bulletin relu")),
            worked("a", objective_ids=("p", "o"), topic="atelier"),
            worked("b", objective_ids=("o",)),
            worked("c", objective_ids=("o", "p"), topic="écriture"),
            worked("d", topic="trajets"),
            worked("e", topic="trajets"),
            worked("f"),
            worked("g", objective_ids=("unknown",)),
        ),
        month=(2022, 2),
        rate=NINETY,
    )
    assert [(line.label, line.work_ids) for line in draft.lines] == [
        ("moins de plastique, un bulletin relu", ("a", "c")),
        ("moins de plastique", ("b",)),
        ("trajets", ("d", "e")),
        (None, ("f",)),
        ("unknown", ("g",)),
    ]
    assert draft.total == Money.of(630)


def test_only_the_providers_work_of_the_month_counts() -> None:
    """The client's work, that of other months, and that of an unknown side stay out."""
    draft = after_work_draft(
        tell(
            worked("a", "2022-01-31"),
            worked("b", "2022-02-01"),
            worked("c", "2022-02-28"),
            worked("d", "2022-03-01"),
            worked("e", by=LISE),
            worked("f", by=None),
        ),
        month=(2022, 2),
        rate=NINETY,
    )
    assert draft.period == Period(start=date(2022, 2, 1), end=date(2022, 2, 28))
    assert [line.work_ids for line in draft.lines] == [("b", "c")]


@pytest.mark.parametrize("taken_back", [QuoteRefused(quote_id="q"), QuoteWithdrawn(quote_id="q")])
def test_work_of_a_quote_that_no_longer_stands_is_drafted_again(
    taken_back: QuoteRefused | QuoteWithdrawn,
) -> None:
    """A refused or withdrawn quote frees the work it counted."""
    told = (
        worked("a"),
        ("2022-03-01", QuoteIssued(quote_id="q", lines=(QuoteLine(work_ids=("a",)),))),
    )
    assert after_work_draft(tell(*told), month=(2022, 2), rate=NINETY).lines == ()
    freed = after_work_draft(tell(*told, ("2022-03-02", taken_back)), month=(2022, 2), rate=NINETY)
    assert freed.total == NINETY


@pytest.mark.parametrize(
    ("minutes", "rate", "amount"),
    [(1, "0.30", "0.01"), (1, "0.29", "0.00"), (50, "87.35", "72.79"), (100, "90.00", "150.00")],
)
def test_half_a_cent_goes_up(minutes: int, rate: str, amount: str) -> None:
    """The amount is minutes over sixty times the rate, rounded once."""
    draft = after_work_draft(
        tell(worked("a", minutes=minutes)), month=(2022, 2), rate=Money.of(rate)
    )
    assert draft.total == Money.of(amount)


def test_a_machine_works_for_nothing() -> None:
    """Automated work is in the account, without minutes and for no amount."""
    draft = after_work_draft(
        tell(worked("a", automated=True), worked("b", minutes=None)), month=(2022, 2), rate=NINETY
    )
    (line,) = draft.lines
    assert line.work_ids == ("a", "b")
    assert line.minutes is None
    assert draft.total == Money.of(0)


def test_the_caller_may_set_the_price() -> None:
    """A price of the caller's own replaces the rate, line by line."""

    def price(works: Works) -> Money:
        return Money.of(100 * len(works))

    told = tell(worked("a", topic="x"), worked("b", topic="y"), worked("c", topic="y"))
    draft = after_work_draft(told, month=(2022, 2), price=price)
    assert [line.amount for line in draft.lines] == [Money.of(100), Money.of(200)]
    unpriced = after_work_draft(told, month=(2022, 2))
    assert [line.amount for line in unpriced.lines] == [None, None]
    assert unpriced.total is None


def test_a_price_in_two_currencies_has_no_total() -> None:
    """Amounts of two currencies are not added."""
    draft = after_work_draft(
        tell(worked("a", topic="x"), worked("b", topic="y"), limit(500)),
        month=(2022, 2),
        price=lambda works: Money.of(10, "CHF" if works[0].data.work_id == "a" else "EUR"),
    )
    assert draft.total is None
    assert draft.headroom is None


def effect(effect_id: str, day: str = "2022-02-11", **fields: object) -> tuple[str, EffectObserved]:
    """An effect the client saw for itself."""
    return day, EffectObserved(
        **{"effect_id": effect_id, "observed_by": LISE, "beneficiary": LISE, **fields}
    )


def test_effects_are_cited_as_intended_or_not_and_contested_ones_are_not() -> None:
    """What nobody said was intended or not is cited plainly; another month's is not cited."""
    draft = after_work_draft(
        tell(
            effect("a", intended=True),
            effect("b", intended=False),
            effect("c"),
            effect("d", "2022-01-31", intended=True),
            effect("e", intended=False),
            ("2022-02-20", EffectContested(effect_id="e", by=NORA)),
            ("2022-02-20", EffectContested(effect_id="f", by=NORA)),
        ),
        month=(2022, 2),
    )
    assert draft.effect_ids == ("a", "c")
    assert draft.unplanned_effect_ids == ("b",)
    assert draft.contested_effect_ids == ("e",)


def test_resources_drawn_on_and_our_own_constraints_are_cited() -> None:
    """Resources strengthened, and what holds the client back, are not for our account."""
    draft = after_work_draft(
        tell(
            ("2022-02-01", ResourceNoted(resource_id="a", direction=Direction.MOBILISED)),
            ("2022-02-01", ResourceNoted(resource_id="b", direction=Direction.STRENGTHENED)),
            ("2022-01-01", ResourceNoted(resource_id="c", direction=Direction.MOBILISED)),
            ("2022-02-01", ConstraintRevealed(constraint_id="d", side=Side.PROVIDER)),
            ("2022-02-01", ConstraintRevealed(constraint_id="e", side=Side.CLIENT)),
            ("2022-02-01", ConstraintRevealed(constraint_id="f")),
        ),
        month=(2022, 2),
    )
    assert draft.resource_ids == ("a",)
    assert draft.constraint_ids == ("d",)
    assert draft.tells
    assert len(draft.evidence) == 2


def minutes(value: str, unit: str = "minute") -> Measure:
    """So many minutes."""
    return Measure(quantity=Quantity(value=Decimal(value), unit=unit))


def test_time_saved_is_attested_minutes_of_time() -> None:
    """Other units, other domains, time lost and what nobody confirmed save nothing."""
    time = {"domain": EffectDomain.TIME}
    draft = after_work_draft(
        tell(
            effect("a", measure=minutes("90"), **time),
            effect("b", measure=minutes("10.6", "Min"), **time),
            effect("c", measure=minutes("3", "hour"), **time),
            effect("d", measure=minutes("500"), domain=EffectDomain.MONEY),
            effect("e", measure=minutes("500"), polarity=Polarity.NEGATIVE, **time),
            effect("f", measure=minutes("500"), observed_by=NORA, **time),
        ),
        month=(2022, 2),
    )
    assert draft.time_saved is not None
    assert draft.time_saved.value == Decimal("100.6")
    assert len(draft.time_saved.evidence) == 2
    assert draft.as_quote("q").time_saved_minutes == 101


def test_time_saved_is_never_less_than_none_in_a_quote() -> None:
    """A measure below zero stays as it is in the draft, and a quote says no minutes saved."""
    draft = after_work_draft(
        tell(effect("a", measure=minutes("-30"), domain=EffectDomain.TIME)), month=(2022, 2)
    )
    assert draft.time_saved is not None
    assert draft.time_saved.value == -30
    assert draft.as_quote("q").time_saved_minutes == 0


def test_without_a_limit_no_draft_is_ready() -> None:
    """Nothing says that the total is acceptable."""
    told = (worked("a"), effect("f"))
    assert after_work_draft(tell(*told), month=(2022, 2), rate=NINETY).headroom is None
    assert not after_work_draft(tell(*told), month=(2022, 2), rate=NINETY).ready
    empty = ("2022-01-01", SpendLimitAgreed())
    assert after_work_draft(tell(empty, *told), month=(2022, 2), rate=NINETY).headroom is None
    francs = after_work_draft(tell(limit(500), *told), month=(2022, 2), rate=Money.of(90, "CHF"))
    assert francs.headroom is None


@pytest.mark.parametrize(("amount", "left", "ready"), [(90, 0, True), (89, -1, False)])
def test_a_limit_is_reached_before_it_is_passed(amount: int, left: int, ready: bool) -> None:
    """A draft may use the limit up, and what exceeds it shows as less than nothing left."""
    draft = after_work_draft(
        tell(limit(amount), worked("a"), effect("f")), month=(2022, 2), rate=NINETY
    )
    assert draft.headroom is not None
    assert draft.headroom.left == left
    assert draft.ready is ready


def quote(quote_id: str, end: date, money: Money | None) -> tuple[str, QuoteIssued]:
    """A quote for a month that ended."""
    period = Period(start=end.replace(day=1), end=end)
    return "2022-05-01", QuoteIssued(quote_id=quote_id, period=period, total=money)


@pytest.mark.parametrize(
    ("per", "left"),
    [(LimitPer.MONTH, 890), (LimitPer.QUARTER, 690), (LimitPer.TOTAL, 287), (None, 287)],
)
def test_quotes_of_the_same_span_share_the_limit(per: LimitPer | None, left: int) -> None:
    """A limit counts the standing quotes of its span; one without period counts on its day."""
    draft = after_work_draft(
        tell(
            limit(1000, per),
            worked("a"),
            quote("february", date(2022, 2, 28), Money.of(20)),
            quote("january", date(2022, 1, 31), Money.of(200)),
            quote("april", date(2022, 4, 30), Money.of(400)),
            quote("francs", date(2022, 2, 28), Money.of(5, "CHF")),
            quote("priceless", date(2022, 2, 28), None),
            ("2022-05-01", QuoteIssued(quote_id="undated", total=Money.of(3))),
            quote("refused", date(2022, 2, 28), Money.of(7)),
            ("2022-05-02", QuoteRefused(quote_id="refused")),
        ),
        month=(2022, 2),
        rate=NINETY,
    )
    assert draft.headroom is not None
    assert draft.headroom.left == left


def test_there_is_no_thirteenth_month() -> None:
    """A month that does not exist is the caller's slip."""
    with pytest.raises(ValueError, match="month"):
        after_work_draft(tell(), month=(2022, 13))
