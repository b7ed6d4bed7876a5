from datetime import date

import pytest

from noe_core.practitioner.wellbeing import (
    NotSelfDeclared,
    StrainReported,
    WellbeingReported,
    report_strain,
    report_wellbeing,
    self_declared,
)
from noe_core.refusal import Missing
from noe_core.testing import story
from noe_core.typed import Unfit
from practitioner.given import NORA, STREAM, Refused, Told, event, folded, when

DAY = date(2022, 3, 15)
SAID: tuple[Told, ...] = (
    (WellbeingReported(score=2, account="three towns in a week"), "2022-03-01"),
    (StrainReported(relationship_id="studio:atelier", strain=4), "2022-03-02"),
    (WellbeingReported(score=4), "2022-03-03"),
)

WELLBEING = when(report_wellbeing, recorded_by=NORA, on=DAY, score=4)
STRAIN = when(report_strain, recorded_by=NORA, relationship_id="studio:atelier", on=DAY, strain=5)

REFUSALS = (
    *(
        Refused(
            f"said by {who}",
            situation.but(recorded_by=who, relationship_id=""),
            NotSelfDeclared(who, NORA),
        )
        for situation in (STRAIN,)
        for who in ("paul", "noe", "Nora", "team/nora", STREAM, "")
    ),
    *(
        Refused(f"said by {who}", WELLBEING.but(recorded_by=who), NotSelfDeclared(who, NORA))
        for who in ("paul", "noe", "Nora", "team/nora", STREAM, "")
    ),
    Refused("for nobody", STRAIN.but(relationship_id=""), Missing("relationship_id")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_report_is_refused(case: Refused) -> None:
    """Nobody speaks for somebody else, under whatever name."""
    assert case.situation.answer == case.refusal


def test_a_person_says_how_they_are() -> None:
    """A step on the scale, and what they want to add to it."""
    assert WELLBEING.fact == WellbeingReported(score=4)
    assert WELLBEING.but(account="a good week").fact == WellbeingReported(
        score=4, account="a good week"
    )


def test_a_person_says_what_a_relationship_costs_them() -> None:
    """A step on the scale, and its cause in the work."""
    assert STRAIN.fact == StrainReported(relationship_id="studio:atelier", strain=5)
    assert STRAIN.but(cause="calls at night").fact == StrainReported(
        relationship_id="studio:atelier", strain=5, cause="calls at night"
    )


@pytest.mark.parametrize("step", [0, 6, True])
def test_the_scale_has_five_steps(step: int) -> None:
    """Nothing below one and nothing above five, for well-being as for strain."""
    with pytest.raises(Unfit, match=r"WellbeingReported\.score"):
        WellbeingReported(score=step)
    with pytest.raises(Unfit, match=r"StrainReported\.strain"):
        StrainReported(strain=step)


def test_what_the_person_said_is_kept_in_order() -> None:
    """Scores with scores and strains with strains, each as it was recorded."""
    said = folded(*SAID).wellbeing
    assert [score.id for score in said.scores] == [event(1), event(3)]
    assert [strain.id for strain in said.strains] == [event(2)]
    assert said.self_declared == (*said.scores, *said.strains)
    assert said.by_others == ()


def test_what_others_said_of_the_person_stands_apart() -> None:
    """An import may bring it; it is no declaration, and an audit can see it."""
    said = folded(*SAID, recorded_by="paul").wellbeing
    assert [report.id for report in said.by_others] == [event(1), event(2), event(3)]
    assert (said.scores, said.strains, said.self_declared) == ((), (), ())


def test_who_declared_is_read_from_the_fact_alone() -> None:
    """So that a projection over many people needs nothing else."""
    (own,) = story(SAID[0], stream=STREAM, recorded_by="nora").facts
    (told,) = story(SAID[0], stream=STREAM, recorded_by="paul").facts
    assert self_declared(own)
    assert not self_declared(told)
