# ruff: noqa: E501 - a sentence stands on one line, as it is read
"""The words are asked of histories that trip the rules, so that both fit together."""

from datetime import date

import pytest
from story import LISE, NORA, OMAR, PAUL, TOGETHER, Told, after, ask, findings, story

from noe_core.audit.care import RULES as CARE
from noe_core.audit.ecosystem import RULES as ECOSYSTEM
from noe_core.audit.effects import RULES as EFFECTS
from noe_core.audit.rule import NotAssessable, Verdict
from noe_core.audit.shared_values import RULES as VALUES
from noe_core.beside import Beside
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.firm.ethics import ValuesPublished
from noe_core.narration.en import findings_around as english
from noe_core.narration.fr import findings_around as french
from noe_core.relationship.availability import AvailabilityNoted
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.ecosystem import EnrolledVia, PartnerEnrolled, PartnerIdentified
from noe_core.relationship.effects import EffectObserved, Polarity
from noe_core.relationship.encounter import EncounterHeld
from noe_core.relationship.externalities import ExternalityObserved
from noe_core.relationship.issues import IssueOwned, IssueRaised, Stance
from noe_core.relationship.reviews import FeedbackRequested, ReviewHeld
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade, ValuesOutcome
from noe_core.typed import Fact
from noe_core.values import Party, PartyRef, Period, Side

RULES = (*EFFECTS, *ECOSYSTEM, *VALUES, *CARE)
START = "2022-03-01"
OPEN: Told = (RelationshipOpened(), START)
NOISE = "des livraisons dès cinq heures"


def told(fact: Fact, day: int = 0) -> Told:
    """A fact that many days after the first of March."""
    return (fact, after(START, day))


def asked(
    rule: str,
    *facts: Told,
    as_of: str = "2022-10-01",
    beside: Beside | None = None,
    **parameters: int,
) -> tuple[Verdict, ...]:
    """What a rule answers about a story."""
    return ask(RULES, rule, story(*facts, as_of=as_of), beside=beside, **parameters)


def externality(
    polarity: Polarity, affected: str | None = None, account: str | None = None
) -> Told:
    """An externality observed on the first of March."""
    return told(
        ExternalityObserved(
            externality_id="x1", polarity=polarity, affected=affected, account=account
        )
    )


def effects(n: int) -> tuple[Told, ...]:
    """Effects that were all intended."""
    return tuple(told(EffectObserved(effect_id=f"f{i}", intended=True), 100) for i in range(n))


def partners(*names: str, enrolled: bool = True) -> tuple[Told, ...]:
    """Partners identified on the first of March, on board or not."""
    via = EnrolledVia.PROVIDER
    return tuple(
        told(fact)
        for name in names
        for fact in (
            PartnerIdentified(partner=Party(party_id=name, name=name)),
            *((PartnerEnrolled(partner_id=name, via=via),) if enrolled else ()),
        )
    )


def values(outcome: ValuesOutcome, day: int = 0) -> Told:
    """A comparison."""
    return told(ValuesCompared(outcome=outcome), day)


def exception(review_by: date | None) -> Told:
    """An exception."""
    return told(ValuesExceptionMade(reason="un essai", approved_by=(NORA,), review_by=review_by))


AGAINST = values(ValuesOutcome.INCOMPATIBLE)
OPENED = told(RelationshipOpened(), 7)
COACHED = Beside.of([story((RoleAssigned(role=Role.COACH), START), stream="firm/marelle")])
PUBLISHED = Beside.of([story((ValuesPublished(version=1), START), stream="firm/marelle")])


def away(start: str, end: str) -> Told:
    """An absence of the client's."""
    period = Period(start=date.fromisoformat(start), end=date.fromisoformat(end))
    return told(AvailabilityNoted(party=LISE, period=period))


def answered(day: int, stance: Stance, by: PartyRef = NORA) -> Told:
    """An answer to the issue."""
    return told(IssueOwned(issue_id="i1", owner=by, stance=stance), day)


RAISED = told(IssueRaised(issue_id="i1", text="la saisie bloque"))
NAMELESS = told(IssueRaised(issue_id="i1"))
BY_US = Side.PROVIDER

