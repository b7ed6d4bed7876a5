"""The events of a practitioner, as they are written and as people call them.

Rule kept here: a line an event: its name for ever, its class, the decision that makes it,
where it stands on the iceberg, and its labels.
"""

from __future__ import annotations

from noe_core.practitioner import (
    assignments,
    erasure,
    wellbeing,
)
from noe_core.vocabulary import Event, Water

F = Water.FRAME

EVENTS: tuple[Event, ...] = (
    Event(
        "assignment_started",
        assignments.AssignmentStarted,
        assignments.start_assignment,
        F,
        "mission commencée",
    ),
    Event(
        "assignment_ended",
        assignments.AssignmentEnded,
        assignments.end_assignment,
        F,
        "mission finie",
    ),
    Event(
        "wellbeing_reported",
        wellbeing.WellbeingReported,
        wellbeing.report_wellbeing,
        F,
        "bien-être déclaré",
        "well-being reported",
    ),
    Event(
        "strain_reported", wellbeing.StrainReported, wellbeing.report_strain, F, "effort déclaré"
    ),
    Event(
        "personal_data_erased",
        erasure.PersonalDataErased,
        erasure.erase_personal_data,
        F,
        "données personnelles effacées",
    ),
)
