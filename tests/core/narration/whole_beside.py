"""What a team and a firm noted about the life with everything in it."""

from __future__ import annotations

from datetime import date

from story import STREAM, Told, story
from whole_life import ADA

from noe_core.beside import Beside
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.team.notebook import SuccessNoted
from noe_core.team.steps import SmallStepChosen, SmallStepRepeated, SmallStepRooted
from noe_core.vocabulary import own_id


def beside() -> Beside:
    """What a team and a firm noted about it, and about another."""
    own = own_id(STREAM)
    steps: list[Told] = [
        (SmallStepRepeated(step_id="s1", day=date(2022, 4, n)), f"2022-04-{n:02}")
        for n in range(1, 11)
    ]
    team = story(
        (
            SuccessNoted(text="la pile est vide", day=date(2022, 3, 7), relationship_id=own),
            "2022-03-08",
        ),
        (SuccessNoted(text="rien à voir", relationship_id="another"), "2022-03-09"),
        (
            SmallStepChosen(step_id="s1", text="compter la pile", relationship_id=STREAM),
            "2022-03-28",
        ),
        *steps,
        (SmallStepRooted(step_id="s1", account="personne n'y pense plus"), "2022-05-02"),
        stream="team/équipe-nord",
    )
    firm = story(
        (
            RoleAssigned(role=Role.COOPERATION_GUARANTOR, holder=ADA, relationship_id=own),
            "2022-02-20",
        ),
        stream="firm/presse",
    )
    return Beside.of([team, firm])
