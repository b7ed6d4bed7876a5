"""What an effect came of: work, advice, a review, a charter, an engagement, another effect.

Rule kept here: every fact that an effect names is cited, and told by what it is and its day.
"""

from __future__ import annotations

from noe_core.facts import AnyRecorded
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.words import listing, quoted
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.course import AgreementKind, AgreementSigned
from noe_core.relationship.ecosystem import CooperationSupportGiven
from noe_core.relationship.effects import Effect, EffectObserved
from noe_core.relationship.engagements import EngagementKept, EngagementMade
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.frame import MethodAgreed
from noe_core.relationship.quotes import QuoteDiscussed
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.work import AdaptationDecided, AdviceGiven, WorkRecorded
from noe_core.typed import Fact

ORIGINS: dict[type[Fact], str] = {
    WorkRecorded: "the work",
    AdviceGiven: "the advice",
    AdaptationDecided: "the change of plan",
    ReviewHeld: "the review",
    MethodAgreed: "the method",
    EngagementMade: "the engagement",
    EngagementKept: "the engagement kept",
    EffectObserved: "the effect",
    ExternalityObserved: "the effect",
    CooperationSupportGiven: "the help to cooperate",
    QuoteDiscussed: "the talk over a quote",
}
AGREEMENTS = {
    AgreementKind.FRAMEWORK: "the framework agreement",
    AgreementKind.CONVENTION: "the agreement",
    AgreementKind.SHARED_CHARTER: "the shared charter",
    AgreementKind.CONTRACT: "the contract",
}
BORN = ("This effect arose from", "This other effect arose from", "This third effect arose from")


def origins(effect: Effect, tale: Tale, pen: Pen, *, index: int, several: bool) -> list[Sentence]:
    """What it arises from, and the part that the work had in it."""
    observed = effect.observed
    assert observed is not None  # noqa: S101 - the caller has looked
    sources = list(tale.sources(observed.data.arising_from))
    part = observed.data.contribution
    if not sources:
        return [say(f"The work had this part in it: {quoted(part)}", observed, ".")] if part else []
    named = [_origin(source, tale, pen) for source in sources[:FEW]]
    named += ["more besides"] if len(sources) > FEW else []
    told = f": {quoted(part)}" if part else ""
    began = "These effects arose from" if several else BORN[index]
    return [say(f"{began} {listing(named)}{told}", sources, ".")]


def _origin(source: AnyRecorded, tale: Tale, pen: Pen) -> str:
    data, day = source.data, tale.day(source)
    what = ORIGINS.get(type(data))
    if isinstance(data, AgreementSigned):
        what = AGREEMENTS[data.kind] if data.kind else "the agreement"
    if what is None:
        return f"what was put on record {pen.on(day)}"
    when = "the same day" if day == pen.last else pen.date(day)
    text = data.topic if isinstance(data, WorkRecorded) else None
    text = data.text if isinstance(data, EngagementMade) else text
    return f"{what} of {when}{f' ({quoted(text)})' if text else ''}"
