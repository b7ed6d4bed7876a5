# ruff: noqa: E501 - a sentence stands on one line, as it is read
"""The words are asked of histories that trip the rules, so that both fit together."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from houses import ANNE, BASILE, CORA, firm, person, put, relationship, team
from hypothesis import given
from hypothesis import strategies as some

from noe_core.audit.ethics import RULES as ETHICS
from noe_core.audit.organisation import RULES as ORGANISATION
from noe_core.audit.people import RULES as PEOPLE
from noe_core.audit.report import audit
from noe_core.audit.rule import NotAssessable, Passed, Verdict
from noe_core.beside import Beside
from noe_core.events import EVENTS_OF
from noe_core.facts import Unread
from noe_core.firm.doctrine import PracticeDeclared
from noe_core.firm.ethics import StatedValue, ValueActObserved, ValuesPublished
from noe_core.firm.offers import OfferLayer, OfferRevised
from noe_core.firm.peers import PeerSessionHeld
from noe_core.firm.vision import CoherenceReviewed, VisionShared, VisionStated
from noe_core.history import History
from noe_core.narration.en import findings_people as english
from noe_core.narration.fr import findings_people as french
from noe_core.practitioner.assignments import AssignmentEnded, AssignmentStarted
from noe_core.practitioner.wellbeing import StrainReported, WellbeingReported
from noe_core.projections.firm_reflexive_time import firm_reflexive_time
from noe_core.projections.portfolio_balance import portfolio_balance
from noe_core.projections.practice_register import practice_register
from noe_core.projections.success_notebook import SUCCESS_NOTEBOOK
from noe_core.team.learning import LowValueWorkIdentified, SkillBuilt
from noe_core.team.notebook import RitualHeld, RitualKind, SuccessNoted
from noe_core.team.project import IndicatorAdopted, IndicatorRetired, SharedProjectFormulated
from noe_core.team.rules import DeliberationHeld, WorkRuleAdopted, WorkRuleRetired
from noe_core.team.steps import SmallStepRepeated, SmallStepRooted
from noe_core.team.tensions import TensionCause, TensionExamined, TensionRaised
from noe_core.testing import Told, story
from noe_core.typed import Fact
from noe_core.vocabulary import StreamKind

RULES = (*PEOPLE, *ORGANISATION, *ETHICS)
DAY, MONTH_LATER, HALF = "2022-03-01", "2022-04-01", "2022-06-30"
TIME = frozenset({TensionCause.TIME})
FRONT = OfferRevised(layers=frozenset({OfferLayer.INTERFACE}))


def on(*facts: Fact, day: str = DAY) -> tuple[Told, ...]:
    """Facts of one day."""
    return tuple((fact, day) for fact in facts)


def taken(name: str, *changes: tuple[str, str]) -> History:
    """Somebody's loads, each from a day on."""
    told: list[Told] = []
    for n, (load, day) in enumerate(changes):
        started = AssignmentStarted(assignment_id=f"m{n}", load=Decimal(load), difficulty=5)
        told.append((started, day))
    return person(name, *told, as_of=HALF)


def carried(*anne: tuple[str, str], count: int = 2, q: int = 2) -> tuple[Verdict, ...]:
    """CARE-1, of Anne and some who carry a fifth of their time."""
    others = (taken(f"p{n}", ("0.2", "2022-01-01")) for n in range(count))
    return put(PEOPLE, "CARE-1", taken("anne", *anne), *others, q=q)


def heard(*told: Told, as_of: str, reader: str | None = "anne") -> tuple[Verdict, ...]:
    """CARE-2."""
    return put(PEOPLE, "CARE-2", person("anne", *told, as_of=as_of), reader=reader)


def in_team(rule: str, *facts: Fact, as_of: str = MONTH_LATER) -> tuple[Verdict, ...]:
    """A rule put to a team, facts of the first day."""
    return put(ORGANISATION, rule, team(*on(*facts), as_of=as_of))


