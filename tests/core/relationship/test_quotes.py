from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, BothSidesNeeded, Missing, UnknownReference
from noe_core.relationship.quotes import (
    Quote,
    QuoteDiscussed,
    QuoteIssued,
    QuoteRefused,
    QuoteSigned,
    QuoteWithdrawn,
)
from noe_core.relationship.settling import (
    ChangedButNotNegotiated,
    SignedByWrongSide,
    discuss_quote,
    refuse_quote,
    sign_quote,
    withdraw_quote,
)
from noe_core.values import Money, Side
from relationship.given import LISE, NORA, ROUTE, TOGETHER, Refused, Told, folded, when
from relationship.quoted import DISCUSSED, Q0, REFUSED, SIGNED, WITHDRAWN

DISCUSS = when(
    discuss_quote, on=date(2022, 3, 2), quote_id="q0", minutes=45, participants=TOGETHER
).given(Q0)
SIGN = when(sign_quote, on=date(2022, 3, 3), quote_id="q0", by=LISE, negotiated=False).given(Q0)
REFUSE = when(refuse_quote, on=date(2022, 3, 3), quote_id="q0", reason="too dear").given(Q0)
WITHDRAW = when(withdraw_quote, on=date(2022, 3, 3), quote_id="q0", reason="a slip").given(Q0)

REFUSALS = (
    *(
        Refused("no such quote", situation.but(quote_id="q9"), UnknownReference("quote_id", "q9"))
        for situation in (DISCUSS, SIGN, REFUSE, WITHDRAW)
    ),
    *(
        Refused(
            "never issued",
            when(situation.decide, **situation.arguments).given(SIGNED, DISCUSSED),
            UnknownReference("quote_id", "q0"),
        )
        for situation in (DISCUSS, SIGN, REFUSE, WITHDRAW)
    ),
    *(
        Refused(
            f"{settled} already",
            situation.given(fact).but(**{name: ""}),
            AlreadyDone("quote", "q0", settled),
        )
        for fact, settled in ((SIGNED, "signed"), (REFUSED, "refused"), (WITHDRAWN, "withdrawn"))
        for situation, name in ((REFUSE, "reason"), (WITHDRAW, "reason"))
    ),
    *(
        Refused(
            f"{settled} already",
            SIGN.given(fact).but(by=NORA),
            AlreadyDone("quote", "q0", settled),
        )
        for fact, settled in ((SIGNED, "signed"), (REFUSED, "refused"), (WITHDRAWN, "withdrawn"))
    ),
    Refused(
        "no such quote to discuss among ourselves",
        DISCUSS.but(quote_id="q9", participants=[NORA]),
        UnknownReference("quote_id", "q9"),
    ),
    Refused(
        "discussed among ourselves",
        DISCUSS.but(participants=[NORA, ROUTE]),
        BothSidesNeeded("participants", Side.CLIENT),
    ),
    Refused(
        "signed by the provider",
        SIGN.but(by=NORA, amount=Money.of(1)),
        SignedByWrongSide("q0", Side.PROVIDER),
    ),
    Refused("signed by a partner", SIGN.but(by=ROUTE), SignedByWrongSide("q0", Side.PARTNER)),
    Refused(
        "a cent less, not negotiated",
        SIGN.but(amount=Money.of("799.99")),
        ChangedButNotNegotiated("q0", Money.of(800), Money.of("799.99")),
    ),
    Refused(
        "the same number in another currency",
        SIGN.but(amount=Money.of(800, "CHF")),
        ChangedButNotNegotiated("q0", Money.of(800), Money.of(800, "CHF")),
    ),
    Refused("refused for no reason", REFUSE.but(reason=""), Missing("reason")),
    Refused("withdrawn for no reason", WITHDRAW.but(reason=""), Missing("reason")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_answering_a_quote_is_refused(case: Refused) -> None:
    """A quote is answered once, by the client, for a reason."""
    assert case.situation.answer == case.refusal


def test_a_quote_is_discussed_by_both_sides() -> None:
    """Before it is signed, after it, and even when it no longer stands."""
    told = DISCUSS.but(learned="advice counted more than hours").fact
    assert told == QuoteDiscussed(
        quote_id="q0",
        minutes=45,
        participants=TOGETHER,
        learned="advice counted more than hours",
    )
    for settled in (SIGNED, REFUSED, WITHDRAWN):
        assert DISCUSS.given(settled).fact


def test_the_client_signs() -> None:
    """At the total, or at another amount if it was negotiated."""
    assert SIGN.fact == QuoteSigned(quote_id="q0", by=LISE, negotiated=False, amount=Money.of(800))
    assert SIGN.given(DISCUSSED).but(amount=Money.of(800)).fact == SIGN.fact
    lower = SIGN.but(negotiated=True, amount=Money.of(700))
    assert lower.fact == QuoteSigned(quote_id="q0", by=LISE, negotiated=True, amount=Money.of(700))
    assert SIGN.but(negotiated=True).fact == QuoteSigned(
        quote_id="q0", by=LISE, negotiated=True, amount=Money.of(800)
    )


def test_a_quote_with_no_total_is_signed_at_what_is_said() -> None:
    """An import may have left the total out."""
    bare: Told = (QuoteIssued(quote_id="q0"), "2022-03-01")
    sign = when(sign_quote, **SIGN.arguments).given(bare)
    assert sign.but(amount=Money.of(5)).fact == QuoteSigned(
        quote_id="q0", by=LISE, negotiated=False, amount=Money.of(5)
    )
    assert sign.fact == QuoteSigned(quote_id="q0", by=LISE, negotiated=False)


def test_a_quote_is_refused_or_withdrawn_for_a_reason() -> None:
    """A withdrawn one may name the quote to come in its place."""
    assert REFUSE.fact == QuoteRefused(quote_id="q0", reason="too dear")
    assert WITHDRAW.given(DISCUSSED).but(superseded_by="q2").fact == QuoteWithdrawn(
        quote_id="q0", reason="a slip", superseded_by="q2"
    )


def quote(*told: Told) -> Quote:
    """The quote that some facts tell of."""
    return folded(*told).quotes.by_id["q0"]


def test_a_quote_gathers_its_facts() -> None:
    """Whatever happened to it, in whatever order."""
    told = (WITHDRAWN, REFUSED, SIGNED, DISCUSSED, DISCUSSED, Q0)
    assert sorted(fact.version for fact in quote(*told).facts) == [1, 2, 3, 4, 5, 6]


def test_a_quote_is_worth_what_it_was_signed_at() -> None:
    """Else what it was issued at, else nothing known."""
    assert quote(Q0).amount == Money.of(800)
    assert quote(Q0, (QuoteSigned(quote_id="q0"), "2022-03-03")).amount == Money.of(800)
    lower = (QuoteSigned(quote_id="q0", amount=Money.of(700)), "2022-03-03")
    assert quote(Q0, lower).amount == Money.of(700)
    assert quote(DISCUSSED).amount is None


def test_a_quote_counts_on_the_last_day_of_its_period() -> None:
    """Else on the day it was issued, else on none."""
    assert quote(Q0).counts_on == date(2022, 2, 28)
    assert quote((QuoteIssued(quote_id="q0"), "2022-03-09")).counts_on == date(2022, 3, 9)
    assert quote(DISCUSSED).counts_on is None
    assert not quote(DISCUSSED).live
    assert not quote(DISCUSSED).after_work
