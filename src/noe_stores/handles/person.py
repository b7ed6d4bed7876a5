"""What an embedder holds of one practitioner: every command of the domain, as a method.

Rule kept here: a line a command, and nobody speaks for somebody else: who records through
the handle is who the domain hears, and no argument says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from noe_core import entries, self_correcting
from noe_core.decision import Draft
from noe_core.events import BY_KIND
from noe_core.facts import Recorded
from noe_core.practitioner import assignments, erasure, wellbeing
from noe_core.practitioner.state import Practitioner
from noe_core.refusal import Refusal
from noe_core.streams import PRACTITIONER
from noe_core.typed import Fact
from noe_stores.handles.handle import Handle, command, shown_as

P = ParamSpec("P")
F = TypeVar("F", bound=Fact)


def spoken(
    decide: Callable[Concatenate[Practitioner, str, P], Draft[F] | Refusal], kind: type[F]
) -> Callable[Concatenate[Handle[Practitioner], P], Recorded[F]]:
    """The method of a decision that hears who records: the handle's own ``recorded_by``."""

    @wraps(decide)
    def method(self: Handle[Practitioner], /, *args: P.args, **kwargs: P.kwargs) -> Recorded[F]:
        heard = (self.recorded_by, *args)
        return cast("Recorded[F]", self.take(decide, BY_KIND[kind].name, heard, dict(kwargs)))

    return shown_as(method, decide, kind, unseen=2)


class Person(Handle[Practitioner]):
    """A practitioner in a store, with the person or tool that records in it."""

    streams = PRACTITIONER

    start_assignment = command(assignments.start_assignment, assignments.AssignmentStarted)
    end_assignment = command(assignments.end_assignment, assignments.AssignmentEnded)

    report_wellbeing = spoken(wellbeing.report_wellbeing, wellbeing.WellbeingReported)
    report_strain = spoken(wellbeing.report_strain, wellbeing.StrainReported)

    erase_personal_data = command(erasure.erase_personal_data, erasure.PersonalDataErased)

    correct_entry = spoken(self_correcting.correct_entry, entries.EntryCorrected)
    withdraw_entry = spoken(self_correcting.withdraw_entry, entries.EntryWithdrawn)
