from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from telling import LISE, NORA, after_work, nth, tell, workshop

from noe_core.projections.effects_ledger import EFFECTS_LEDGER
from noe_core.relationship.effects import (
    EffectAttested,
    EffectContested,
    EffectDomain,
    EffectObserved,
    EffectStatus,
    Polarity,
)
from noe_core.relationship.externalities import ExternalityDirection, ExternalityObserved
from noe_core.values import Measure, Quantity


def measure(value: int, unit: str = "minute") -> Measure:
    """A measure without baseline."""
    return Measure(quantity=Quantity(value=Decimal(value), unit=unit))


def test_the_workshop_has_two_attested_effects_one_unplanned() -> None:
    """H1: one effect was seen by the side that benefits, the other confirmed by it."""
    answer = EFFECTS_LEDGER.of(workshop())
    assert answer.attested_rate == 1
    assert answer.unplanned_share == Fraction(1, 2)
    assert [(row.domain, row.intended, row.status) for row in answer.rows] == [
        (EffectDomain.WORK_ORGANISATION, False, EffectStatus.ATTESTED),
        (EffectDomain.STRATEGY, True, EffectStatus.ATTESTED),
    ]
    assert answer.units == {}


def test_before_the_attestation_one_effect_is_only_observed() -> None:
    """H1 the day before: what the provider alone saw is not attested yet."""
    answer = EFFECTS_LEDGER.of(workshop(as_of=date(2022, 5, 26)))
    assert answer.attested_rate == Fraction(1, 2)
    assert answer.rows[1].status is EffectStatus.OBSERVED


def test_the_studio_saves_four_hours() -> None:
    """H4: 240 attested minutes, alone in their unit."""
    answer = EFFECTS_LEDGER.of(after_work())
    assert list(answer.units) == ["minute"]
    total = answer.units["minute"].attested_total
    assert total is not None
    assert total.value == 240
    assert len(total.evidence) == 1


def test_no_effect_has_no_rate() -> None:
    """Without effects there is neither a rate nor a share."""
    answer = EFFECTS_LEDGER.of(tell())
    assert answer.attested_rate is None
    assert answer.unplanned_share is None
    assert answer.rows == ()


def test_effects_alike_share_a_row() -> None:
    """Effects that differ in nothing told stand in one row; a polarity sets them apart."""
    alike = {"domain": EffectDomain.HEALTH, "intended": False}
    answer = EFFECTS_LEDGER.of(
        tell(
            ("2022-01-01", EffectObserved(effect_id="a", **alike)),
            ("2022-01-02", EffectObserved(effect_id="b", polarity=Polarity.NEGATIVE, **alike)),
            ("2022-01-03", EffectObserved(effect_id="c", **alike)),
        )
    )
    assert [row.effects.evidence for row in answer.rows] == [(nth(1), nth(3)), (nth(2),)]
    assert answer.rows[1].polarity is Polarity.NEGATIVE


def test_an_effect_nobody_is_known_to_have_observed_is_a_row_of_unknowns() -> None:
    """An attestation imported alone still tells of an effect, of unknown intention."""
    answer = EFFECTS_LEDGER.of(tell(("2022-01-01", EffectAttested(effect_id="a", by=LISE))))
    (row,) = answer.rows
    assert (row.domain, row.beneficiary, row.intended, row.polarity) == (None,) * 4
    assert row.effects.evidence == (nth(1),)
    assert answer.attested_rate == 1
    assert answer.unplanned_share is None


def test_a_contested_effect_is_no_longer_attested() -> None:
    """Both voices stay, and the effect counts as contested."""
    answer = EFFECTS_LEDGER.of(
        tell(
            ("2022-01-01", EffectObserved(effect_id="a", observed_by=NORA, measure=measure(5))),
            ("2022-01-02", EffectAttested(effect_id="a", by=LISE)),
            ("2022-01-03", EffectContested(effect_id="a", by=LISE)),
        )
    )
    assert answer.attested_rate == 0
    assert answer.contested.evidence == (nth(1),)
    assert answer.units["minute"].attested_total is None
    assert answer.units["minute"].measures[0].status is EffectStatus.CONTESTED


def test_measures_add_up_within_a_unit_only_and_only_attested() -> None:
    """Minutes are added to minutes; what nobody confirmed is listed and not added."""
    seen = {"observed_by": LISE, "beneficiary": LISE}
    answer = EFFECTS_LEDGER.of(
        tell(
            ("2022-01-01", EffectObserved(effect_id="a", measure=measure(5), **seen)),
            ("2022-01-02", EffectObserved(effect_id="b", measure=measure(7), **seen)),
            ("2022-01-03", EffectObserved(effect_id="c", measure=measure(9))),
            ("2022-01-04", EffectObserved(effect_id="d", measure=measure(3, "page"), **seen)),
        )
    )
    minutes, pages = answer.units["minute"], answer.units["page"]
    assert [one.effect_id for one in minutes.measures] == ["a", "b", "c"]
    assert minutes.attested_total is not None
    assert minutes.attested_total.value == 12
    assert minutes.attested_total.evidence == (nth(1), nth(2))
    assert pages.attested_total is not None
    assert pages.attested_total.value == 3


def test_the_unplanned_are_those_known_to_be_unintended() -> None:
    """The share is of the effects of which somebody said whether an objective aimed at them."""
    answer = EFFECTS_LEDGER.of(
        tell(
            ("2022-01-01", EffectObserved(effect_id="a", intended=True)),
            ("2022-01-01", EffectObserved(effect_id="b", intended=True)),
            ("2022-01-01", EffectObserved(effect_id="c", intended=False)),
            ("2022-01-01", EffectObserved(effect_id="d")),
        )
    )
    assert answer.unplanned.evidence == (nth(3),)
    assert answer.unplanned_share == Fraction(1, 3)


def test_externalities_are_a_part_of_their_own() -> None:
    """Which way they go and how they are lived sets them apart; no figure of effects has them."""
    out = {"direction": ExternalityDirection.OUTGOING, "polarity": Polarity.NEGATIVE}
    into = ExternalityDirection.INCOMING
    answer = EFFECTS_LEDGER.of(
        tell(
            ("2022-01-01", ExternalityObserved(externality_id="a", **out)),
            ("2022-01-02", ExternalityObserved(externality_id="b", direction=into)),
            ("2022-01-03", ExternalityObserved(externality_id="c", opportunity="a loan", **out)),
            ("2022-01-04", ExternalityObserved(externality_id="d")),
        )
    )
    rows = answer.externalities
    assert [(row.direction, row.polarity) for row in rows] == [
        (ExternalityDirection.OUTGOING, Polarity.NEGATIVE),
        (into, None),
        (None, None),
    ]
    assert [row.externalities.evidence for row in rows] == [(nth(1), nth(3)), (nth(2),), (nth(4),)]
    assert [row.opportunities.evidence for row in rows] == [(nth(3),), (), ()]
    assert (answer.effects.value, answer.rows) == (0, ())


def test_without_externalities_there_is_no_row_of_them() -> None:
    """H1 touches nobody outside that anybody told of."""
    assert EFFECTS_LEDGER.of(workshop()).externalities == ()
