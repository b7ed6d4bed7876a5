"""What an effect came of: work, advice, a review, a charter, an engagement, another effect.

Rule kept here: every fact that an effect names is cited, and told by what it is and its day.
"""

from __future__ import annotations

from noe_core.facts import AnyRecorded
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.words import NBSP, listing, quoted
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
    WorkRecorded: "du travail",
    AdviceGiven: "du conseil",
    AdaptationDecided: "de l’écart au prévu",
    ReviewHeld: "de la revue",
    MethodAgreed: "de la méthode",
    EngagementMade: "de l’engagement",
    EngagementKept: "de l’engagement tenu",
    EffectObserved: "de l’effet",
    ExternalityObserved: "de l’effet",
    CooperationSupportGiven: "de l’appui à la coopération",
    QuoteDiscussed: "de la discussion de devis",
}
AGREEMENTS = {
    AgreementKind.FRAMEWORK: "de l’accord-cadre",
    AgreementKind.CONVENTION: "de la convention",
    AgreementKind.SHARED_CHARTER: "de la charte partagée",
    AgreementKind.CONTRACT: "du contrat",
}
BORN = ("Cet effet est né", "Cet autre effet est né", "Ce troisième effet est né")


def origins(effect: Effect, tale: Tale, pen: Pen, *, index: int, several: bool) -> list[Sentence]:
    """What it arises from, and the part that the work had in it."""
    observed = effect.observed
    assert observed is not None  # noqa: S101 - the caller has looked
    sources = list(tale.sources(observed.data.arising_from))
    part = observed.data.contribution
    if not sources:
        had = f"Le travail y a eu cette part{NBSP}: {quoted(part)}" if part else ""
        return [say(had, observed, ".")] if had else []
    named = [_origin(source, tale, pen) for source in sources[:FEW]]
    named += ["d’autres faits encore"] if len(sources) > FEW else []
    told = f"{NBSP}: {quoted(part)}" if part else ""
    began = "Ces effets sont nés" if several else BORN[index]
    return [say(f"{began} {listing(named)}{told}", sources, ".")]


def _origin(source: AnyRecorded, tale: Tale, pen: Pen) -> str:
    data, day = source.data, tale.day(source)
    what = ORIGINS.get(type(data))
    if isinstance(data, AgreementSigned):
        what = AGREEMENTS[data.kind] if data.kind else "de l’accord"
    if what is None:
        return f"de ce qui s’est consigné {pen.on(day)}"
    when = "du même jour" if day == pen.last else pen.of_day(day)
    text = data.topic if isinstance(data, WorkRecorded) else None
    text = data.text if isinstance(data, EngagementMade) else text
    return f"{what} {when}{f' ({quoted(text)})' if text else ''}"
