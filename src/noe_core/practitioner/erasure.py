"""Erasure: personal data kept outside the log, or sealed in it, were made unreadable.

Rule kept here: an erasure is irreversible (domain.md §3, practitioner). The log only says
that it was done; see `PersonalDataErased` for what that does and does not do.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import Refusal, missing
from noe_core.typed import Fact, Text, value

if TYPE_CHECKING:
    from noe_core.practitioner.state import Practitioner


@value
class PersonalDataErased(Fact):
    """Personal data of the practitioner were erased; ``scope`` says which, in general words.

    It testifies that whoever keeps them deleted the names and texts held outside the log,
    or destroyed the key under which texts in it were sealed. It deletes nothing itself: an
    append-only log goes on holding every line, so scores and ids written in clear are still
    there, and projections still count them. Never repeat in ``scope`` what was erased.
    """

    scope: Text | None = None


@frozen
class Irreversible(Refusal):
    """What was erased does not come back by amending the entry that says so."""

    says = "entry {target} says that personal data were erased, which cannot be undone; it stands"
    target: str


@frozen(kw_only=True)
class Erasures:
    """The erasures so far, in order."""

    done: tuple[Recorded[PersonalDataErased], ...] = ()

    def settled(self, target: UUID) -> Irreversible | None:
        """A refusal for an entry that says that data were erased."""
        done = any(erasure.id == target for erasure in self.done)
        return Irreversible(str(target)) if done else None


def follow(erasures: Erasures, facts: Iterable[AnyRecorded]) -> Erasures:
    """The erasures after some more facts."""
    return Erasures(
        done=(*erasures.done, *(fact for fact in facts if holds(fact, PersonalDataErased)))
    )


def erase_personal_data(
    state: "Practitioner", *, on: When, scope: str, id: str = MADE
) -> Draft[PersonalDataErased] | Refusal:
    """Testify that personal data were erased, once they are; nothing brings them back.

    Refusals: `Missing`.
    """
    return missing(scope=scope) or happened(PersonalDataErased(scope=scope), on)
