# ruff: noqa: E501 - a sentence stands on one line, as it is read
"""The words are asked of histories that trip the rules, so that both fit together."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from story import LISE, NORA, PAUL, TOGETHER, Told, ask, findings, story

from noe_core.audit.effects import RULES as EFFECTS
from noe_core.audit.quotes import RULES as QUOTES
from noe_core.audit.reviews import RULES as REVIEWS
from noe_core.audit.rule import NotAssessable, Verdict
from noe_core.narration.en import findings_work as english
from noe_core.narration.fr import findings_work as french
from noe_core.relationship.course import (
    RelationshipClosed,
    RelationshipOpened,
    RelationshipReopened,
)
from noe_core.relationship.effects import EffectContested, EffectObserved
from noe_core.relationship.frame import LimitPer, MethodAgreed, QuoteMode, SpendLimitAgreed
from noe_core.relationship.quotes import (
    QuoteIssued,
    QuoteKind,
    QuoteRefused,
    QuoteSigned,
)
from noe_core.relationship.reviews import Assessment, ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Money, Period, Side

RULES = (*REVIEWS, *QUOTES, *EFFECTS)
AROUND = {"EFF-3", "EFF-4"}  # said with what stands around: see test_words_around
AFTER = QuoteKind.AFTER_WORK
OPEN: Told = (RelationshipOpened(), "2022-03-01")
OURS = Assessment(of_side=Side.PROVIDER, by_side=Side.CLIENT)
THEIRS = Assessment(of_side=Side.CLIENT, by_side=Side.PROVIDER)


def review(on: str, *assessments: Assessment, name: str = "r1", **fields: Any) -> Told:
    """A review of both sides."""
    fields = {"participants": TOGETHER, **fields}
    return (ReviewHeld(review_id=name, assessments=assessments, **fields), on)


def both(on: str, name: str = "r1", *levels: ReflexiveLevel) -> Told:
    """A review that assesses both sides."""
    return review(on, OURS, THEIRS, name=name, levels=frozenset(levels), minutes=60)


def method(days: int | None = None, mode: QuoteMode | None = None) -> Told:
    """A method of the first day."""
    return (MethodAgreed(review_interval_days=days, quote_mode=mode), "2022-03-01")


def work(on: str, minutes: int | None = 600) -> Told:
    """Work of the provider."""
    return (WorkRecorded(work_id="w1", by=NORA, minutes=minutes), on)


def quote(on: str, name: str = "q1", total: int | None = None, **fields: Any) -> Told:
    """A quote issued on a day."""
    money = None if total is None else Money.of(total)
    return (QuoteIssued(quote_id=name, total=money, **fields), on)


def signed(on: str, name: str = "q1", *, negotiated: bool = False) -> Told:
    """A quote signed."""
    return (QuoteSigned(quote_id=name, negotiated=negotiated), on)


def effect(on: str, account: str | None, name: str = "f1", **fields: Any) -> Told:
    """An effect that the provider reports, of use to the client."""
    fields = {"observed_by": NORA, "beneficiary": LISE, "contribution": "les essais", **fields}
    return (EffectObserved(effect_id=name, account=account, **fields), on)


APRIL = Period(start=date(2022, 4, 1), end=date(2022, 4, 30))
MODE = method(mode=QuoteMode.AFTER_WORK)
LIMIT = (SpendLimitAgreed(amount=Money.of(3000), per=LimitPer.MONTH), "2022-03-01")
FRANCS = (SpendLimitAgreed(amount=Money.of(3000, "CHF"), per=LimitPer.MONTH), "2022-03-01")
LATER_LIMIT = (SpendLimitAgreed(amount=Money.of(3000), per=LimitPer.TOTAL), "2022-04-15")
TOLD = "le dépôt ne ressaisit plus les commandes"
DUE = "2022-06-15"
CLOSED = (RelationshipClosed(), "2022-06-01")
PAUSE = ((RelationshipClosed(), "2022-03-10"), (RelationshipReopened(), "2022-03-24"))


def asked(
    rule: str, *told: Told, as_of: str = DUE, client: bool = False, **parameters: Any
) -> tuple[Verdict, ...]:
    """What a rule answers about a story that opened on the first of March."""
    side = Side.CLIENT if client else Side.PROVIDER
    return ask(RULES, rule, story(OPEN, *told, as_of=as_of), perspective=side, **parameters)


# ~ stands for a no-break space.
SAID: tuple[tuple[tuple[Verdict, ...], str, str], ...] = (
    (
        asked("REV-1"),
        "En 106 jours, depuis le 1er mars 2022, aucune revue n’a été tenue. Et si l’on revenait sur le travail pendant qu’il peut encore changer~?",
        "In the 106 days since 1 March 2022, no review has been held. Could the two sides come back on the work while it can still change?",
    ),
    (
        asked("REV-1", client=True),
        "En 106 jours, depuis le 1er mars 2022, aucune revue commune n’a été tenue. Et si l’on revenait sur le travail pendant qu’il peut encore changer~?",
        "In the 106 days since 1 March 2022, no joint review has been held. Could the two sides come back on the work while it can still change?",
    ),
    (
        asked("REV-1", both("2022-06-14")),
        "La première revue n’est venue que le 14 juin 2022, 105 jours après le départ~; plus tôt, elle aurait pu changer davantage le travail.",
        "The first review came on 14 June 2022, 105 days after the start; earlier, it could have changed more of the work.",
    ),
    (
        asked("REV-1", CLOSED),
        "La relation s’est close le 1er juin 2022 sans qu’aucune revue ait été tenue en chemin.",
        "The relationship closed on 1 June 2022 without a single review along the way.",
    ),
    (
        asked("REV-1", both("2022-05-30"), CLOSED),
        "La première revue n’est venue que le 30 mai 2022, 90 jours après le départ, pour une relation qui en a duré 92.",
        "The first review came on 30 May 2022, 90 days after the start, in a relationship that lasted 92.",
    ),
    (
        asked("REV-2", method(28), as_of="2022-05-01"),
        "En 61 jours, depuis le 1er mars 2022, aucune revue commune n’a été tenue, alors qu’il en était convenu une tous les 28 jours. Quand se tiendrait la prochaine~?",
        "In the 61 days since 1 March 2022, no joint review was held, though one was agreed every 28 days. When would the next one be?",
    ),
    (
        asked("REV-2", method(1), as_of="2022-03-04"),
        "En trois jours, depuis le 1er mars 2022, aucune revue commune n’a été tenue, alors qu’il en était convenu une chaque jour. Quand se tiendrait la prochaine~?",
        "In the three days since 1 March 2022, no joint review was held, though one was agreed every day. When would the next one be?",
    ),
    (
        asked("REV-2", both("2022-04-20"), as_of="2022-04-20"),
        "Entre le 1er mars et le 20 avril 2022, aucune revue commune n’a été tenue pendant 50 jours~; faute de rythme convenu, on en attend une tous les 30 jours.",
        "Between 1 March and 20 April 2022, no joint review was held for 50 days; with no rhythm agreed, one is looked for every 30 days.",
    ),
    (
        asked(
            "REV-2",
            both("2022-04-20"),
            both("2022-06-09", "r2"),
            both("2022-07-29", "r3"),
            as_of="2022-10-13",
        ),
        "En 76 jours, depuis le 29 juillet 2022, aucune revue commune n’a été tenue, alors que les deux côtés en tiennent d’ordinaire une tous les 50 jours. Quand se tiendrait la prochaine~?",
        "In the 76 days since 29 July 2022, no joint review was held, though the two sides usually hold one every 50 days. When would the next one be?",
    ),
    (
        asked("REV-2", method(28), CLOSED),
        "Entre le 1er mars et la clôture, le 1er juin 2022, aucune revue commune n’a été tenue pendant 92 jours, alors qu’il en était convenu une tous les 28 jours.",
        "Between 1 March and the closing on 1 June 2022, no joint review was held for 92 days, though one was agreed every 28 days.",
    ),
    (
        asked("REV-2", method(28), *PAUSE, as_of="2022-05-01"),
        "En 47 jours (hors quatorze jours d’absence ou de clôture), depuis le 1er mars 2022, aucune revue commune n’a été tenue, alors qu’il en était convenu une tous les 28 jours. Quand se tiendrait la prochaine~?",
        "In the 47 days since 1 March 2022 (leaving out 14 days of absence or closure), no joint review was held, though one was agreed every 28 days. When would the next one be?",
    ),
    (
        asked("REV-2", method(28), *PAUSE, both("2022-05-01"), as_of="2022-05-01"),
        "Entre le 1er mars et le 1er mai 2022, aucune revue commune n’a été tenue pendant 47 jours (hors quatorze jours d’absence ou de clôture), alors qu’il en était convenu une tous les 28 jours.",
        "Between 1 March and 1 May 2022, no joint review was held for 47 days (leaving out 14 days of absence or closure), though one was agreed every 28 days.",
    ),
    (
        asked("REV-3", review("2022-04-20", OURS)),
        "La revue commune du 20 avril 2022 n’a pas évalué le travail des deux côtés. Qu’en est-il du travail du client~?",
        "The joint review of 20 April 2022 did not assess the work of both sides. What of the client’s work?",
    ),
    (
        asked(
            "REV-3",
            review("2022-04-20", THEIRS),
            review("2022-05-20", THEIRS, name="r2"),
            both("2022-06-01", "r3"),
        ),
        "Sur les trois dernières revues communes, deux n’ont pas évalué le travail des deux côtés~: celle du 20 avril 2022 et celle du 20 mai 2022. Qu’en est-il du travail du prestataire~?",
        "Of the last three joint reviews, two did not assess the work of both sides: that of 20 April 2022 and that of 20 May 2022. What of the provider’s work?",
    ),
    (
        asked("REV-3", review("2022-04-20"), both("2022-06-01", "r2")),
        "Sur les deux dernières revues communes, une n’a pas évalué le travail des deux côtés~: celle du 20 avril 2022.",
        "Of the last two joint reviews, one did not assess the work of both sides: that of 20 April 2022.",
    ),
    (
        asked("REV-4"),
        "Aucune revue n’est consignée sur les 90 derniers jours. Sur quoi serait-il bon de revenir~?",
        "No review is recorded in the last 90 days. What would be worth looking at?",
    ),
    (
        asked(
            "REV-4", both("2022-04-20", "r1", ReflexiveLevel.RELATIONAL, ReflexiveLevel.CLIENT_SIDE)
        ),
        "Sur les 90 derniers jours, aucune revue n’a porté sur la façon dont le prestataire a travaillé.",
        "In the last 90 days, no review looked at how the provider worked.",
    ),
    (
        asked("REV-4", both("2022-04-20", "r1", ReflexiveLevel.RELATIONAL)),
        "Sur les 90 derniers jours, les revues n’ont porté ni sur la façon dont le prestataire a travaillé ni sur ce que le travail déplace chez le client.",
        "In the last 90 days, no review looked at how the provider worked or what the work moves on the client’s side.",
    ),
    (
        asked("REV-5", work("2022-04-20")),
        "Sur dix heures du temps du prestataire, aucun moment n’a servi à revenir sur le travail~; le repère est de 20~%. Par où commencer~?",
        "Out of ten hours of the provider’s time, none went into coming back on the work; the target is 20%. Where to begin?",
    ),
    (
        asked("REV-5", both("2022-04-20"), work("2022-04-20", 9900)),
        "Revenir sur le travail a pris une heure sur 166 heures du temps du prestataire, soit 0,6~%~; le repère est de 20~%.",
        "Coming back on the work took an hour out of 166 hours of the provider’s time, or 0.6%; the target is 20%.",
    ),
    (
        asked("REV-5", both("2022-04-20"), work("2022-04-20", 241)),
        "Revenir sur le travail a pris une heure sur 5~h~01 du temps du prestataire, soit 19,9~%~; le repère est de 20~%.",
        "Coming back on the work took an hour out of five hours and one minute of the provider’s time, or 19.9%; the target is 20%.",
    ),
    (
        asked("REV-6", work("2022-04-20")),
        "Dix heures de travail, mais aucune revue. Quand les deux côtés reviendront-ils sur ce qu’ils font ensemble~?",
        "Ten hours of work, but no review. When will the two sides come back on what they do together?",
    ),
    (
        asked("REV-6", quote("2022-04-20")),
        "Un devis, mais aucune revue. Quand les deux côtés reviendront-ils sur ce qu’ils font ensemble~?",
        "One quote, but no review. When will the two sides come back on what they do together?",
    ),
    (
        asked(
            "REV-6",
            work("2022-04-20", 90),
            quote("2022-04-20"),
            quote("2022-05-20", "q2"),
            client=True,
        ),
        "Une heure et demie de travail et deux devis, mais aucune revue commune. Quand les deux côtés reviendront-ils sur ce qu’ils font ensemble~?",
        "An hour and a half of work and two quotes, but no joint review. When will the two sides come back on what they do together?",
    ),
    (
        asked("REV-7"),
        "Entre le 1er mars et le 7 avril 2022, il n’y a eu ni retour, ni revue commune, ni discussion d’un devis. Et si l’on prenait deux minutes pour demander comment cela va~?",
        "Between 1 March and 7 April 2022, there was no feedback, no joint review and no discussion of a quote. Would two minutes be enough to ask how it is going?",
    ),
    (
        asked("REV-7", both("2022-05-01")),
        "Entre le 1er mars et le 7 avril 2022, il n’y a eu ni retour, ni revue commune, ni discussion d’un devis~; il a fallu attendre le 1er mai 2022.",
        "Between 1 March and 7 April 2022, there was no feedback, no joint review and no discussion of a quote; the first came on 1 May 2022.",
    ),
    (
        asked("QUO-1", MODE, work("2022-04-20")),
        "Le travail d’avril 2022 (dix heures) n’a pas de devis~; on l’attendait pour le 10 mai.",
        "The work of April 2022 (ten hours) has no quote; one was expected by 10 May.",
    ),
    (
        asked("QUO-1", MODE, work("2022-05-20", None)),
        "Le travail de mai 2022 n’a pas de devis~; on l’attendait pour le 10 juin.",
        "The work of May 2022 has no quote; one was expected by 10 June.",
    ),
    (
        asked("QUO-1", MODE, work("2022-04-20"), quote("2022-05-20", period=APRIL)),
        "Le devis du travail d’avril 2022 n’est venu que le 20 mai 2022~; on l’attendait pour le 10 mai.",
        "The quote for the work of April 2022 came only on 20 May 2022; it was expected by 10 May.",
    ),
    (
        asked("QUO-1", MODE, work("2022-12-20"), as_of="2023-02-01"),
        "Le travail de décembre 2022 (dix heures) n’a pas de devis~; on l’attendait pour le 10 janvier 2023.",
        "The work of December 2022 (ten hours) has no quote; one was expected by 10 January 2023.",
    ),
    (
        asked("QUO-2", quote("2022-05-20", total=2250)),
        "Le devis de 2_250~€ émis le 20 mai 2022 n’a pas été discuté en 26 jours. Quand en parler~?",
        "The quote for €2,250 issued on 20 May 2022 has not been discussed in 26 days. When could the two sides talk it over?",
    ),
    (
        asked("QUO-2", quote("2022-05-20"), signed("2022-05-22")),
        "Le devis émis le 20 mai 2022 a été signé le 22 mai 2022 sans avoir été discuté. Qu’aurait-on appris à en parler~?",
        "The quote issued on 20 May 2022 was signed on 22 May 2022 without having been discussed. What would talking it over have taught?",
    ),
    (
        asked("QUO-2", quote("2022-05-20"), (QuoteRefused(quote_id="q1"), "2022-05-22")),
        "Le devis émis le 20 mai 2022 a été refusé le 22 mai 2022 sans avoir été discuté.",
        "The quote issued on 20 May 2022 was refused on 22 May 2022 without having been discussed.",
    ),
    (
        asked(
            "QUO-3",
            quote("2022-05-20"),
            signed("2022-05-22", negotiated=True),
            signed("2022-05-22", "q2"),
            signed("2022-05-22", "q3"),
        ),
        "Un devis sur trois n’a pas été signé tel quel. Qu’est-ce que le récit du travail n’avait pas montré~?",
        "One out of three quotes was not signed as issued. What had the account of the work not shown?",
    ),
    (
        asked(
            "QUO-3",
            signed("2022-05-22", negotiated=True),
            signed("2022-05-22", "q2", negotiated=True),
            signed("2022-05-22", "q3"),
        ),
        "Deux devis sur trois n’ont pas été signés tels quels. Qu’est-ce que le récit du travail n’avait pas montré~?",
        "Two out of three quotes were not signed as issued. What had the account of the work not shown?",
    ),
    (
        asked("QUO-4", LIMIT, quote("2022-05-02", total=3060, kind=AFTER, period=APRIL)),
        "Avec le devis émis le 2 mai 2022, la dépense atteint 3_060~€ pour 3_000~€ convenus par mois, sans revue commune qui en ait décidé.",
        "The quote issued on 2 May 2022 takes spending to €3,060 where €3,000 a month was agreed, and no joint review decided on it.",
    ),
    (
        asked("QUO-4", FRANCS, quote("2022-05-02", total=3060, kind=AFTER, period=APRIL)),
        "Le devis de 3_060~€ émis le 2 mai 2022 n’est pas dans la monnaie de la dépense convenue, 3_000~CHF par mois. Quelle limite vaut pour lui~?",
        "The quote for €3,060 issued on 2 May 2022 is not in the currency of the spend limit agreed, CHF3,000 a month. What limit holds for it?",
    ),
    (
        asked("QUO-4", quote("2022-05-02", total=3060, kind=AFTER, period=APRIL)),
        "Un travail à chiffrer après coup a commencé le 1er avril 2022 sans dépense acceptable convenue. Quel montant irait aux deux côtés~?",
        "Work to be quoted afterwards began on 1 April 2022 with no spend limit agreed. What amount would suit both sides?",
    ),
    (
        asked(
            "QUO-4",
            LATER_LIMIT,
            quote("2022-05-02", total=100, kind=AFTER, period=APRIL),
            quote("2022-06-02", "q2", total=100, kind=AFTER),
        ),
        "Un travail à chiffrer après coup a commencé le 1er avril 2022 sans dépense acceptable convenue~; la limite ne vaut que depuis le 15 avril 2022.",
        "Work to be quoted afterwards began on 1 April 2022 with no spend limit agreed; the one agreed holds only from 15 April 2022.",
    ),
    (
        asked("QUO-5", quote("2022-05-02", kind=QuoteKind.PREDICTIVE, effect_ids=("f1",))),
        "Le devis émis le 2 mai 2022 précède le travail et annonce déjà un effet. Un effet se constate, il ne se promet pas.",
        "The quote issued on 2 May 2022 comes before the work and already announces one effect. Effects are noticed, not promised.",
    ),
    (
        asked(
            "QUO-5",
            effect("2022-05-01", TOLD),
            quote("2022-05-02", kind=QuoteKind.PREDICTIVE, effect_ids=("f1", "f2")),
        ),
        "Le devis émis le 2 mai 2022 précède le travail et annonce déjà deux effets~: «~le dépôt ne ressaisit plus les commandes~». Un effet se constate, il ne se promet pas.",
        "The quote issued on 2 May 2022 comes before the work and already announces two effects: “le dépôt ne ressaisit plus les commandes”. Effects are noticed, not promised.",
    ),
    (
        asked("QUO-5", quote("2022-05-02", effect_ids=("f1",)), effect("2022-05-03", TOLD)),
        "Le devis émis le 2 mai 2022 cite un effet qui n’a été observé qu’après, le 3 mai 2022~: «~le dépôt ne ressaisit plus les commandes~».",
        "The quote issued on 2 May 2022 cites one effect observed only later, on 3 May 2022: “le dépôt ne ressaisit plus les commandes”.",
    ),
    (
        asked(
            "QUO-5",
            quote("2022-05-02", effect_ids=("f1", "f2")),
            effect("2022-05-03", TOLD),
            effect("2022-05-08", None, "f2"),
        ),
        "Le devis émis le 2 mai 2022 cite deux effets qui n’ont été observés qu’après, le 3 mai 2022 et le 8 mai 2022~: «~le dépôt ne ressaisit plus les commandes~».",
        "The quote issued on 2 May 2022 cites two effects observed only later, on 3 May 2022 and 8 May 2022: “le dépôt ne ressaisit plus les commandes”.",
    ),
    (
        asked("QUO-6", quote("2022-05-02", total=800, kind=AFTER)),
        "Le devis de 800~€ émis le 2 mai 2022 ne parle que d’heures~: ni effet, ni ressource, ni contrainte. Qu’est-ce que ce travail a déplacé, ou demandé~?",
        "The quote for €800 issued on 2 May 2022 speaks of hours alone: no effect, no resource, no constraint. What did this work move, or ask for?",
    ),
    (
        asked("EFF-1", work("2022-05-02")),
        "Depuis le 18 mars 2022, dix heures de travail, mais rien n’est dit de ce que ce travail a déplacé ou demandé. Qu’est-ce qui a changé, et pour qui~?",
        "Since 18 March 2022, ten hours of work, but nothing is told of what this work moved or asked for. What has changed, and for whom?",
    ),
    (
        asked(
            "EFF-1",
            work("2022-05-02"),
            quote("2022-02-28", "q0"),
            quote("2022-03-01"),
            quote("2022-03-02", "q2"),
            quote("2022-05-03", "q3"),
        ),
        "Depuis le 18 décembre 2021, dix heures de travail et quatre devis, mais rien n’est dit de ce que ce travail a déplacé ou demandé. Qu’est-ce qui a changé, et pour qui~?",
        "Since 18 December 2021, ten hours of work and four quotes, but nothing is told of what this work moved or asked for. What has changed, and for whom?",
    ),
    (
        asked("EFF-2", effect("2022-03-01", TOLD)),
        "L’effet «~le dépôt ne ressaisit plus les commandes~», observé le 1er mars 2022, n’est pas encore confirmé par le côté qui en bénéficie. Qu’en dit-il~?",
        "The effect “le dépôt ne ressaisit plus les commandes”, observed on 1 March 2022, has not yet been confirmed by the side that benefits from it. What does that side say?",
    ),
    (
        asked("EFF-2", effect("2022-03-01", TOLD), quote("2022-03-02", effect_ids=("f1",))),
        "L’effet «~le dépôt ne ressaisit plus les commandes~», observé le 1er mars 2022, n’est pas encore confirmé par le côté qui en bénéficie, et un devis le cite. Qu’en dit-il~?",
        "The effect “le dépôt ne ressaisit plus les commandes”, observed on 1 March 2022, has not yet been confirmed by the side that benefits from it, and one quote cites it. What does that side say?",
    ),
    (
        asked("EFF-2", effect("2022-06-01", TOLD, contribution=None)),
        "Rien ne dit de quel travail vient l’effet «~le dépôt ne ressaisit plus les commandes~», observé le 1er juin 2022. Qu’est-ce qui y a contribué~?",
        "Nothing says which work led to the effect “le dépôt ne ressaisit plus les commandes”, observed on 1 June 2022. What had a part in it?",
    ),
    (
        asked(
            "EFF-2",
            effect("2022-06-01", TOLD, contribution=None),
            quote("2022-06-02", effect_ids=("f1",)),
            quote("2022-06-03", "q2", effect_ids=("f1",)),
        ),
        "Rien ne dit de quel travail vient l’effet «~le dépôt ne ressaisit plus les commandes~», observé le 1er juin 2022, et deux devis le citent. Qu’est-ce qui y a contribué~?",
        "Nothing says which work led to the effect “le dépôt ne ressaisit plus les commandes”, observed on 1 June 2022, and two quotes cite it. What had a part in it?",
    ),
    (
        asked("EFF-2", effect("2022-06-01", None, observed_by=PAUL)),
        "L’effet observé le 1er juin 2022 n’est pas raconté. Qu’est-ce qui a changé~?",
        "The effect observed on 1 June 2022 is not told. What has changed?",
    ),
    (
        asked("EFF-2", effect("2022-06-01", "un gain de temps")),
        "L’effet observé le 1er juin 2022 tient en peu de mots~: «~un gain de temps~». Comment se raconterait-il plus au long~?",
        "The effect observed on 1 June 2022 is told in few words: “un gain de temps”. What would a longer account say?",
    ),
    (
        asked(
            "EFF-2",
            effect("2022-03-01", TOLD),
            quote("2022-03-02", effect_ids=("f1",)),
            (EffectContested(effect_id="f1", account="rien vu de tel"), "2022-03-09"),
        ),
        "L’effet «~le dépôt ne ressaisit plus les commandes~», observé le 1er mars 2022, est contesté depuis le 9 mars («~rien vu de tel~»), et le devis émis le 2 mars le cite encore.",
        "The effect “le dépôt ne ressaisit plus les commandes”, observed on 1 March 2022, has been contested since 9 March (“rien vu de tel”), and the quote issued on 2 March still cites it.",
    ),
    (
        asked(
            "EFF-2",
            effect("2022-03-01", TOLD),
            quote("2022-03-02", effect_ids=("f1",)),
            quote("2022-03-03", "q2", effect_ids=("f1",)),
            (EffectContested(effect_id="f1"), "2022-03-09"),
        ),
        "L’effet «~le dépôt ne ressaisit plus les commandes~», observé le 1er mars 2022, est contesté depuis le 9 mars, et les devis émis le 2 mars et le 3 mars le citent encore.",
        "The effect “le dépôt ne ressaisit plus les commandes”, observed on 1 March 2022, has been contested since 9 March, and the quotes issued on 2 March and 3 March still cite it.",
    ),
)


@pytest.mark.parametrize(("verdicts", "fr", "en"), SAID)
def test_a_finding_is_said_as_a_person_of_the_trade_would(
    verdicts: tuple[Verdict, ...], fr: str, en: str
) -> None:
    """In both languages, about the relation, with its days and its own words."""
    (found,) = findings(verdicts)
    assert found.sentence("fr").replace("\u00a0", "~").replace("\u202f", "_") == fr
    assert found.sentence("en") == en


def test_a_share_that_rounds_to_its_target_is_a_little_less() -> None:
    """It is below it, or there would be no finding."""
    verdicts = asked("REV-5", both("2022-04-20"), work("2022-04-20"), target=Fraction(60, 659))
    (found,) = findings(verdicts)
    assert "soit un peu moins de 9,1\u00a0%" in found.sentence("fr")
    assert "or a little less than 9.1%" in found.sentence("en")


REASONS: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    (
        "no_start",
        {},
        "Ni ouverture ni signature ne disent quand le travail a commencé.",
        "Neither an opening nor a signature says when the work began.",
    ),
    (
        "too_short",
        {"ran": 20, "days": 45},
        "La relation s’est close au bout de 20 jours~; il en faut 45 pour en juger.",
        "The relationship closed after 20 days; it takes 45 to tell.",
    ),
    (
        "participants_unrecorded",
        {},
        "Des revues sont consignées sans leurs participants~: rien ne dit si les deux côtés y étaient.",
        "Some reviews are recorded without participants: nothing says whether both sides sat in.",
    ),
    (
        "no_two_sided_review",
        {},
        "Aucune revue n’a encore réuni les deux côtés.",
        "No review has brought both sides together yet.",
    ),
    (
        "levels_unrecorded",
        {},
        "Une revue récente est consignée sans les questions qu’elle a posées.",
        "A recent review is recorded without the questions it asked.",
    ),
    (
        "internal_out_of_sight",
        {},
        "Vues du client, les revues internes du prestataire restent invisibles.",
        "Seen by the client, the provider’s internal reviews are out of sight.",
    ),
    (
        "reflexive_out_of_sight",
        {},
        "Vu du client, une partie du temps que le prestataire passe à revenir sur son travail reste invisible.",
        "Seen by the client, part of the time the provider spends coming back on its work is out of sight.",
    ),
    (
        "too_little_time",
        {"minutes": 30, "min_minutes": 240},
        "Moins de quatre heures du prestataire sont consignées~: trop peu pour parler de proportion.",
        "Less than four hours of the provider’s time is recorded: too little to speak of a share.",
    ),
    (
        "minutes_unrecorded",
        {},
        "Des revues ou des discussions sont consignées sans durée ou sans participants.",
        "Some reviews or discussions are recorded without a duration or without participants.",
    ),
    (
        "work_unmeasured",
        {},
        "Du travail est consigné sans durée, ou sans dire quel côté l’a fait.",
        "Some work is recorded without a duration, or without the side that did it.",
    ),
    (
        "month_still_open",
        {"due": date(2022, 5, 10)},
        "Le devis du premier mois de travail est attendu pour le 10 mai 2022.",
        "The quote for the first month of work is expected by 10 May 2022.",
    ),
    (
        "mode_unrecorded",
        {},
        "Aucune méthode consignée ne dit si le travail se chiffre après coup.",
        "No method recorded says whether work is quoted afterwards.",
    ),
    (
        "workers_unrecorded",
        {},
        "Le travail est consigné sans dire quel côté l’a fait.",
        "The work is recorded without the side that did it.",
    ),
    (
        "too_few_quotes",
        {"decided": 0, "min_quotes": 3},
        "Aucun devis n’a encore été décidé~; il en faut trois pour parler de négociation.",
        "No quotes have been decided so far; it takes three to speak of negotiation.",
    ),
    (
        "too_few_quotes",
        {"decided": 1, "min_quotes": 3},
        "Un seul devis a été décidé~; il en faut trois pour parler de négociation.",
        "Only one quote has been decided so far; it takes three to speak of negotiation.",
    ),
    (
        "too_few_quotes",
        {"decided": 2, "min_quotes": 3},
        "Seuls deux devis ont été décidés~; il en faut trois pour parler de négociation.",
        "Only two quotes have been decided so far; it takes three to speak of negotiation.",
    ),
    (
        "negotiation_unrecorded",
        {},
        "Pour trop de devis signés, rien ne dit s’ils ont été négociés.",
        "For too many of the signed quotes, nothing says whether they were negotiated.",
    ),
    (
        "amount_unrecorded",
        {},
        "Un devis, ou la dépense convenue, est consigné sans son montant.",
        "A quote, or the spend limit agreed, is recorded without its amount.",
    ),
    (
        "no_rhythm",
        {},
        "Rien n’est convenu sur les revues, aucune n’a été tenue et aucun travail n’est consigné~: il n’y a pas encore de rythme dont parler.",
        "Nothing is agreed about reviews, none was held and no work is recorded: there is no rhythm to speak of yet.",
    ),
    (
        "review_unrecorded",
        {},
        "Un devis s’appuie sur une revue que cette histoire ne contient pas.",
        "A quote relies on a review that this history does not hold.",
    ),
    (
        "leave_unrecorded",
        {},
        "Un devis s’appuie sur une revue consignée sans ses participants.",
        "A quote relies on a review recorded without participants.",
    ),
    (
        "voices_unrecorded",
        {},
        "Pour au moins un effet, rien ne dit qui l’observe, qui en bénéficie ou qui le confirme.",
        "For at least one effect, nothing says who observed it, who benefits or who confirmed it.",
    ),
)


@pytest.mark.parametrize(("because", "values", "fr", "en"), REASONS)
def test_a_rule_that_cannot_look_says_why(
    because: str, values: dict[str, Any], fr: str, en: str
) -> None:
    """In both languages."""
    verdict = NotAssessable(rule="REV-1", because=because, values=values)
    assert verdict.sentence("fr").replace("\u00a0", "~") == fr
    assert verdict.sentence("en") == en


def test_both_languages_know_the_same_rules_and_the_same_reasons() -> None:
    """And each reason is told above."""
    assert set(french.SENTENCES) == set(english.SENTENCES) == {rule.id for rule in RULES} - AROUND
    assert set(french.REASONS) == set(english.REASONS) == {because for because, *_ in REASONS}


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("REV-1", (CLOSED,)),
        ("REV-5", ()),
        ("QUO-1", (MODE, work("2022-06-01"))),
        ("QUO-3", ()),
    ],
)
def test_the_reasons_find_in_the_verdict_what_they_need(rule: str, told: tuple[Told, ...]) -> None:
    """The rules and the words agree on the names of the values."""
    verdicts = asked(rule, *told, **({"min_days": 200} if rule == "REV-1" else {}))
    (verdict,) = verdicts
    assert isinstance(verdict, NotAssessable)
    for language in ("fr", "en"):
        assert verdict.sentence(language).endswith(".")