# ~ stands for a no-break space.
SAID: tuple[tuple[tuple[Verdict, ...], str, str], ...] = (
    (
        asked("EFF-3", OPEN, externality(Polarity.NEGATIVE, "les riverains", NOISE)),
        "Une externalité négative a été observée le 1er mars 2022 («~les riverains~»~: «~des livraisons dès cinq heures~»), et depuis, ni revue ni engagement n’y est revenu. Qui en parlerait avec ceux qu’elle touche~?",
        "A negative externality was observed on 1 March 2022 (“les riverains”: “des livraisons dès cinq heures”), and neither a review nor an engagement has come back to it since. Who could speak of it with those it touches?",
    ),
    (
        asked("EFF-3", OPEN, externality(Polarity.MIXED, account=NOISE)),
        "Une externalité en partie négative a été observée le 1er mars 2022 («~des livraisons dès cinq heures~»), et depuis, ni revue ni engagement n’y est revenu. Qui en parlerait avec ceux qu’elle touche~?",
        "An externality that is partly negative was observed on 1 March 2022 (“des livraisons dès cinq heures”), and neither a review nor an engagement has come back to it since. Who could speak of it with those it touches?",
    ),
    (
        asked("EFF-3", OPEN, externality(Polarity.NEGATIVE)),
        "Une externalité négative a été observée le 1er mars 2022, et depuis, ni revue ni engagement n’y est revenu. Qui en parlerait avec ceux qu’elle touche~?",
        "A negative externality was observed on 1 March 2022, and neither a review nor an engagement has come back to it since. Who could speak of it with those it touches?",
    ),
    (
        asked("EFF-4", OPEN, *effects(3)),
        "Les trois effets observés sur les 180 derniers jours étaient tous visés. Qu’est-ce que personne n’avait prévu~?",
        "All three effects observed in the last 180 days were intended. What had nobody foreseen?",
    ),
    (
        asked("EFF-4", OPEN, *effects(1), n=1),
        "Le seul effet observé sur les 180 derniers jours était visé. Qu’est-ce que personne n’avait prévu~?",
        "The only effect observed in the last 180 days was intended. What had nobody foreseen?",
    ),
    (
        asked("ECO-1", OPEN, *partners("Route Douce", enrolled=False))[:1],
        "Le partenaire Route Douce, repéré le 1er mars 2022, n’est pas encore embarqué. Par où l’associer~?",
        "The partner Route Douce, identified on 1 March 2022, has yet to come on board. What would be a way in?",
    ),
    (
        asked("ECO-1", OPEN, *partners("Route Douce")),
        "La relation compte un partenaire, depuis le 1er mars 2022, et aucun engagement du client ne porte sur la prescription. Auprès de qui pourrait-il appuyer ce travail~?",
        "The relationship has had one partner since 1 March 2022, and no engagement by the client is about prescribing the work. With whom could it lend its weight?",
    ),
    (
        asked("ECO-1", OPEN, *partners("Route Douce", "Dépôt Nord")),
        "La relation compte deux partenaires, dont le premier depuis le 1er mars 2022, et aucun engagement du client ne porte sur la prescription. Auprès de qui pourrait-il appuyer ce travail~?",
        "The relationship has two partners, the first since 1 March 2022, and no engagement by the client is about prescribing the work. With whom could it lend its weight?",
    ),
    (
        asked("ECO-1", OPEN, *partners("Route Douce", "Dépôt Nord"), beside=COACHED)[1:],
        "La relation compte deux partenaires, et personne n’est encore garant de la coopération entre tous. À qui confier ce rôle~?",
        "The relationship has two partners, and nobody watches over the cooperation between all of them yet. Who could take that part?",
    ),
    (
        asked("VAL-1", AGAINST, OPENED),
        "La relation s’est ouverte le 8 mars 2022, alors que les valeurs ont été jugées incompatibles le 1er mars 2022, et aucune exception n’est consignée. Qu’est-ce qui permet de continuer~?",
        "The relationship was opened on 8 March 2022, though values had been found incompatible on 1 March 2022, and no exception is on record. What allows it to go on?",
    ),
    (
        asked("VAL-1", AGAINST, exception(date(2022, 6, 1)), OPENED),
        "La relation s’est ouverte le 8 mars 2022, alors que les valeurs ont été jugées incompatibles le 1er mars 2022~; l’exception faite devait être revue pour le 1er juin 2022. Qu’en est-il aujourd’hui~?",
        "The relationship was opened on 8 March 2022, though values had been found incompatible on 1 March 2022; the exception made was to be looked at again by 1 June 2022. Where does it stand today?",
    ),
    (
        asked("VAL-1", AGAINST, exception(date(2022, 12, 1)), OPENED),
        "La relation s’est ouverte le 8 mars 2022, alors que les valeurs ont été jugées incompatibles le 1er mars 2022~; une exception le permet, à revoir pour le 1er décembre 2022.",
        "The relationship was opened on 8 March 2022, though values had been found incompatible on 1 March 2022; an exception allows it, to be looked at again by 1 December 2022.",
    ),
    (
        asked("VAL-1", AGAINST, exception(None), OPENED),
        "La relation s’est ouverte le 8 mars 2022, alors que les valeurs ont été jugées incompatibles le 1er mars 2022~; une exception le permet, sans date pour la revoir. Quand en reparler~?",
        "The relationship was opened on 8 March 2022, though values had been found incompatible on 1 March 2022; an exception allows it, with no date to look at it again. When could the two sides speak of it?",
    ),
    (
        asked("VAL-1", OPENED, beside=PUBLISHED),
        "La relation s’est ouverte le 8 mars 2022 sans que les valeurs publiées le 1er mars 2022 aient été confrontées à ce que montre le client. Qu’en diraient les deux côtés~?",
        "The relationship was opened on 8 March 2022 without the values published on 1 March 2022 being held against what the client shows. What would the two sides say of them?",
    ),
    (
        asked(
            "CARE-3",
            away("2022-07-14", "2022-07-28"),
            (EncounterHeld(initiated_by=BY_US, participants=TOGETHER), "2022-07-20"),
        ),
        "Le 20 juillet 2022, le prestataire a pris l’initiative d’une rencontre pendant une absence notée du côté du client, du 14 juillet au 28 juillet 2022. Qu’est-ce qui aurait pu attendre~?",
        "On 20 July 2022 the provider initiated an encounter during an absence noted on the client’s side, from 14 July to 28 July 2022. What could have waited?",
    ),
    (
        asked(
            "CARE-3",
            away("2022-12-20", "2023-01-05"),
            (ReviewHeld(review_id="r1", initiated_by=BY_US, participants=TOGETHER), "2023-01-02"),
            as_of="2023-02-01",
        ),
        "Le 2 janvier 2023, le prestataire a pris l’initiative d’une revue pendant une absence notée du côté du client, du 20 décembre 2022 au 5 janvier 2023. Qu’est-ce qui aurait pu attendre~?",
        "On 2 January 2023 the provider initiated a review during an absence noted on the client’s side, from 20 December 2022 to 5 January 2023. What could have waited?",
    ),
    (
        asked(
            "CARE-3",
            away("2022-07-14", "2022-07-14"),
            (FeedbackRequested(by_side=BY_US), "2022-07-14"),
        ),
        "Le 14 juillet 2022, le prestataire a pris l’initiative d’une demande de retour pendant une absence notée du côté du client, ce jour-là. Qu’est-ce qui aurait pu attendre~?",
        "On 14 July 2022 the provider initiated a request for feedback during an absence noted on the client’s side, that day. What could have waited?",
    ),
    (
        asked("CARE-4", RAISED),
        "Le grain de sable «~la saisie bloque~», signalé le 1er mars 2022, n’a encore trouvé personne pour s’en saisir. Qui le prend en charge~?",
        "The issue “la saisie bloque”, raised on 1 March 2022, has found nobody to take it up yet. Who makes it theirs?",
    ),
    (
        asked("CARE-4", NAMELESS),
        "Un grain de sable signalé le 1er mars 2022 n’a encore trouvé personne pour s’en saisir. Qui le prend en charge~?",
        "An issue raised on 1 March 2022 has found nobody to take it up yet. Who makes it theirs?",
    ),
    (
        asked("CARE-4", RAISED, answered(9, Stance.OWNED)),
        "Le grain de sable «~la saisie bloque~», signalé le 1er mars 2022, n’a trouvé preneur que le 10 mars. Qu’est-ce qui aurait aidé à s’en saisir plus tôt~?",
        "The issue “la saisie bloque”, raised on 1 March 2022, found somebody to take it up only on 10 March. What would have helped to do so sooner?",
    ),
    (
        asked("CARE-4", RAISED, answered(1, Stance.DENIED)),
        "Le grain de sable «~la saisie bloque~», signalé le 1er mars 2022, a été nié le 2 mars, et personne ne s’en est saisi dans les jours qui ont suivi. Qui peut s’en saisir~?",
        "The issue “la saisie bloque”, raised on 1 March 2022, was denied on 2 March, and nobody took it up in the days that followed. Who can make it theirs?",
    ),
    (
        asked("CARE-4", answered(1, Stance.DEFLECTED)),
        "Un grain de sable a été renvoyé ailleurs le 2 mars 2022, et personne ne s’en est saisi dans les jours qui ont suivi. Qui peut s’en saisir~?",
        "An issue was sent elsewhere on 2 March 2022, and nobody took it up in the days that followed. Who can make it theirs?",
    ),
    (
        asked("CARE-4", RAISED, answered(0, Stance.DENIED), answered(1, Stance.OWNED)),
        "Le grain de sable «~la saisie bloque~», signalé le 1er mars 2022, a d’abord été nié, le 1er mars, avant que quelqu’un s’en saisisse. Qu’est-ce qui aiderait à l’entendre d’emblée~?",
        "The issue “la saisie bloque”, raised on 1 March 2022, was first denied, on 1 March, before somebody took it up. What would help to hear it straight away?",
    ),
    (
        asked(
            "CARE-4",
            RAISED,
            answered(0, Stance.OWNED),
            answered(1, Stance.OWNED, OMAR),
            answered(2, Stance.OWNED, PAUL),
        ),
        "Le grain de sable «~la saisie bloque~», signalé le 1er mars 2022, a changé de mains deux fois. Qui pourrait le suivre jusqu’au bout~?",
        "The issue “la saisie bloque”, raised on 1 March 2022, changed hands twice. Who could see it through?",
    ),
    (
        asked(
            "CARE-4",
            RAISED,
            answered(0, Stance.OWNED),
            answered(1, Stance.OWNED, OMAR),
            answered(2, Stance.OWNED, PAUL),
            answered(3, Stance.OWNED, NORA),
        ),
        "Le grain de sable «~la saisie bloque~», signalé le 1er mars 2022, a changé de mains trois fois. Qui pourrait le suivre jusqu’au bout~?",
        "The issue “la saisie bloque”, raised on 1 March 2022, changed hands three times. Who could see it through?",
    ),
)


