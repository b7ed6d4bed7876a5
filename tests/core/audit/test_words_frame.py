# ruff: noqa: E501 - a sentence stands on one line, as it is read
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from attrs import evolve

from noe_core.audit.rule import Finding, NotAssessable, Severity
from noe_core.narration.en import findings as in_english
from noe_core.narration.en import findings_frame as english
from noe_core.narration.fr import findings as in_french
from noe_core.narration.fr import findings_frame as french
from noe_core.relationship.engagements import EngagementKind
from noe_core.values import Side

DAY, LATER = date(2022, 3, 1), date(2022, 4, 8)
TEXT = "transmettre le fichier"
NAMED = {"text": TEXT, "side": Side.CLIENT}
INVOLVEMENT, MEANS, INFORMATION = (
    EngagementKind.INVOLVEMENT,
    EngagementKind.MEANS,
    EngagementKind.INFORMATION,
)


def found(rule: str, about: str = "", **values: Any) -> Finding:
    """A finding with what its sentence needs."""
    return Finding(
        rule=rule, severity=Severity.INFO, subject="relationship", about=about, values=values
    )


def of_stream(subject: str, about: str, **values: Any) -> Finding:
    """What DATA-1 finds in another stream than a relationship, or of a quote called so."""
    return evolve(found("DATA-1", about, **values), subject=subject)


