from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from telling import LISE, NORA, after_work, nth, tell, workshop

from noe_core.projections.engagement_ledger import ENGAGEMENT_LEDGER, EngagementLedger, SideLedger
from noe_core.relationship.engagements import (
    EngagementAcknowledged,
    EngagementKept,
    EngagementKind,
    EngagementMade,
    EngagementMissed,
    EngagementReleased,
    EngagementRenegotiated,
)
from noe_core.typed import Fact
from noe_core.values import PartyRef, Side

ROUTE = PartyRef(party_id="route-douce", side=Side.PARTNER)

Told = tuple[str, Fact]


def counts(ledger: SideLedger) -> dict[str, int]:
    """The counts of a side that are not zero."""
    names = (
        "made",
        "acknowledged",
        "open",
        "due",
        "kept_on_first_terms",
        "kept_after_renegotiation",
        "missed",
        "released",
    )
    found = {name: getattr(ledger, name).value for name in names}
    return {name: value for name, value in found.items() if value}


def made(by: PartyRef | None = LISE, due: str | None = "2022-01-10") -> Told:
    """An engagement made on the first of January."""
    term = date.fromisoformat(due) if due else None
    return "2022-01-01", EngagementMade(engagement_id="e", by=by, due=term)


def asked(*told: Told, as_of: str) -> EngagementLedger:
    """The ledger of the engagements told."""
    return ENGAGEMENT_LEDGER.of(tell(*told, as_of=as_of))


KEPT = EngagementKept(engagement_id="e")
MISSED = EngagementMissed(engagement_id="e")
RENEWED = EngagementRenegotiated(engagement_id="e", review_id="r", new_due=date(2022, 2, 10))


def test_the_workshop_client_keeps_half_on_first_terms_and_all_in_the_end() -> None:
    """H1: the client keeps 1 of 2 on first terms, and 2 of 2 once a term was renegotiated."""
    answer = ENGAGEMENT_LEDGER.of(workshop())
    assert counts(answer.client) == {
        "made": 2,
        "acknowledged": 2,
        "due": 2,
        "kept_on_first_terms": 1,
        "kept_after_renegotiation": 1,
        "missed": 1,
    }
    assert answer.client.kept_rate == Fraction(1, 2)
    assert answer.client.finally_kept == 1
    assert answer.provider.kept_rate == 1
    assert answer.reciprocity == Fraction(1, 2)
    assert answer.conditions_covered == {EngagementKind.MEANS, EngagementKind.INFORMATION}
    assert len(answer.client_kinds_evidence) == 2


def test_the_studio_has_nothing_due() -> None:
    """H4: engagements without a term are open, none is due, and rates have no denominator."""
    answer = ENGAGEMENT_LEDGER.of(after_work())
    assert counts(answer.client) == {"made": 3, "acknowledged": 3, "open": 3}
    assert counts(answer.provider) == {"made": 1, "acknowledged": 1, "open": 1}
    assert answer.client.kept_rate is None
    assert answer.client.finally_kept is None
    assert answer.reciprocity == Fraction(1, 3)


def test_nothing_engaged_has_no_reciprocity() -> None:
    """Without any engagement there is no ratio at all."""
    answer = ENGAGEMENT_LEDGER.of(tell())
    assert answer.reciprocity is None
    assert answer.client_kinds == frozenset()


def test_one_sided_engagements_have_reciprocity_zero() -> None:
    """When one side alone engages, reciprocity is 0, which is something else than nothing."""
    assert asked(made(), as_of="2022-01-02").reciprocity == 0


@pytest.mark.parametrize(
    ("as_of", "due"), [("2022-01-10", 0), ("2022-01-11", 1)], ids=["last day", "day after"]
)
def test_a_term_ends_after_its_last_day(as_of: str, due: int) -> None:
    """An open engagement is due from the day after its term on."""
    client = asked(made(), as_of=as_of).client
    assert client.due.value == due
    assert client.open.value == 1


def test_a_settled_term_is_due_before_its_day() -> None:
    """What was kept early has ended its term."""
    client = asked(made(), ("2022-01-03", KEPT), as_of="2022-01-04").client
    assert counts(client) == {"made": 1, "due": 1, "kept_on_first_terms": 1}
    assert client.due.evidence == (nth(2),)


def test_a_term_renegotiated_in_time_does_not_end() -> None:
    """A term replaced before its last day is not due when that day goes by."""
    told = (made(), ("2022-01-09", RENEWED))
    assert asked(*told, as_of="2022-02-10").client.due.value == 0
    late = asked(*told, as_of="2022-02-11").client
    assert late.due.evidence == (nth(2),)
    assert late.kept_rate == 0


