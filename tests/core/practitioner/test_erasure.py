from datetime import date

import pytest

from noe_core.correcting import NotCorrectable
from noe_core.decision import Draft
from noe_core.practitioner.erasure import (
    Irreversible,
    PersonalDataErased,
    erase_personal_data,
)
from noe_core.practitioner.wellbeing import NotSelfDeclared, StrainReported, WellbeingReported
from noe_core.refusal import FutureFact, Missing, UnknownReference
from noe_core.self_correcting import correct_entry, withdraw_entry
from practitioner.given import NORA, Refused, Situation, Told, event, folded, when

DAY = date(2022, 6, 1)
SCORE: Told = (WellbeingReported(score=2), "2022-03-01")
STRAIN: Told = (StrainReported(relationship_id="studio:atelier", strain=4), "2022-03-02")
ERASED: Told = (PersonalDataErased(scope="accounts kept outside"), "2022-03-03")

ERASE = when(erase_personal_data, on=DAY, scope="accounts kept outside the log")
CORRECT = when(
    correct_entry, recorded_by=NORA, target=event(1), on=DAY, new_fields={"score": 3}, reason="slip"
).given(SCORE, STRAIN, ERASED)
WITHDRAW = when(
    withdraw_entry, recorded_by=NORA, target=event(1), on=DAY, reason="too much said"
).given(SCORE, STRAIN, ERASED)

REFUSALS = (
    Refused("nothing said", ERASE.but(scope=""), Missing("scope")),
    *(
        refused
        for amend in (CORRECT, WITHDRAW)
        for refused in (
            Refused(
                "another's score",
                amend.but(recorded_by="paul", reason=""),
                NotSelfDeclared("paul", NORA),
            ),
            Refused(
                "another's strain",
                amend.but(recorded_by="noe", target=event(2)),
                NotSelfDeclared("noe", NORA),
            ),
            Refused(
                "never recorded",
                amend.but(target=event(9)),
                UnknownReference("target", str(event(9))),
            ),
            Refused(
                "an erasure, by whoever it may be",
                amend.but(recorded_by="paul", target=event(3), reason=""),
                Irreversible(str(event(3))),
            ),
            Refused("for no reason", amend.but(reason=""), Missing("reason")),
        )
    ),
    Refused(
        "beyond the scale",
        CORRECT.but(new_fields={"score": 6}),
        NotCorrectable(str(event(1)), "WellbeingReported.score must be at most 5, not 6"),
    ),
    Refused(
        "to a day to come",
        CORRECT.but(new_fields={"occurred_at": date(2022, 6, 2)}),
        FutureFact(date(2022, 6, 2), DAY),
    ),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_amending_is_refused(case: Refused) -> None:
    """What a person said is theirs, and what was erased stays erased."""
    assert case.situation.answer == case.refusal


def test_an_erasure_is_recorded() -> None:
    """It says which data, in general words; done again, it is said again."""
    assert ERASE.fact == PersonalDataErased(scope="accounts kept outside the log")
    assert ERASE.given(ERASED).fact == ERASE.fact
    assert [done.id for done in folded(SCORE, ERASED, ERASED).erasures.done] == [event(2), event(3)]


def test_an_erasure_deletes_nothing_by_itself() -> None:
    """The log is append-only: what was said in clear is still there, and still counts."""
    before, after = folded(SCORE, STRAIN), folded(SCORE, STRAIN, ERASED)
    assert after.wellbeing == before.wellbeing
    assert after.facts.items() >= before.facts.items()


@pytest.mark.parametrize("amend", [CORRECT, WITHDRAW], ids=["correct", "withdraw"])
def test_a_person_amends_their_own_words(amend: Situation) -> None:
    """They said them, they put them right or take them back."""
    assert amend.fact.target_event_id == event(1)


def test_what_others_said_anybody_may_take_back() -> None:
    """It is no declaration: whoever imported it may set it right."""
    brought = folded(SCORE, recorded_by="paul")
    for situation in (CORRECT, WITHDRAW):
        arguments = {**situation.arguments, "recorded_by": "ines"}
        assert isinstance(situation.decide(brought, **arguments), Draft)
