"""The events of a practitioner: the name each is written under, and how people call it."""

from __future__ import annotations

from noe_core.practitioner import assignments, erasure, wellbeing
from noe_core.vocabulary import Event, Water

F = Water.FRAME

EVENTS: tuple[Event, ...] = (
    Event(
        "assignment_started",
        assignments.AssignmentStarted,
        F,
        "mission commencée",
        "assignment started",
    ),
    Event("assignment_ended", assignments.AssignmentEnded, F, "mission finie", "assignment ended"),
    Event(
        "wellbeing_reported",
        wellbeing.WellbeingReported,
        F,
        "bien-être déclaré",
        "well-being reported",
    ),
    Event("strain_reported", wellbeing.StrainReported, F, "effort déclaré", "strain reported"),
    Event(
        "personal_data_erased",
        erasure.PersonalDataErased,
        F,
        "données personnelles effacées",
        "personal data erased",
    ),
)