def in_firm(
    rule: str, *facts: Fact, as_of: str = MONTH_LATER, beside: tuple[History, ...] = ()
) -> tuple[Verdict, ...]:
    """A rule put to a firm, facts of the first day."""
    return put((*ORGANISATION, *ETHICS), rule, firm(*on(*facts), as_of=as_of), *beside)


def indicator(**fields: Any) -> IndicatorAdopted:
    """An indicator chosen by whoever fills it in."""
    data = {"chosen_by": (ANNE,), "filled_by": (ANNE,), **fields}
    return IndicatorAdopted(name="invendus", **data)


def practice(period: int | None = 7, name: str = "stand_up") -> PracticeDeclared:
    """A practice of a team."""
    return PracticeDeclared(name=name, period_days=period)


def values(count: int, *actless: str, people: tuple[Any, ...] = (ANNE, BASILE, CORA)) -> Fact:
    """So many values with an act, and some without."""
    shown = (StatedValue(name=f"v{n}", typical_acts=("goûter",)) for n in range(count))
    stated = (*shown, *(StatedValue(name=name) for name in actless))
    return ValuesPublished(values=stated, chosen_by=people)


def act(
    value: str | None = "écoute", relation: str | None = None, *, kept: bool | None = False
) -> Fact:
    """An act observed."""
    return ValueActObserved(value=value, kept=kept, relationship_id=relation)


def stand_up(kind: RitualKind | None) -> History:
    """A team that held a ritual ten days after."""
    return team(*on(RitualHeld(kind=kind), day="2022-03-11"))


BEGUN = (AssignmentStarted(assignment_id="m1"), DAY)
LOW = [(WellbeingReported(score=2), "2022-03-11"), (WellbeingReported(score=1), "2022-03-21")]
FRESH = (StrainReported(), "2022-04-20")