# ~ stands for a no-break space.
SAID: tuple[tuple[Finding, str, str], ...] = (
    (
        found("LOOP-1", "missing", missing=("objective", "method"), since=DAY, days=31),
        "En 31 jours, depuis le 1er mars 2022, le cadre commun ne s’est pas complété~: il y manque un objectif commun et une méthode de travail. Quand en convenir ensemble~?",
        "In the 31 days since 1 March 2022 the shared frame has not come together: it still lacks a shared objective and a way of working. When could the two sides settle it?",
    ),
    (
        found(
            "LOOP-1",
            "missing",
            missing=("objective", "provider_engagement", "client_engagement", "method"),
            since=DAY,
            days=1,
        ),
        "En un jour, depuis le 1er mars 2022, le cadre commun ne s’est pas complété~: il y manque un objectif commun, des engagements de part et d’autre et une méthode de travail. Quand en convenir ensemble~?",
        "In the one day since 1 March 2022 the shared frame has not come together: it still lacks a shared objective, engagements on both sides and a way of working. When could the two sides settle it?",
    ),
    (
        found("LOOP-1", "late", since=DAY, complete=LATER, days=38),
        "Le cadre commun ne s’est complété que le 8 avril 2022, 38 jours après le début, une fois le travail commencé. Qu’est-ce qui aurait aidé à en convenir plus tôt~?",
        "The shared frame was only complete on 8 April 2022, 38 days in and with work under way. What would have helped to agree on it sooner?",
    ),
    (
        found("LOOP-2", provider=1, client=0),
        "Seul le prestataire s’est engagé~: un engagement, et aucun en face. De quoi le travail a-t-il besoin de la part du client~?",
        "Only the provider has committed to anything: one engagement, and none in return. What does the work need from the client?",
    ),
    (
        found("LOOP-2", provider=0, client=3),
        "Seul le client s’est engagé~: trois engagements, et aucun en face. Que peut promettre le prestataire à son tour~?",
        "Only the client has committed to anything: three engagements, and none in return. What can the provider promise in return?",
    ),
    (
        found("LOOP-2", provider=5, client=1),
        "Les engagements penchent d’un côté~: cinq du prestataire, un du client. Que demanderait un meilleur équilibre~?",
        "Engagements lean to one side: five by the provider, one by the client. What would a better balance take?",
    ),
    (
        found("LOOP-3", uncovered=(INVOLVEMENT, MEANS, INFORMATION), engagements=0),
        "Aucun engagement du client n’est consigné, qu’il s’agisse de son implication, des moyens ou de l’information. De quoi le travail a-t-il besoin de sa part~?",
        "No engagement by the client is on record, be it about its involvement, means or information. What does the work need from it?",
    ),
    (
        found("LOOP-3", uncovered=(INVOLVEMENT,), engagements=1),
        "L’engagement du client ne dit rien de son implication. À quoi pourrait-il s’engager~?",
        "The client’s engagement says nothing about its involvement. What could it commit to there?",
    ),
    (
        found("LOOP-3", uncovered=(INVOLVEMENT, INFORMATION), engagements=2),
        "Les engagements du client ne disent rien de son implication ni de l’information. À quoi pourrait-il s’engager~?",
        "The client’s engagements say nothing about its involvement or information. What could it commit to there?",
    ),
    (
        found("LOOP-4", "overdue", **NAMED, due=DAY, days=4),
        "L’engagement du client «~transmettre le fichier~» était attendu pour le 1er mars 2022~; quatre jours plus tard, rien ne dit s’il a été honoré. Faut-il en renégocier le terme~?",
        "The client’s engagement “transmettre le fichier” was due on 1 March 2022; four days later, nothing says whether it was kept. Should its term be renegotiated?",
    ),
    (
        found("LOOP-4", "overdue", text=None, side=None, due=DAY, days=40),
        "Un engagement était attendu pour le 1er mars 2022~; 40 jours plus tard, rien ne dit s’il a été honoré. Faut-il en renégocier le terme~?",
        "An engagement was due on 1 March 2022; 40 days later, nothing says whether it was kept. Should its term be renegotiated?",
    ),
    (
        found("LOOP-4", "early", text=None, side=Side.PROVIDER, kept=DAY, not_before=LATER),
        "Un engagement du prestataire a été honoré le 1er mars 2022, alors qu’il ne devait pas commencer avant le 8 avril 2022. Le délai annoncé était-il le bon~?",
        "An engagement by the provider was kept on 1 March 2022, though it was not to begin before 8 April 2022. Was the delay announced the right one?",
    ),
    (
        found("LOOP-5", **NAMED, since=DAY),
        "L’engagement du client «~transmettre le fichier~», pris le 1er mars 2022, n’a pas encore été reconnu par le prestataire. Et si on le reformulait ensemble~?",
        "The client’s engagement “transmettre le fichier”, made on 1 March 2022, has yet to be acknowledged by the provider. Would it help to put it in words together?",
    ),
    (
        found("LOOP-5", text=TEXT, side=None, since=DAY),
        "L’engagement «~transmettre le fichier~», pris le 1er mars 2022, n’a pas encore été reconnu par l’autre côté. Et si on le reformulait ensemble~?",
        "The engagement “transmettre le fichier”, made on 1 March 2022, has yet to be acknowledged by the other side. Would it help to put it in words together?",
    ),
    (
        found("LOOP-6", "not_revisited", **NAMED, missed=DAY, review=LATER),
        "L’engagement du client «~transmettre le fichier~» a été manqué le 1er mars 2022, et la revue commune du 8 avril 2022 n’y est pas revenue. Quelle contrainte y avait-il derrière~?",
        "The client’s engagement “transmettre le fichier” was missed on 1 March 2022, and the joint review of 8 April 2022 did not come back on it. What constraint lay behind it?",
    ),
    (
        found("LOOP-6", "no_review", **NAMED, missed=DAY, review=None),
        "L’engagement du client «~transmettre le fichier~» a été manqué le 1er mars 2022, et aucune revue commune n’a encore permis d’y revenir. Quelle contrainte y avait-il derrière~?",
        "The client’s engagement “transmettre le fichier” was missed on 1 March 2022, and no joint review has been held to come back on it. What constraint lay behind it?",
    ),
    (
        found("LOOP-7", count=3, first=DAY, last=LATER),
        "Trois revues communes de suite, du 1er mars au 8 avril 2022, n’ont rien révisé, et n’ont pas dit pourquoi tout restait en l’état. Tout convient-il vraiment~?",
        "Three joint reviews running, from 1 March to 8 April 2022, revised nothing and gave no reason for leaving things as they were. Does everything really suit both sides?",
    ),
    (
        found("LOOP-7", count=1, first=DAY, last=DAY),
        "La revue commune du 1er mars 2022 n’a rien révisé, et n’a pas dit pourquoi tout restait en l’état. Tout convient-il vraiment~?",
        "The joint review of 1 March 2022 revised nothing and gave no reason for leaving things as they were. Does everything really suit both sides?",
    ),
    (
        found(
            "HOOK-1",
            "late",
            demand="refaire la plaquette",
            answer="quote",
            answered=DAY,
            reworked=LATER,
        ),
        "La demande «~refaire la plaquette~» n’a été retravaillée à deux que le 8 avril 2022, après le premier devis, le 1er mars 2022. Ce qui avait été fait y répond-il encore~?",
        "The request “refaire la plaquette” was only worked on together on 8 April 2022, after the first quote on 1 March 2022. Does what had been done still answer it?",
    ),
    (
        found("HOOK-1", "late", demand=None, answer="work", answered=DAY, reworked=LATER),
        "La demande n’a été retravaillée à deux que le 8 avril 2022, après le premier travail de production, le 1er mars 2022. Ce qui avait été fait y répond-il encore~?",
        "The request was only worked on together on 8 April 2022, after the first production work on 1 March 2022. Does what had been done still answer it?",
    ),
    (
        found(
            "HOOK-1",
            "never",
            demand="refaire la plaquette",
            answer="work",
            answered=DAY,
            reworked=None,
        ),
        "La demande «~refaire la plaquette~» n’avait pas été retravaillée à deux avant le premier travail de production, le 1er mars 2022, et ne l’a pas été depuis. Quel besoin y a-t-il derrière~?",
        "The request “refaire la plaquette” had not been worked on together before the first production work on 1 March 2022, nor has it been since. What need lies behind it?",
    ),
    (
        found("HOOK-1", "never", demand=None, answer="quote", answered=DAY, reworked=None),
        "Aucune demande retravaillée à deux n’est consignée avant le premier devis, le 1er mars 2022. De quel besoin le travail part-il~?",
        "No request worked on together is on record before the first quote on 1 March 2022. What need does the work start from?",
    ),
    (
        found("HOOK-2", "thin", minutes=59, encounters=1, opened=DAY),
        "Avant l’ouverture, le 1er mars 2022, les deux côtés n’ont passé que 59 minutes ensemble. Le besoin a-t-il eu le temps de se dire~?",
        "Before the opening on 1 March 2022, the two sides had spent only 59 minutes together. Was there time for the need to be heard?",
    ),
    (
        found("HOOK-2", "thin", minutes=0, encounters=0, opened=DAY),
        "La relation s’est ouverte le 1er mars 2022, sans qu’aucune rencontre préalable soit consignée. Le besoin a-t-il eu le temps de se dire~?",
        "The relationship was opened on 1 March 2022, with no earlier meeting on record. Was there time for the need to be heard?",
    ),
    (
        found("HOOK-2", "cold", day=DAY, occasion=None),
        "La rencontre du 1er mars 2022 est née d’un démarchage à froid. Quelles autres occasions de se rencontrer pourrait-on créer~?",
        "The encounter of 1 March 2022 began as cold prospecting. What other occasions to meet could be created?",
    ),
    (
        found("HOOK-3", signed=DAY, days=30, next=LATER),
        "Aucun échange n’est consigné dans les 30 jours qui ont suivi la signature, le 1er mars 2022~; le premier est venu le 8 avril 2022.",
        "No exchange is on record in the 30 days after the signature on 1 March 2022; the first came on 8 April 2022.",
    ),
    (
        found("HOOK-3", signed=DAY, days=30, next=None),
        "Aucun échange n’est consigné dans les 30 jours qui ont suivi la signature, le 1er mars 2022, ni depuis. Qui reprend le fil~?",
        "No exchange is on record in the 30 days after the signature on 1 March 2022, nor since. Who picks up the thread?",
    ),
    (
        found("DIST-1", "absent", since=DAY, days=61),
        "En 61 jours, depuis le 1er mars 2022, rien n’a été convenu de la bonne distance. Jusqu’où l’accompagnement doit-il aller, et où s’arrête-t-il~?",
        "In the 61 days since 1 March 2022, nothing has been agreed about the right distance. How far should the support go, and where does it stop?",
    ),
    (
        found("DIST-1", "past_review", agreed=DAY, review_by=LATER),
        "La bonne distance convenue le 1er mars 2022 devait être revue pour le 8 avril 2022. Est-elle encore la bonne~?",
        "The right distance agreed on 1 March 2022 was to be looked at again by 8 April 2022. Is it still the right one?",
    ),
    (
        found("DIST-1", "work_outside", topic="recrutement", day=LATER, agreed=DAY),
        "Le travail du 8 avril 2022 porte sur «~recrutement~», que la bonne distance convenue le 1er mars 2022 laissait en dehors. Faut-il redessiner la limite ensemble~?",
        "Work of 8 April 2022 is about “recrutement”, which the distance agreed on 1 March 2022 left out. Should the line be drawn again together?",
    ),
    (
        found("DIST-1", "crossed", topic="recrutement", side=Side.PROVIDER, day=DAY),
        "Le 1er mars 2022, la bonne distance a été franchie du côté du prestataire, sur «~recrutement~», sans accord de l’autre. Que faut-il redire ensemble~?",
        "On 1 March 2022 the right distance was crossed on the provider’s side, over “recrutement”, without the other side agreeing to it. What needs to be said again together?",
    ),
    (
        found("DIST-1", "crossed", topic=None, side=None, day=DAY),
        "Le 1er mars 2022, la bonne distance a été franchie sans accord de l’autre. Que faut-il redire ensemble~?",
        "On 1 March 2022 the right distance was crossed without the other side agreeing to it. What needs to be said again together?",
    ),
    (
        found("VIEW-1", hidden={"quote_issued": 2, "provider_only_review": 1, "dance_held": 3}),
        "La vue du client tait des faits sans que cela ait été annoncé~: devis émis (deux fois), revue interne du prestataire (une fois) et «~dance_held~» (trois fois). Qu’est-ce qui empêche de les montrer~?",
        "The client’s view leaves out facts without anybody having said so: quote issued (twice), internal review of the provider (once) and “dance_held” (three times). What stands in the way of showing them?",
    ),
    (
        found("DATA-1", "late", count=1, of=3, longest=31),
        "Un fait sur trois a été consigné tard, 31 jours après. Qu’est-ce qui aiderait à écrire plus près de l’événement~?",
        "One of the three facts was written down late, 31 days after. What would help to write closer to the event?",
    ),
    (
        found("DATA-1", "late", count=2, of=3, longest=50),
        "Deux faits sur trois ont été consignés tard, jusqu’à 50 jours après. Qu’est-ce qui aiderait à écrire plus près de l’événement~?",
        "Two of the three facts were written down late, up to 50 days after. What would help to write closer to the event?",
    ),
    (
        found("DATA-1", "late", count=3, of=3, longest=50),
        "Tous les faits ont été consignés tard, jusqu’à 50 jours après. Qu’est-ce qui aiderait à écrire plus près de l’événement~?",
        "All the facts were written down late, up to 50 days after. What would help to write closer to the event?",
    ),
    (
        found("DATA-1", "late", count=1, of=1, longest=50),
        "Le seul fait consigné l’a été tard, 50 jours après. Qu’est-ce qui aiderait à écrire plus près de l’événement~?",
        "The only fact on record was written down late, 50 days after. What would help to write closer to the event?",
    ),
    (
        of_stream("practitioner", "late", count=1, of=3, longest=31),
        "Dans le parcours de la personne, un fait sur trois a été consigné tard, 31 jours après. Qu’est-ce qui aiderait à écrire plus près de l’événement~?",
        "In the practitioner’s record, one of the three facts was written down late, 31 days after. What would help to write closer to the event?",
    ),
    (
        of_stream("team", "unapplied", count=1),
        "Dans l’histoire de l’équipe, une rectification ou un retrait n’a pas pu s’appliquer~; l’histoire est lue sans en tenir compte.",
        "In the team’s record, one correction or withdrawal could not be applied; the history is read without it.",
    ),
    (
        of_stream("firm", "unread", count=1, names=("dance_held",)),
        "Dans l’histoire de la maison, un fait n’a pas pu être lu ici («~dance_held~»)~; il reste conservé, et l’audit s’est fait sans.",
        "In the firm’s record, one fact could not be read here (“dance_held”); it is kept, and the audit went without.",
    ),
    (
        of_stream("team", "corrected_after_signature", quote="team", day=DAY),
        "Le 1er mars 2022, une entrée que cite le devis «~team~» a été rectifiée après sa signature. Les deux côtés le savent-ils~?",
        "On 1 March 2022 an entry that quote “team” cites was corrected after it had been signed. Do both sides know?",
    ),
    (
        found("DATA-1", "corrected_after_signature", quote="q1", day=DAY),
        "Le 1er mars 2022, une entrée que cite le devis «~q1~» a été rectifiée après sa signature. Les deux côtés le savent-ils~?",
        "On 1 March 2022 an entry that quote “q1” cites was corrected after it had been signed. Do both sides know?",
    ),
    (
        found("DATA-1", "withdrawn_after_signature", quote="q1", day=DAY),
        "Le 1er mars 2022, une entrée que cite le devis «~q1~» a été retirée après sa signature. Les deux côtés le savent-ils~?",
        "On 1 March 2022 an entry that quote “q1” cites was withdrawn after it had been signed. Do both sides know?",
    ),
    (
        found("DATA-1", "unapplied", count=1),
        "Une rectification ou un retrait n’a pas pu s’appliquer~; l’histoire est lue sans en tenir compte.",
        "One correction or withdrawal could not be applied; the history is read without it.",
    ),
    (
        found("DATA-1", "unapplied", count=2),
        "Deux rectifications ou retraits n’ont pas pu s’appliquer~; l’histoire est lue sans en tenir compte.",
        "Two corrections or withdrawals could not be applied; the history is read without them.",
    ),
    (
        found("DATA-1", "unread", count=1, names=("dance_held",)),
        "Un fait n’a pas pu être lu ici («~dance_held~»)~; il reste conservé, et l’audit s’est fait sans.",
        "One fact could not be read here (“dance_held”); it is kept, and the audit went without.",
    ),
    (
        found("DATA-1", "unread", count=2, names=("dance_held", "song_sung")),
        "Deux faits n’ont pas pu être lus ici («~dance_held~» et «~song_sung~»)~; ils restent conservés, et l’audit s’est fait sans.",
        "Two facts could not be read here (“dance_held” and “song_sung”); they are kept, and the audit went without.",
    ),
)

