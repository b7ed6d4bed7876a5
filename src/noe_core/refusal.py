"""The business saying no: a value with a name and typed fields.

Rule kept here: a refusal is returned by a decision, never raised by it. The generic ones
stand here; each chapter has its own beside the decision that returns it (domain.md §3).
"""

from __future__ import annotations

from typing import ClassVar

import attrs
from attrs import frozen

from noe_core.moments import When


@frozen
class Refusal:
    """A named no; ``says`` gives the reason and the remedy, with the fields filled in."""

    says: ClassVar[str] = "it is refused"

    @property
    def name(self) -> str:
        """The refusal's name, stable across releases."""
        return type(self).__name__

    def __str__(self) -> str:
        return self.says.format(**attrs.asdict(self, recurse=False))


@frozen
class Missing(Refusal):
    """A command was given without something it needs."""

    says = "{field} is missing; a command needs it (a past fact may be imported without)"
    field: str


@frozen
class UnknownReference(Refusal):
    """A fact points at something the stream does not hold."""

    says = "{field} names {id}, which this stream does not hold; record it first"
    field: str
    id: str


@frozen
class NotAllowedInPhase(Refusal):
    """The relationship is not in a phase where this may happen."""

    says = "this cannot happen while the relationship is {phase}; allowed: {allowed}"
    phase: str
    allowed: str


@frozen
class AlreadyDone(Refusal):
    """The thing exists already, or is already settled."""

    says = "{what} {id} is already {state}"
    what: str
    id: str
    state: str


@frozen
class FutureFact(Refusal):
    """A fact cannot be recorded before it happens."""

    says = "{occurred_at} has not come yet (now: {now}); record it once it has happened"
    occurred_at: When
    now: When


@frozen
class BothSidesNeeded(Refusal):
    """People of both sides are needed and one side is absent."""

    says = "{field} needs someone of the {side} side too"
    field: str
    side: str


def first(*answers: Refusal | None) -> Refusal | None:
    """The first refusal among the answers, in the order they are given."""
    return next((answer for answer in answers if answer is not None), None)


def missing(**given: object) -> Missing | None:
    """A refusal for the first thing given that says nothing (``None``, empty text or group)."""
    for name, value in given.items():
        if value in (None, "", (), frozenset()):
            return Missing(field=name)
    return None