SAID = [
    (
        carried(("0.8", "2022-01-01")),
        "Entre le 1er janvier et le 30 juin 2022, deux trimestres de suite, les missions d’une même personne ont pesé 200~% d’une part égale. Comment répartir autrement ce qui est difficile~?",
        "Between 1 January and 30 June 2022, two quarters running, one person’s assignments weighed 200% of an even share. How else could the hard work be shared out?",
    ),
    (
        carried(("0.8", "2022-01-01"), ("0.2", "2022-04-01")),
        "Entre le 1er janvier et le 30 juin 2022, deux trimestres de suite, les missions d’une même personne ont pesé 200~%, puis 214,3~% d’une part égale. Comment répartir autrement ce qui est difficile~?",
        "Between 1 January and 30 June 2022, two quarters running, one person’s assignments weighed 200%, then 214.3% of an even share. How else could the hard work be shared out?",
    ),
    (
        carried(("0.8", "2022-01-01"), q=1),
        "Entre le 1er avril et le 30 juin 2022, les missions d’une même personne ont pesé 200~% d’une part égale. Comment répartir autrement ce qui est difficile~?",
        "Between 1 April and 30 June 2022, one person’s assignments weighed 200% of an even share. How else could the hard work be shared out?",
    ),
    (
        carried(("0.8", "2022-01-01"), count=1),
        "Au cours d’un de ces trimestres, deux personnes ont porté des missions~; il en faut trois pour parler de part égale.",
        "In one of these quarters two people carried assignments; it takes three to speak of an even share.",
    ),
    (
        carried(("0.8", "2022-01-01"), count=0),
        "Au cours d’un de ces trimestres, une personne a porté des missions~; il en faut trois pour parler de part égale.",
        "In one of these quarters one person carried assignments; it takes three to speak of an even share.",
    ),
    (
        heard(BEGUN, as_of="2022-04-06"),
        "Depuis le 1er mars 2022, soit 36 jours, rien n’a été dit de la façon dont le travail est vécu. À quel moment cela peut-il se dire~?",
        "For 36 days, since 1 March 2022, nothing has been said of how it feels to do this work. When could it be?",
    ),
    (
        heard(BEGUN, *LOW, FRESH, as_of="2022-04-21"),
        "Rien n’a répondu à ce qui s’est dit deux fois de suite~: dans les 30 jours qui ont suivi le 21 mars 2022, aucune mission n’a changé et aucune tension n’a été dite. Que peut-on changer à l’organisation du travail~?",
        "Nothing answered what was said twice in a row: in the 30 days after 21 March 2022 no assignment changed and no tension was raised. What could change in the way the work is organised?",
    ),
    (
        in_team("ORG-1", TensionRaised(tension_id="t1")),
        "Dite le 1er mars 2022, la tension «~t1~» attend depuis 31 jours d’être examinée. Quand le collectif peut-il s’y arrêter~?",
        "Tension “t1”, raised on 1 March 2022, has been waiting 31 days to be examined. When can the team look into it?",
    ),
    (
        in_team("ORG-1", TensionExamined(tension_id="t1", participants=(ANNE, BASILE))),
        "L’examen de la tension «~t1~», le 1er mars 2022, ne lui trouve aucune cause dans l’organisation du travail. Vient-elle des moyens, du temps, des règles, des rôles~?",
        "When tension “t1” was examined on 1 March 2022, no cause was named in the way the work is organised. Does it come from means, time, rules or roles?",
    ),
    (
        in_team("ORG-1", TensionExamined(tension_id="t1", causes=TIME, participants=(ANNE,))),
        "La tension «~t1~» a été examinée par une seule personne, le 1er mars 2022. Avec qui la reprendre~?",
        "Tension “t1” was examined by one person alone, on 1 March 2022. With whom could it be taken up again?",
    ),
    (
        in_team("ORG-2", WorkRuleAdopted(rule="on goûte avant")),
        "La règle de travail «~on goûte avant~», adoptée le 1er mars 2022, ne vient d’aucune délibération connue. Le collectif en a-t-il débattu~?",
        "The rule of work “on goûte avant”, adopted on 1 March 2022, comes from no known deliberation. Has the team debated it?",
    ),
    (
        in_team(
            "ORG-2",
            DeliberationHeld(deliberation_id="d1", participants=(ANNE,)),
            WorkRuleAdopted(rule="on goûte avant", deliberation_id="d1"),
        ),
        "La règle de travail «~on goûte avant~», adoptée le 1er mars 2022, vient d’une délibération où une seule personne est notée. Qui d’autre la vit au travail~?",
        "The rule of work “on goûte avant”, adopted on 1 March 2022, comes from a deliberation with only one person on record. Who else lives with it at work?",
    ),
    (
        in_team("ORG-3", indicator()),
        "Rien ne dit ce que sert l’indicateur «~invendus~». Quel projet balise-t-il~?",
        "Nothing says what indicator “invendus” serves. Which project does it help to steer?",
    ),
    (
        in_team("ORG-3", indicator(serves="p9")),
        "L’indicateur «~invendus~» sert «~p9~», où l’on ne reconnaît ni le projet d’une équipe ni l’objectif d’une relation. Quel projet balise-t-il~?",
        "Indicator “invendus” serves “p9”, which is no team’s project and no relationship’s objective here. Which project does it help to steer?",
    ),
    (
        in_team(
            "ORG-3",
            SharedProjectFormulated(project_id="p1"),
            indicator(serves="p1", filled_by=(CORA,)),
        ),
        "Parmi les personnes qui remplissent l’indicateur «~invendus~», aucune n’a pris part à son choix. Que choisiraient-elles de suivre~?",
        "Nobody who fills in indicator “invendus” had a say in choosing it. What would they choose to follow?",
    ),
    (
        in_team(
            "ORG-3",
            SharedProjectFormulated(project_id="p1"),
            indicator(serves="p1", upkeep_minutes=90),
        ),
        "Tenir l’indicateur «~invendus~» prend une heure et demie par personne et par mois. Ce qu’il apprend en vaut-il la peine~?",
        "Keeping indicator “invendus” takes an hour and a half per person and month. Is what it teaches worth it?",
    ),
    (
        in_firm("ORG-4", practice()),
        "Le dispositif «~stand_up~», prévu tous les sept jours, n’a jamais été consigné depuis qu’il a été déclaré, le 1er mars 2022. Qu’est-ce qui l’aiderait à commencer~?",
        "The practice “stand_up”, due every seven days, has never been on record since it was declared on 1 March 2022. What would help it to begin?",
    ),
    (
        in_firm("ORG-4", practice(1), beside=(stand_up(RitualKind.STAND_UP),)),
        "Le dispositif «~stand_up~», prévu chaque jour, n’est plus consigné depuis le 11 mars 2022, soit 21 jours. Sert-il encore, et à qui manque-t-il~?",
        "The practice “stand_up”, due every day, was last on record on 11 March 2022, 21 days ago. Is it still of use, and who misses it?",
    ),
    (
        in_firm("ORG-5", FRONT),
        "Sur 365 jours, la seule révision de l’offre ne touche que l’interface. Que faudrait-il changer aussi à l’organisation, ou à ce qui est proposé~?",
        "Over 365 days, the one revision of an offer bears on the interface alone. What would have to change too in the organisation, or in what is offered?",
    ),
    (
        in_firm("ORG-5", FRONT, FRONT),
        "Sur 365 jours, les deux révisions de l’offre ne touchent que l’interface. Que faudrait-il changer aussi à l’organisation, ou à ce qui est proposé~?",
        "Over 365 days, both revisions of offers bear on the interface alone. What would have to change too in the organisation, or in what is offered?",
    ),
    (
        in_firm("ORG-5", FRONT, FRONT, FRONT),
        "Sur 365 jours, les trois révisions de l’offre ne touchent que l’interface. Que faudrait-il changer aussi à l’organisation, ou à ce qui est proposé~?",
        "Over 365 days, all three revisions of offers bear on the interface alone. What would have to change too in the organisation, or in what is offered?",
    ),
    (
        in_firm("VAL-2", values(6)),
        "Six valeurs ont été publiées le 1er mars 2022, quand cinq au plus se retiennent. Lesquelles comptent le plus~?",
        "Six values were published on 1 March 2022, where at most five are easily kept in mind. Which matter most?",
    ),
    (
        in_firm("VAL-2", values(1, "écoute")),
        "Aucun acte ne montre encore la valeur «~écoute~». À quoi, dans le travail, la reconnaîtrait-on~?",
        "No act shows the value “écoute” yet. How would one know it at work?",
    ),
    (
        in_firm("VAL-2", values(1, "écoute", "soin")),
        "Aucun acte ne montre encore les valeurs «~écoute~» et «~soin~». À quoi, dans le travail, les reconnaîtrait-on~?",
        "No act shows the values “écoute” and “soin” yet. How would one know them at work?",
    ),
    (
        in_firm("VAL-2", values(1, people=(ANNE,))),
        "Les valeurs publiées le 1er mars 2022 ont été choisies par une personne. Qui d’autre s’y reconnaît~?",
        "The values published on 1 March 2022 were chosen by one person. Who else stands behind them?",
    ),
    (
        in_firm("VAL-3", act()),
        "Un acte a démenti la valeur «~écoute~» le 1er mars 2022, et ni revue ni tension n’y sont revenues dans les 30 jours. Où peut-on en parler~?",
        "On 1 March 2022 an act went against the value “écoute”, and no review or tension came back to it within 30 days. Where could it be talked about?",
    ),
    (
        in_firm("VAL-3", act(None)),
        "Un acte a démenti une valeur publiée le 1er mars 2022, et ni revue ni tension n’y sont revenues dans les 30 jours. Où peut-on en parler~?",
        "On 1 March 2022 an act went against a published value, and no review or tension came back to it within 30 days. Where could it be talked about?",
    ),
    (
        in_firm("ORG-4", practice(name="tarte")),
        "Rien ne dit à quoi se reconnaîtrait, une fois tenu, le dispositif «~tarte~».",
        "Nothing says what the practice “tarte” would look like on record.",
    ),
    (
        in_firm("ORG-4", practice(name="tarte"), practice(name="café")),
        "Rien ne dit à quoi se reconnaîtraient, une fois tenus, les dispositifs «~tarte~» et «~café~».",
        "Nothing says what the practices “tarte” and “café” would look like on record.",
    ),
]


