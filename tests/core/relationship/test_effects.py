from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.relationship.effects import (
    AttestedByObserver,
    Directness,
    Effect,
    EffectAttested,
    EffectContested,
    EffectDomain,
    EffectObserved,
    EffectStatus,
    EffectWithoutContribution,
    Horizon,
    IntendedWithoutObjective,
    Polarity,
    attest_effect,
    contest_effect,
    observe_effect,
)
from noe_core.relationship.objectives import ObjectiveSet
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Measure, PartyRef, Quantity, Side
from relationship.given import (
    CLOSED,
    LISE,
    NORA,
    OPEN,
    ROUTE,
    Refused,
    Told,
    event,
    folded,
    when,
)

DAY = date(2022, 5, 20)
OBJECTIVE: Told = (ObjectiveSet(objective_id="o1"), "2022-03-15")
WORK: Told = (WorkRecorded(work_id="w1"), "2022-05-05")
THE_WORK, LATER_WORK = event(3), event(4)
OBSERVED: Told = (
    EffectObserved(effect_id="f1", observed_by=NORA, beneficiary=LISE),
    "2022-05-20",
)
ATTESTED: Told = (EffectAttested(effect_id="f1", by=LISE), "2022-05-27")
CONTESTED: Told = (EffectContested(effect_id="f1", by=LISE), "2022-05-27")

OBSERVE = when(
    observe_effect,
    on=DAY,
    observed_by=NORA,
    beneficiary=LISE,
    account="the sales team shares its diary",
    intended=False,
    arising_from=[THE_WORK],
    id="f1",
).given(OPEN, OBJECTIVE, WORK)
ATTEST = when(attest_effect, on=DAY, effect_id="f1", by=LISE).given(OBSERVED)
CONTEST = when(contest_effect, on=DAY, effect_id="f1", by=LISE, account="it did so before").given(
    OBSERVED
)