UNSAID = (
    (
        NotAssessable(rule="LOOP-1", because="too_early", values={"since": DAY, "days": 30}),
        "Il est trop tôt pour parler du cadre commun~: la question se posera à partir du 1er avril 2022.",
        "It is too early to speak of the shared frame; ask again from 1 April 2022.",
    ),
    (
        NotAssessable(rule="MINE-1", because="too_early", values={"since": date.max, "days": 30}),
        "Il est trop tôt pour parler de cela~: la question se posera à partir du 31 décembre 9999.",
        "It is too early to speak of this; ask again from 31 December 9999.",
    ),
    (
        NotAssessable(rule="LOOP-7", because="too_few_reviews", values={"held": 2, "needed": 3}),
        "Seules deux revues communes sont consignées~; il en faut trois pour en parler.",
        "Only two joint reviews are on record; it takes three to tell.",
    ),
    (
        NotAssessable(rule="LOOP-7", because="too_few_reviews", values={"held": 1, "needed": 3}),
        "Une seule revue commune est consignée~; il en faut trois pour en parler.",
        "Only one joint review is on record; it takes three to tell.",
    ),
    (
        NotAssessable(rule="LOOP-7", because="too_few_reviews", values={"held": 0, "needed": 1}),
        "Aucune revue commune n’est consignée~; il en faut une pour en parler.",
        "No joint reviews are on record; it takes one to tell.",
    ),
)