@pytest.mark.parametrize(("verdicts", "fr", "en"), SAID)
def test_a_verdict_is_said_as_one_would_say_it(
    verdicts: tuple[Verdict, ...], fr: str, en: str
) -> None:
    """Both languages, word for word."""
    (one,) = verdicts
    assert not isinstance(one, Passed)
    assert one.sentence("fr").replace("\u00a0", "~") == fr
    assert one.sentence("en") == en


UNSAID = {
    "private": heard(BEGUN, as_of=MONTH_LATER, reader=None),
    "no_assignment": heard(as_of=MONTH_LATER),
    "loads_unrecorded": put(PEOPLE, "CARE-1", person("anne", BEGUN, as_of="2022-12-31")),
    "examiners_unrecorded": in_team("ORG-1", TensionExamined(tension_id="t1", causes=TIME)),
    "debaters_unrecorded": in_team(
        "ORG-2",
        DeliberationHeld(deliberation_id="d1"),
        WorkRuleAdopted(rule="on goûte avant", deliberation_id="d1"),
    ),
    "projects_unnamed": in_team("ORG-3", SharedProjectFormulated(), indicator(serves="p9")),
    "choosers_unrecorded": in_team(
        "ORG-3", SharedProjectFormulated(project_id="p1"), indicator(serves="p1", chosen_by=())
    ),
    "period_unrecorded": in_firm("ORG-4", practice(None)),
    "rituals_unrecorded": in_firm("ORG-4", practice(), beside=(stand_up(None),)),
    "out_of_sight": in_firm("ORG-4", practice(name="encounter_held")),
    "layers_unrecorded": in_firm("ORG-5", OfferRevised()),
    "acts_unrecorded": in_firm("VAL-3", act(kept=None)),
    "relationship_unseen": in_firm("VAL-3", act(relation="lys")),
    "values_unrecorded": in_firm("VAL-2", values(0)),
    "values_choosers_unrecorded": in_firm("VAL-2", values(1, people=())),
}