REFUSALS = (
    Refused(
        "observed already",
        OBSERVE.given(OBSERVED).but(intended=True, arising_from=()),
        AlreadyDone("effect", "f1", "observed"),
    ),
    Refused(
        "intended by no objective",
        OBSERVE.but(intended=True, arising_from=()),
        IntendedWithoutObjective("f1"),
    ),
    Refused(
        "arising from nothing",
        OBSERVE.but(arising_from=(), objective_ids=["o9"]),
        EffectWithoutContribution("f1"),
    ),
    Refused(
        "no such objective",
        OBSERVE.but(objective_ids=["o1", "o9"], arising_from=[event(9)]),
        UnknownReference("objective_ids", "o9"),
    ),
    Refused(
        "no such event",
        OBSERVE.but(arising_from=[THE_WORK, event(9)], account=""),
        UnknownReference("arising_from", str(event(9))),
    ),
    Refused(
        "arising from what came after it",
        OBSERVE.but(on=date(2022, 5, 4), arising_from=[THE_WORK], account=""),
        EffectWithoutContribution("f1"),
    ),
    Refused("no account", OBSERVE.but(account=""), Missing("account")),
    Refused("no such effect", ATTEST.but(effect_id="f9"), UnknownReference("effect_id", "f9")),
    Refused(
        "never observed",
        when(attest_effect, **ATTEST.arguments).given(ATTESTED),
        UnknownReference("effect_id", "f1"),
    ),
    Refused(
        "by the observer's side",
        ATTEST.given((EffectAttested(effect_id="f1", by=NORA), "2022-05-21")).but(by=NORA),
        AttestedByObserver("f1", Side.PROVIDER),
    ),
    Refused(
        "attested already by that side",
        ATTEST.given(ATTESTED),
        AlreadyDone("effect", "f1", "attested"),
    ),
    Refused("no such effect", CONTEST.but(effect_id="f9"), UnknownReference("effect_id", "f9")),
    Refused(
        "by the observer's side",
        CONTEST.but(by=NORA, account=""),
        AttestedByObserver("f1", Side.PROVIDER),
    ),
    Refused("no account", CONTEST.but(account=""), Missing("account")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_an_effect_is_refused(case: Refused) -> None:
    """It arises from what came before it, and another side answers for it."""
    assert case.situation.answer == case.refusal


def test_an_effect_is_observed() -> None:
    """Foreseen by nobody it needs no objective; after closing it may still be observed."""
    assert OBSERVE.given(CLOSED).fact == EffectObserved(
        effect_id="f1",
        observed_by=NORA,
        account="the sales team shares its diary",
        beneficiary=LISE,
        directness=Directness.DIRECT,
        intended=False,
        polarity=Polarity.POSITIVE,
        arising_from=(THE_WORK,),
    )
    full = {
        "domain": EffectDomain.TIME,
        "felt": "we breathe",
        "directness": Directness.INDIRECT,
        "polarity": Polarity.MIXED,
        "horizon": Horizon.DEFERRED,
        "contribution": "the workshop put both teams at one table",
        "measure": Measure(quantity=Quantity(value=Decimal(240), unit="minute")),
    }
    assert OBSERVE.but(intended=True, objective_ids=["o1"], **full).fact == EffectObserved(
        effect_id="f1",
        observed_by=NORA,
        account="the sales team shares its diary",
        beneficiary=LISE,
        intended=True,
        objective_ids=("o1",),
        arising_from=(THE_WORK,),
        **full,
    )


def test_an_effect_arises_from_at_least_one_earlier_event() -> None:
    """One of the same day is early enough, and others may have come later."""
    later = (WorkRecorded(work_id="w2"), "2022-06-01")
    both = OBSERVE.given(later).but(arising_from=[LATER_WORK, THE_WORK])
    assert both.but(on=date(2022, 5, 5)).fact
    assert both.but(on=datetime(2022, 5, 4, 22, 30, tzinfo=UTC)).fact
    assert both.but(on=datetime(2022, 5, 4, 21, 30, tzinfo=UTC)).answer == (
        EffectWithoutContribution("f1")
    )


def test_an_effect_may_be_observed_after_an_import_told_what_others_said_of_it() -> None:
    """An attestation does not stand for the observation."""
    assert isinstance(OBSERVE.given(ATTESTED).fact, EffectObserved)


def test_another_side_attests() -> None:
    """Each side once; anybody may where the observer is unknown."""
    assert ATTEST.but(account="so it is").fact == EffectAttested(
        effect_id="f1", by=LISE, account="so it is"
    )
    assert ATTEST.given(ATTESTED).but(by=ROUTE).fact
    assert ATTEST.given((EffectAttested(effect_id="f1"), "2022-05-21")).fact
    unseen = (EffectObserved(effect_id="f1"), "2022-05-20")
    assert when(attest_effect, **ATTEST.arguments).given(unseen).but(by=NORA).fact


def test_another_side_contests_and_both_voices_stay() -> None:
    """Having attested it before or not, and more than once."""
    contested = EffectContested(effect_id="f1", by=LISE, account="it did so before")
    assert CONTEST.fact == contested
    assert CONTEST.given(ATTESTED, CONTESTED).fact == contested
    assert ATTEST.given(CONTESTED).fact


def effect(*told: Told) -> Effect:
    """The effect that some facts tell of."""
    return folded(*told).effects.by_id["f1"]


def observed(by: PartyRef | None, beneficiary: PartyRef | None) -> Told:
    """An effect, by whom and for whom."""
    fact = EffectObserved(effect_id="f1", observed_by=by, beneficiary=beneficiary)
    return fact, "2022-05-20"


@pytest.mark.parametrize(
    ("told", "status", "by_beneficiary"),
    [
        ((observed(NORA, LISE),), EffectStatus.OBSERVED, False),
        ((observed(None, LISE),), EffectStatus.OBSERVED, False),
        ((observed(LISE, None),), EffectStatus.OBSERVED, False),
        ((observed(LISE, LISE),), EffectStatus.ATTESTED, True),
        ((observed(NORA, LISE), ATTESTED), EffectStatus.ATTESTED, True),
        ((observed(NORA, ROUTE), ATTESTED), EffectStatus.ATTESTED, False),
        ((observed(NORA, None), ATTESTED), EffectStatus.ATTESTED, False),
        ((observed(NORA, LISE), ATTESTED, CONTESTED), EffectStatus.CONTESTED, True),
        ((observed(LISE, LISE), CONTESTED), EffectStatus.CONTESTED, True),
        ((ATTESTED,), EffectStatus.ATTESTED, False),
        ((CONTESTED,), EffectStatus.CONTESTED, False),
    ],
)
def test_who_stands_behind_an_effect(
    told: tuple[Told, ...], status: EffectStatus, by_beneficiary: bool
) -> None:
    """Contested weighs most; the beneficiary's own observation counts as attested."""
    found = effect(*told)
    assert found.status is status
    assert found.attested_by_beneficiary is by_beneficiary


def test_an_attestation_by_nobody_known_confirms_for_nobody() -> None:
    """The beneficiary's side is not presumed."""
    found = effect(OBSERVED, (EffectAttested(effect_id="f1"), "2022-05-27"))
    assert found.status is EffectStatus.ATTESTED
    assert not found.attested_by_beneficiary


def test_an_effect_gathers_its_facts() -> None:
    """The observation first, if there is one."""
    found = effect(ATTESTED, CONTESTED, OBSERVED)
    assert [fact.version for fact in found.facts] == [3, 1, 2]
    assert [fact.version for fact in effect(ATTESTED).facts] == [1]
    assert not effect(ATTESTED).seen_by_beneficiary


def test_an_effect_is_known_by_its_observation() -> None:
    """One that was withdrawn, or never imported, is not: only what answered it stays."""
    effects = folded(ATTESTED, (EffectObserved(effect_id="f2"), "2022-05-20")).effects
    assert {key: found.known for key, found in effects.by_id.items()} == {"f1": False, "f2": True}
    assert effects.known == {"f2"}