def plain(sentence: str) -> str:
    """The sentence with its no-break spaces made visible."""
    return sentence.replace("\u00a0", "~")


@pytest.mark.parametrize(("verdicts", "fr", "en"), SAID)
def test_a_finding_is_said_as_one_would_say_it(
    verdicts: tuple[Verdict, ...], fr: str, en: str
) -> None:
    """Both languages, word for word."""
    found = findings(verdicts)[0]
    assert plain(found.sentence("fr")) == fr
    assert plain(found.sentence("en")) == en


UNSAID = (
    (
        NotAssessable(rule="EFF-4", because="too_few_effects", values={"effects": 0, "needed": 3}),
        "Aucun effet n’a été observé récemment~; il en faut trois pour en parler.",
        "No effects were observed lately; it takes three to tell.",
    ),
    (
        NotAssessable(rule="EFF-4", because="too_few_effects", values={"effects": 1, "needed": 3}),
        "Un seul effet a été observé récemment~; il en faut trois pour en parler.",
        "Only one effect was observed lately; it takes three to tell.",
    ),
    (
        NotAssessable(rule="EFF-4", because="too_few_effects", values={"effects": 2, "needed": 3}),
        "Seuls deux effets ont été observés récemment~; il en faut trois pour en parler.",
        "Only two effects were observed lately; it takes three to tell.",
    ),
    (
        NotAssessable(rule="ECO-1", because="closed_since", values={"days": 90}),
        "La relation s’est close avant que 90 jours aient passé.",
        "The relationship closed before 90 days had gone by.",
    ),
)