@pytest.mark.parametrize("because", UNSAID)
def test_a_rule_that_cannot_look_says_why(because: str) -> None:
    """A sentence in each language, under the key that the rule gives."""
    (verdict,) = UNSAID[because]
    assert isinstance(verdict, NotAssessable)
    assert verdict.because == because
    for words in (french, english):
        sentence = words.REASONS[because](verdict)
        assert sentence[0].isupper()
        assert sentence.endswith(".")


def test_both_languages_have_words_for_the_same_things() -> None:
    """The same rules and the same reasons, every rule and no other."""
    assert french.SENTENCES.keys() == english.SENTENCES.keys() == {rule.id for rule in RULES}
    assert french.REASONS.keys() == english.REASONS.keys()
    worded = {*UNSAID, "too_few_people", "practice_unknown"}
    assert french.REASONS.keys() == worded


def test_what_a_person_said_is_in_no_finding() -> None:
    """Neither the steps nor the words, in values or in sentences."""
    secret = "le dépôt me pèse"  # noqa: S105 - somebody's words
    low = [(WellbeingReported(score=2, account=secret), "2022-03-11"), LOW[1]]
    (found,) = heard(BEGUN, *low, FRESH, as_of="2022-04-21")
    assert secret not in repr(found)
    assert "score" not in repr(found)


# Bare facts

