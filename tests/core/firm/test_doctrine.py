from datetime import date

import pytest

from firm.given import NORA, PAUL, Refused, Told, event, folded, when
from noe_core.firm.doctrine import (
    DoctrineConceptAdopted,
    PracticeDeclared,
    Role,
    RoleAssigned,
    adopt_doctrine_concept,
    assign_role,
    declare_practice,
)
from noe_core.refusal import AlreadyDone, Missing
from noe_core.typed import Unfit

DAY = date(2022, 3, 15)
ATELIER = "studio:atelier"


def role(role: Role | None, holder: str | None = None, relationship_id: str | None = None) -> Told:
    """A role that somebody took."""
    who = {"nora": NORA, "paul": PAUL, None: None}[holder]
    return RoleAssigned(role=role, holder=who, relationship_id=relationship_id), "2022-03-01"


ADOPT = when(
    adopt_doctrine_concept, on=DAY, id="c1", concept="real work", question="what was really done?"
)
ASSIGN = when(assign_role, on=DAY, role=Role.COACH, holder=NORA)
DECLARE = when(declare_practice, on=DAY, name="Monday round", period_days=7)

REFUSALS = (
    Refused(
        "adopted under that id",
        ADOPT.given((DoctrineConceptAdopted(concept="gap", concept_id="c1"), "2022-03-01")).but(
            concept=""
        ),
        AlreadyDone("concept", "c1", "adopted"),
    ),
    Refused("no concept", ADOPT.but(concept="", question=""), Missing("concept")),
    Refused("no question", ADOPT.but(question=""), Missing("question")),
    Refused(
        "held for the whole house",
        ASSIGN.given(role(Role.COACH, "nora"), role(Role.COACH, "paul")),
        AlreadyDone("role", "coach", "held by nora"),
    ),
    Refused(
        "held for that relationship, by its full name",
        ASSIGN.given(role(Role.COACH, "nora", f"relationship/{ATELIER}")).but(
            relationship_id=ATELIER
        ),
        AlreadyDone("role", "coach", "held by nora"),
    ),
    Refused("no name", DECLARE.but(name=""), Missing("name")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_doctrine_is_refused(case: Refused) -> None:
    """A concept asks something, a role is taken once, an arrangement has a name."""
    assert case.situation.answer == case.refusal


def test_a_concept_is_adopted_with_its_question() -> None:
    """Under the id that tensions will name it by."""
    assert ADOPT.fact == DoctrineConceptAdopted(
        concept="real work", question="what was really done?", concept_id="c1"
    )


@pytest.mark.parametrize(
    "held",
    [
        role(Role.COACH, "paul"),
        role(Role.VISION_KEEPER, "nora"),
        role(Role.COACH, "nora", ATELIER),
        role(Role.COACH),
        role(None, "nora"),
    ],
)
def test_a_role_is_assigned(held: Told) -> None:
    """Another holder, another role or another relationship is another assignment."""
    assert ASSIGN.given(held).fact == RoleAssigned(role=Role.COACH, holder=NORA)
    elsewhere = ASSIGN.given(held).but(relationship_id="studio:halles")
    assert elsewhere.fact == RoleAssigned(
        role=Role.COACH, holder=NORA, relationship_id="studio:halles"
    )


def test_a_practice_declared_again_takes_the_new_period() -> None:
    """The last word holds, and both stay in the log."""
    assert DECLARE.fact == PracticeDeclared(name="Monday round", period_days=7)
    weekly: Told = (PracticeDeclared(name="Monday round", period_days=7), "2022-03-01")
    yearly: Told = (PracticeDeclared(name="open house", period_days=365), "2022-03-02")
    monthly: Told = (DECLARE.given(weekly).but(period_days=30).fact, "2022-03-03")
    state = folded(weekly, yearly, monthly)
    found = {name: one.data.period_days for name, one in state.doctrine.practices.items()}
    assert found == {"Monday round": 30, "open house": 365}
    assert state.doctrine.practices["Monday round"].id == event(3)
    assert len(state.facts) == 3


def test_a_period_is_some_days() -> None:
    """None at all would never come back."""
    with pytest.raises(Unfit, match=r"PracticeDeclared\.period_days must be more than 0"):
        PracticeDeclared(name="Monday round", period_days=0)


def test_the_slice_keeps_the_facts() -> None:
    """Concepts by the id others name them by, else by the concept itself; roles in order."""
    doctrine = folded(
        (DoctrineConceptAdopted(concept="real work", concept_id="c1"), "2022-03-01"),
        (DoctrineConceptAdopted(concept="gap"), "2022-03-01"),
        role(Role.COACH, "nora"),
    ).doctrine
    assert {key: one.id for key, one in doctrine.concepts.items()} == {
        "c1": event(1),
        "gap": event(2),
    }
    assert [one.id for one in doctrine.roles] == [event(3)]
    assert doctrine.held(Role.COACH, NORA, None)
    assert not doctrine.held(Role.COACH, NORA, ATELIER)