@pytest.mark.parametrize(("verdict", "fr", "en"), UNSAID)
def test_a_rule_that_could_not_look_says_why(verdict: NotAssessable, fr: str, en: str) -> None:
    """Both languages, word for word."""
    assert plain(verdict.sentence("fr")) == fr
    assert plain(verdict.sentence("en")) == en


@pytest.mark.parametrize(
    "because", sorted(french.REASONS.keys() - {verdict.because for verdict, _, _ in UNSAID})
)
def test_every_other_reason_is_a_sentence(because: str) -> None:
    """It begins with a capital, ends with a stop, and differs between languages."""
    verdict = NotAssessable(rule="ECO-1", because=because)
    fr, en = verdict.sentence("fr"), verdict.sentence("en")
    assert fr != en
    assert because not in fr + en
    assert all(said[0].isupper() and said.endswith(".") for said in (fr, en))


def test_both_languages_know_the_same_rules_and_the_same_reasons() -> None:
    """And each rule is told above."""
    assert french.SENTENCES.keys() == english.SENTENCES.keys()
    assert french.REASONS.keys() == english.REASONS.keys()
    assert {f.rule for verdicts, _, _ in SAID for f in findings(verdicts)} == set(french.SENTENCES)


@pytest.mark.parametrize(
    ("rule", "told", "about"),
    [
        ("EFF-3", (OPEN, externality(Polarity.NEGATIVE)), "what became of the externality"),
        ("ECO-1", (OPEN, *partners("Route Douce")), "the partners"),
        ("CARE-4", (RAISED,), "this issue"),
    ],
)
def test_what_is_too_early_to_speak_of_is_named(
    rule: str, told: tuple[Told, ...], about: str
) -> None:
    """Each of these rules waits for something of its own."""
    (waiting,) = asked(rule, *told, as_of=START)
    assert isinstance(waiting, NotAssessable)
    assert f"too early to speak of {about}" in waiting.sentence("en")