def plain(sentence: str) -> str:
    """The sentence with its no-break spaces made visible."""
    return sentence.replace("\u00a0", "~")


@pytest.mark.parametrize(("finding", "fr", "en"), SAID)
def test_a_finding_is_said_as_one_would_say_it(finding: Finding, fr: str, en: str) -> None:
    """Both languages, word for word."""
    assert plain(finding.sentence("fr")) == fr
    assert plain(finding.sentence("en")) == en


@pytest.mark.parametrize(("verdict", "fr", "en"), UNSAID)
def test_a_rule_that_could_not_look_says_why(verdict: NotAssessable, fr: str, en: str) -> None:
    """Both languages, word for word."""
    assert plain(verdict.sentence("fr")) == fr
    assert plain(verdict.sentence("en")) == en


def test_both_languages_have_words_for_the_same_things() -> None:
    """The same rules and the same reasons in French and in English."""
    assert french.SENTENCES.keys() == english.SENTENCES.keys()
    assert french.REASONS.keys() == english.REASONS.keys()
    assert {finding.rule for finding, _, _ in SAID} == set(french.SENTENCES)


@pytest.mark.parametrize(
    "because", sorted(french.REASONS.keys() - {"too_early", "too_few_reviews"})
)
def test_every_other_reason_is_a_sentence(because: str) -> None:
    """It begins with a capital, ends with a stop, and differs between languages."""
    verdict = NotAssessable(rule="LOOP-1", because=because)
    fr, en = verdict.sentence("fr"), verdict.sentence("en")
    assert fr != en
    assert all(said[0].isupper() and said.endswith(".") for said in (fr, en))


@pytest.mark.parametrize("language", [in_french, in_english])
def test_a_rule_from_elsewhere_is_named_and_no_more(language: Any) -> None:
    """An embedding tool may bring rules of its own, for which there are no words here."""
    say: Callable[..., str] = language.finding
    assert "MINE-1" in say(found("MINE-1"))
    assert "why_not" in language.not_assessable(NotAssessable(rule="MINE-1", because="why_not"))


def test_only_french_and_english_are_spoken() -> None:
    """Another language is refused by name."""
    with pytest.raises(ValueError, match="no words for 'de'"):
        found("LOOP-2", provider=1, client=0).sentence("de")


def test_every_kind_of_engagement_can_be_named() -> None:
    """Whatever conditions the caller asks for, there are words for them."""
    for kind in EngagementKind:
        finding = found("LOOP-3", uncovered=(kind,), engagements=2)
        assert finding.sentence("fr") != finding.sentence("en")