def test_a_term_renegotiated_too_late_had_ended() -> None:
    """A term whose last day had gone by before the renegotiation stays due."""
    client = asked(made(), ("2022-01-12", RENEWED), as_of="2022-01-13").client
    assert client.due.evidence == (nth(1),)


def test_kept_after_renegotiation_is_not_kept_on_first_terms() -> None:
    """A miss followed by a new term that is kept counts as missed and as finally kept."""
    client = asked(
        made(),
        ("2022-01-10", MISSED),
        ("2022-01-12", RENEWED),
        ("2022-02-01", KEPT),
        as_of="2022-02-02",
    ).client
    assert (client.kept_rate, client.finally_kept) == (0, 1)
    assert client.missed.evidence == (nth(2),)
    assert client.kept_after_renegotiation.evidence == (nth(4),)


def test_what_was_kept_twice_counts_once() -> None:
    """An imported history may keep a term again after a renegotiation: one engagement, kept."""
    client = asked(
        made(),
        ("2022-01-05", KEPT),
        ("2022-01-06", RENEWED),
        ("2022-01-07", KEPT),
        as_of="2022-03-01",
    ).client
    assert (client.kept_rate, client.finally_kept) == (1, 1)


@pytest.mark.parametrize(("lifted", "due"), [("2022-01-10", 0), ("2022-01-11", 1)])
def test_lifting_in_time_leaves_nothing_due(lifted: str, due: int) -> None:
    """An engagement lifted before its last day went by never fell due."""
    client = asked(
        made(), (lifted, EngagementReleased(engagement_id="e")), as_of="2022-03-01"
    ).client
    assert client.due.value == due
    assert client.released.value == 1
    assert client.open.value == 0


def test_the_other_side_acknowledges() -> None:
    """An answer of one's own side is no acknowledgement; one nobody signed may be."""
    told = made(by=NORA)
    own = EngagementAcknowledged(engagement_id="e", by=NORA)
    other = EngagementAcknowledged(engagement_id="e", by=LISE)
    unsigned = EngagementAcknowledged(engagement_id="e")
    day = "2022-01-02"
    assert asked(told, (day, own), as_of=day).provider.acknowledged.value == 0
    both = asked(told, (day, own), (day, other), as_of=day).provider
    assert both.acknowledged.evidence == (nth(3),)
    assert asked(told, (day, unsigned), as_of=day).provider.acknowledged.value == 1


def test_agreeing_with_oneself_is_no_acknowledgement() -> None:
    """`agreed_with` counts when it names the other side."""
    alone = EngagementMade(engagement_id="e", by=LISE, agreed_with=LISE)
    together = EngagementMade(engagement_id="f", by=LISE, agreed_with=NORA)
    client = asked(("2022-01-01", alone), ("2022-01-01", together), as_of="2022-01-02").client
    assert client.acknowledged.evidence == (nth(2),)


def test_partners_have_their_own_column() -> None:
    """A partner's engagement is in neither side's count, nor in reciprocity."""
    answer = asked(made(by=ROUTE), as_of="2022-01-02")
    assert counts(answer.partner) == {"made": 1, "open": 1}
    assert answer.reciprocity is None
    assert [answer.of(side).made.value for side in Side] == [0, 0, 1]


def test_an_engagement_nobody_is_known_to_have_made_is_no_sides() -> None:
    """Facts about an unknown or unsigned engagement are counted apart."""
    answer = asked(
        made(by=None),
        ("2022-01-02", EngagementKept(engagement_id="x")),
        ("2022-01-02", EngagementAcknowledged(engagement_id="y")),
        ("2022-01-02", EngagementReleased(engagement_id="z")),
        as_of="2022-03-01",
    )
    assert answer.unattributed.value == 4
    assert counts(answer.client) == counts(answer.provider) == {}


def test_kinds_are_those_of_the_client_alone() -> None:
    """What the provider engages to covers none of the client's conditions."""
    answer = asked(
        (
            "2022-01-01",
            EngagementMade(engagement_id="e", by=NORA, kind=EngagementKind.MEANS),
        ),
        (
            "2022-01-01",
            EngagementMade(engagement_id="f", by=LISE, kind=EngagementKind.TRANSPARENCY),
        ),
        ("2022-01-01", EngagementMade(engagement_id="g", by=LISE)),
        as_of="2022-01-02",
    )
    assert answer.client_kinds == {EngagementKind.TRANSPARENCY}
    assert answer.client_kinds_evidence == (nth(2),)
    assert answer.conditions_covered == frozenset()
