"""The pure model of service relationships: what embedders import.

Rule kept here: no code, only names. Every value that a command takes stands here, and
what a tool's own events and questions are made of. The library's questions, rules and words
have rooms of their own (`noe_core.projections`, `noe_core.audit`, `noe_core.narration`), and
so have its facts, chapter by chapter.
"""

from noe_core.beside import Beside
from noe_core.decision import Draft
from noe_core.facts import AnyRecorded, Own, Recorded, Unread, holds
from noe_core.firm.doctrine import Role
from noe_core.firm.ethics import StatedValue
from noe_core.firm.offers import Channel, OfferLayer
from noe_core.history import History
from noe_core.moments import When
from noe_core.own import OwnEvent
from noe_core.projection import Projection, View
from noe_core.refusal import Refusal
from noe_core.relationship.course import AgreementKind, Phase, RelationshipKind
from noe_core.relationship.ecosystem import CooperationKind, EnrolledVia
from noe_core.relationship.effects import Directness, EffectDomain, Horizon, Polarity
from noe_core.relationship.encounter import Origin
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.externalities import ExternalityDirection
from noe_core.relationship.frame import LimitPer, QuoteMode
from noe_core.relationship.issues import IssueKind, Stance
from noe_core.relationship.objectives import ObjectiveOutcome
from noe_core.relationship.quotes import QuoteKind, QuoteLine
from noe_core.relationship.reviews import Adjustment, Assessment, ReflexiveLevel, Relevance
from noe_core.relationship.shared_values import ValuesOutcome
from noe_core.relationship.trials import TrialKind
from noe_core.relationship.work import (
    AdaptationLevel,
    Direction,
    ImmaterialResource,
    WorkNature,
)
from noe_core.survey import Survey
from noe_core.team.notebook import RitualKind
from noe_core.team.tensions import TensionCause
from noe_core.typed import Fact, Text, Unfit, value
from noe_core.values import Gender, Measure, Money, Party, PartyRef, Period, Quantity, Side
from noe_core.vocabulary import StreamKind

__all__ = [
    "AdaptationLevel",
    "Adjustment",
    "AgreementKind",
    "AnyRecorded",
    "Assessment",
    "Beside",
    "Channel",
    "CooperationKind",
    "Direction",
    "Directness",
    "Draft",
    "EffectDomain",
    "EngagementKind",
    "EnrolledVia",
    "ExternalityDirection",
    "Fact",
    "Gender",
    "History",
    "Horizon",
    "ImmaterialResource",
    "IssueKind",
    "LimitPer",
    "Measure",
    "Money",
    "ObjectiveOutcome",
    "OfferLayer",
    "Origin",
    "Own",
    "OwnEvent",
    "Party",
    "PartyRef",
    "Period",
    "Phase",
    "Polarity",
    "Projection",
    "Quantity",
    "QuoteKind",
    "QuoteLine",
    "QuoteMode",
    "Recorded",
    "ReflexiveLevel",
    "Refusal",
    "RelationshipKind",
    "Relevance",
    "RitualKind",
    "Role",
    "Side",
    "Stance",
    "StatedValue",
    "StreamKind",
    "Survey",
    "TensionCause",
    "Text",
    "TrialKind",
    "Unfit",
    "Unread",
    "ValuesOutcome",
    "View",
    "When",
    "WorkNature",
    "holds",
    "value",
]