FACTS: dict[StreamKind, tuple[Fact, ...]] = {
    StreamKind.PRACTITIONER: (
        AssignmentStarted(assignment_id="m1"),
        AssignmentStarted(assignment_id="m1", load=Decimal("0.8"), difficulty=5, profile=("a",)),
        AssignmentEnded(assignment_id="m1"),
        AssignmentEnded(assignment_id="m2"),
        WellbeingReported(),
        WellbeingReported(score=1),
        StrainReported(),
        StrainReported(relationship_id="lys", strain=5),
    ),
    StreamKind.TEAM: (
        TensionRaised(tension_id="t1"),
        TensionExamined(tension_id="t1"),
        TensionExamined(tension_id="t2", causes=TIME, participants=(ANNE,)),
        DeliberationHeld(deliberation_id="d1"),
        WorkRuleAdopted(rule="r"),
        WorkRuleAdopted(rule="s", deliberation_id="d1"),
        WorkRuleRetired(rule="r"),
        IndicatorAdopted(name="i"),
        IndicatorAdopted(name="j", serves="p1", upkeep_minutes=90),
        IndicatorRetired(name="i"),
        SharedProjectFormulated(),
        SuccessNoted(),
        RitualHeld(),
        SkillBuilt(),
        LowValueWorkIdentified(),
        SmallStepRepeated(step_id="s1"),
        SmallStepRooted(step_id="s2"),
    ),
    StreamKind.FIRM: (
        VisionStated(),
        VisionShared(),
        CoherenceReviewed(),
        ValuesPublished(),
        values(6, "soin", people=(ANNE,)),
        ValueActObserved(),
        act(None),
        act(relation="lys"),
        PracticeDeclared(name="n"),
        practice(),
        practice(name="review"),
        practice(name="peer_session"),
        OfferRevised(),
        FRONT,
        PeerSessionHeld(),
    ),
}


@some.composite
def histories(draw: some.DrawFn, kind: StreamKind) -> History:
    """An untidy history of a kind, seen as of a day of 2022 or of the next year."""
    names = some.sampled_from([event.name for event in EVENTS_OF[kind]])
    unread = names.map(lambda name: Unread(event=name, schema=9, data={}, reason="sealed"))
    facts = some.one_of(some.sampled_from(FACTS[kind]), some.sampled_from(FACTS[kind]), unread)
    told = draw(some.lists(some.tuples(facts, some.integers(0, 400)), max_size=12))
    first = date(2022, 1, 1)
    dated = [(fact, (first + timedelta(days=days)).isoformat()) for fact, days in told]
    seen = first + timedelta(days=draw(some.integers(0, 500)))
    name = draw(some.sampled_from(("anne", "basile")))
    return story(*dated, as_of=seen.isoformat(), stream=f"{kind}/{name}", recorded_by=name)


@given(
    asked=some.one_of(*(histories(kind) for kind in FACTS)),
    around=some.lists(some.one_of(*(histories(kind) for kind in FACTS)), max_size=4),
    alone=some.booleans(),
)
def test_any_history_is_answered_in_both_languages(
    asked: History, around: list[History], alone: bool
) -> None:
    """No fact is too bare and no order too untidy, beside others or alone."""
    beside = None if alone else Beside.of([*around, relationship("lys")])
    report = audit(asked, beside=beside, reader="anne", rules=RULES)
    assert len(report.verdicts) >= 2
    for verdict in report.verdicts:
        if not isinstance(verdict, Passed):
            for language in ("fr", "en"):
                sentence = verdict.sentence(language)
                assert sentence[-1] in ".?"
                assert "None" not in sentence
                assert "  " not in sentence


@given(around=some.lists(some.one_of(*(histories(kind) for kind in FACTS)), max_size=5))
def test_any_histories_have_their_figures(around: list[History]) -> None:
    """The surveys and the notebook take what an import may bring, in any order."""
    assert portfolio_balance(reader="anne").of(around).wellbeing is None
    time = firm_reflexive_time(window_days=90).of(around)
    assert time.internal + time.external == time.reflexive.value <= time.whole.value
    register = practice_register().of(around)
    for history in around:
        if history.stream.startswith("team/"):
            book = SUCCESS_NOTEBOOK.of(history)
            assert book.streak <= book.weeks_filled <= book.weeks
            assert history.stream.removeprefix("team/") in register.teams
