"""QUO-1 to QUO-6, each in two short stories."""

from __future__ import annotations

from datetime import date

from noe_core.audit import Report, audit
from noe_core.relationship.effects import EffectObserved
from noe_core.relationship.frame import LimitPer, MethodAgreed, QuoteMode, SpendLimitAgreed
from noe_core.relationship.quotes import (
    QuoteDiscussed,
    QuoteIssued,
    QuoteKind,
    QuoteLine,
    QuoteSigned,
)
from noe_core.relationship.work import WorkRecorded
from noe_core.testing import client, month, provider, story
from noe_core.values import Money
from rules.page import Page

NORA = provider("nora", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")


def april_is_not_quoted() -> Report:
    """They agreed to quote each month after the work; mid-May, April is still to come."""
    history = story(
        (MethodAgreed(version=1, quote_mode=QuoteMode.AFTER_WORK), "2022-04-01"),
        (WorkRecorded(work_id="w1", by=NORA, minutes=600), "2022-04-20"),
        as_of="2022-05-15",
    )
    return audit(history)


def april_is_quoted_in_time() -> Report:
    """The same work, accounted for on the fourth of May."""
    quote = QuoteIssued(quote_id="q1", kind=QuoteKind.AFTER_WORK, period=month("2022-04"))
    history = story(
        (MethodAgreed(version=1, quote_mode=QuoteMode.AFTER_WORK), "2022-04-01"),
        (WorkRecorded(work_id="w1", by=NORA, minutes=600), "2022-04-20"),
        (quote, "2022-05-04"),
        as_of="2022-05-15",
    )
    return audit(history)


def signed_without_a_word() -> Report:
    """A quote goes out and comes back signed; nobody spoke of it."""
    history = story(
        (QuoteIssued(quote_id="q1", total=Money.of(900)), "2022-05-04"),
        (QuoteSigned(quote_id="q1", by=LISE), "2022-05-06"),
    )
    return audit(history)


def talked_over_first() -> Report:
    """The same quote, talked over for three quarters of an hour before it is signed."""
    history = story(
        (QuoteIssued(quote_id="q1", total=Money.of(900)), "2022-05-04"),
        (QuoteDiscussed(quote_id="q1", minutes=45, participants=(NORA, LISE)), "2022-05-06"),
        (QuoteSigned(quote_id="q1", by=LISE), "2022-05-06"),
    )
    return audit(history)


def one_in_three_is_bargained_over() -> Report:
    """Of three quotes, the second is signed for less than it said."""
    history = story(
        (QuoteIssued(quote_id="q1", total=Money.of(900)), "2022-03-02"),
        (QuoteSigned(quote_id="q1", negotiated=False), "2022-03-04"),
        (QuoteIssued(quote_id="q2", total=Money.of(1200)), "2022-04-02"),
        (QuoteSigned(quote_id="q2", negotiated=True, amount=Money.of(1000)), "2022-04-08"),
        (QuoteIssued(quote_id="q3", total=Money.of(900)), "2022-05-02"),
        (QuoteSigned(quote_id="q3", negotiated=False), "2022-05-04"),
    )
    return audit(history)


def signed_as_they_stand() -> Report:
    """Three quotes, signed for what they say."""
    history = story(
        (QuoteIssued(quote_id="q1", total=Money.of(900)), "2022-03-02"),
        (QuoteSigned(quote_id="q1", negotiated=False), "2022-03-04"),
        (QuoteIssued(quote_id="q2", total=Money.of(1200)), "2022-04-02"),
        (QuoteSigned(quote_id="q2", negotiated=False), "2022-04-05"),
        (QuoteIssued(quote_id="q3", total=Money.of(900)), "2022-05-02"),
        (QuoteSigned(quote_id="q3", negotiated=False), "2022-05-04"),
    )
    return audit(history)


def more_than_was_agreed() -> Report:
    """They agreed to spend 1,000 euros a month; the quote for April says 1,200."""
    limit = SpendLimitAgreed(amount=Money.of(1000), per=LimitPer.MONTH, from_date=date(2022, 4, 1))
    quote = QuoteIssued(
        quote_id="q1",
        kind=QuoteKind.AFTER_WORK,
        period=month("2022-04"),
        total=Money.of(1200),
        lines=(QuoteLine(amount=Money.of(1200)),),
    )
    return audit(story((limit, "2022-03-28"), (quote, "2022-05-04")))


def within_what_was_agreed() -> Report:
    """The same limit, and a quote under it."""
    limit = SpendLimitAgreed(amount=Money.of(1000), per=LimitPer.MONTH, from_date=date(2022, 4, 1))
    quote = QuoteIssued(
        quote_id="q1",
        kind=QuoteKind.AFTER_WORK,
        period=month("2022-04"),
        total=Money.of(950),
        lines=(QuoteLine(amount=Money.of(950)),),
    )
    return audit(story((limit, "2022-03-28"), (quote, "2022-05-04")))


def effects_sold_in_advance() -> Report:
    """Before any work, a quote counts on an effect it will have."""
    quote = QuoteIssued(
        quote_id="q1",
        kind=QuoteKind.PREDICTIVE,
        total=Money.of(3000),
        effect_ids=("orders-up",),
    )
    return audit(story((quote, "2022-03-02")))


def effects_told_afterwards() -> Report:
    """The quote comes after the work, and tells of an effect that was seen."""
    seen = EffectObserved(
        effect_id="orders-up", observed_by=LISE, account="Two shops that had left ordered again."
    )
    quote = QuoteIssued(
        quote_id="q1",
        kind=QuoteKind.AFTER_WORK,
        period=month("2022-04"),
        total=Money.of(900),
        effect_ids=("orders-up",),
    )
    return audit(story((seen, "2022-04-20"), (quote, "2022-05-04")))


def nothing_but_hours() -> Report:
    """A quote for April that counts ten hours and tells nothing of them."""
    quote = QuoteIssued(
        quote_id="q1",
        kind=QuoteKind.AFTER_WORK,
        period=month("2022-04"),
        lines=(QuoteLine(label="April", minutes=600, amount=Money.of(900)),),
        total=Money.of(900),
    )
    return audit(story((quote, "2022-05-04")))


def it_says_that_nothing_shows_yet() -> Report:
    """The same ten hours; the quote says plainly that no effect shows yet."""
    quote = QuoteIssued(
        quote_id="q1",
        kind=QuoteKind.AFTER_WORK,
        period=month("2022-04"),
        lines=(QuoteLine(label="April", minutes=600, amount=Money.of(900)),),
        total=Money.of(900),
        none_yet=True,
    )
    return audit(story((quote, "2022-05-04")))


PAGES = (
    Page(
        rule="QUO-1",
        checks=(
            "Where quotes follow the work, each month of the provider's work is quoted by day d of "
            "the next month."
        ),
        weighs="A warning, one for each month.",
        source="The monthly quote after work is the plenary's; the tenth day is proposed here.",
        waits=(
            "The next month has not come to its day d; who did the work, or how the work is "
            "quoted, was not written down."
        ),
        finds=april_is_not_quoted,
        passes=april_is_quoted_in_time,
    ),
    Page(
        rule="QUO-2",
        checks="Each quote is talked over by both sides before it is signed or n days old.",
        weighs="A warning, one for each quote.",
        source=(
            "That a quote opens a dialogue is the plenary's; the fortnight and a day are proposed "
            "here."
        ),
        waits="Every quote there is waits for its talk and is younger than n days.",
        finds=signed_without_a_word,
        passes=talked_over_first,
    ),
    Page(
        rule="QUO-3",
        checks="Quotes that tell the real work are signed as they stand: a share *target* of them.",
        weighs="An information under the target, a warning under the floor.",
        source=(
            "That all are signed and none negotiated is what one firm of the plenary tells of "
            "itself; the floor and the least number of quotes are proposed here."
        ),
        waits=(
            "Fewer than min_quotes were decided on, or nobody wrote down whether they were "
            "negotiated. A history without quotes is such a one."
        ),
        finds=one_in_three_is_bargained_over,
        passes=signed_as_they_stand,
    ),
    Page(
        rule="QUO-4",
        checks=(
            "No quote goes over what both sides agreed may be spent, unless a review of both gave "
            "leave; and no work to be quoted afterwards begins before they agreed on a limit."
        ),
        weighs="A breach over the limit, a warning where none was agreed.",
        source="The acceptable spend is the plenary's.",
        waits=(
            "The amount of the quote or of the limit is missing, they are in two currencies, or "
            "the review named as leave is not recorded with who sat in it."
        ),
        finds=more_than_was_agreed,
        passes=within_what_was_agreed,
    ),
    Page(
        rule="QUO-5",
        checks="No quote cites an effect before the work, or before the effect was observed.",
        weighs="A breach.",
        source="That a quote drawn up beforehand cannot presume effects is the workshop's.",
        waits=(
            "An event that may have taken the quote back cannot be read, or is never recorded by "
            "the source."
        ),
        finds=effects_sold_in_advance,
        passes=effects_told_afterwards,
    ),
    Page(
        rule="QUO-6",
        checks=(
            "A quote after work cites an effect, a resource or a constraint, or says that nothing "
            "shows yet."
        ),
        weighs="A warning.",
        source=(
            "That hours are what shows of the iceberg is the workshop's; that the quote reveals "
            "what was drawn on and what nobody planned is the plenary's."
        ),
        waits=(
            "An event that may have taken the quote back cannot be read, or is never recorded by "
            "the source."
        ),
        finds=nothing_but_hours,
        passes=it_says_that_nothing_shows_yet,
    ),
)
