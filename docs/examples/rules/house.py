"""VAL-2, VAL-3 and ORG-1 to ORG-5: teams and firms, each in two short stories."""

from __future__ import annotations

from noe_core.audit import Report, audit
from noe_core.beside import Beside
from noe_core.firm.doctrine import PracticeDeclared
from noe_core.firm.ethics import StatedValue, ValueActObserved, ValuesPublished
from noe_core.firm.offers import OfferLayer, OfferRevised
from noe_core.firm.peers import PeerSessionHeld
from noe_core.firm.vision import CoherenceReviewed
from noe_core.team.project import IndicatorAdopted, SharedProjectFormulated
from noe_core.team.rules import DeliberationHeld, WorkRuleAdopted
from noe_core.team.tensions import TensionCause, TensionExamined, TensionRaised
from noe_core.testing import provider, story
from rules.page import Page

NORA, OMAR, INES = provider("nora"), provider("omar"), provider("ines")
FIRM = "firm/studio-marelle"
TEAM = "team/studio"


def a_word_on_a_wall() -> Report:
    """Three people choose two values; one of them is shown by no act."""
    candour = StatedValue(name="candour", typical_acts=("we say what we cannot do",))
    excellence = StatedValue(name="excellence")
    published = ValuesPublished(
        version=1, values=(candour, excellence), chosen_by=(NORA, OMAR, INES)
    )
    return audit(story((published, "2022-03-01"), stream=FIRM))


def values_shown_by_acts() -> Report:
    """Two values, and for each an act that anybody can see."""
    candour = StatedValue(name="candour", typical_acts=("we say what we cannot do",))
    care = StatedValue(name="care", typical_acts=("nobody is called on their day off",))
    published = ValuesPublished(version=1, values=(candour, care), chosen_by=(NORA, OMAR, INES))
    return audit(story((published, "2022-03-01"), stream=FIRM))


def an_act_let_pass() -> Report:
    """The firm hid a delay, against its own word; six weeks later nobody has spoken of it."""
    history = story(
        (ValueActObserved(value="candour", kept=False), "2022-03-01"),
        stream=FIRM,
        as_of="2022-04-15",
    )
    return audit(history, beside=Beside())


def an_act_looked_at() -> Report:
    """The same act; three weeks later people look at what stands between words and work."""
    gap = CoherenceReviewed(gap="we promise dates before we ask the workshop")
    history = story(
        (ValueActObserved(value="candour", kept=False), "2022-03-01"),
        (gap, "2022-03-21"),
        stream=FIRM,
        as_of="2022-04-15",
    )
    return audit(history, beside=Beside())


def looked_into_without_a_cause() -> Report:
    """A tension is looked into by two people, who name nothing in the work that causes it."""
    history = story(
        (TensionRaised(tension_id="t1", text="proofs come back twice"), "2022-03-01"),
        (TensionExamined(tension_id="t1", participants=(NORA, OMAR)), "2022-03-10"),
        stream=TEAM,
    )
    return audit(history)


def a_cause_in_the_work() -> Report:
    """The same tension; they find that information arrives late."""
    causes = frozenset({TensionCause.INFORMATION})
    history = story(
        (TensionRaised(tension_id="t1", text="proofs come back twice"), "2022-03-01"),
        (TensionExamined(tension_id="t1", causes=causes, participants=(NORA, OMAR)), "2022-03-10"),
        stream=TEAM,
    )
    return audit(history)


def a_rule_from_nowhere() -> Report:
    """A rule of work appears; no debate came before it."""
    adopted = WorkRuleAdopted(rule="two people read each proof")
    return audit(story((adopted, "2022-03-01"), stream=TEAM))


def a_rule_out_of_a_debate() -> Report:
    """The same rule, out of a debate of two on what good work is."""
    history = story(
        (DeliberationHeld(deliberation_id="d1", participants=(NORA, OMAR)), "2022-02-25"),
        (WorkRuleAdopted(rule="two people read each proof", deliberation_id="d1"), "2022-03-01"),
        stream=TEAM,
    )
    return audit(history)


def a_figure_for_its_own_sake() -> Report:
    """Nora chooses and fills in a figure that serves no aim."""
    adopted = IndicatorAdopted(
        name="calls per day", chosen_by=(NORA,), filled_by=(NORA,), upkeep_minutes=20
    )
    return audit(story((adopted, "2022-03-01"), stream=TEAM))


def a_figure_for_the_project() -> Report:
    """The team says what it wants to be known for, and keeps a figure that tells of it."""
    formulated = SharedProjectFormulated(project_id="p1", answer="work that needs no second look")
    adopted = IndicatorAdopted(
        name="proofs right at once",
        serves="p1",
        chosen_by=(NORA,),
        filled_by=(NORA,),
        upkeep_minutes=20,
    )
    return audit(story((formulated, "2022-02-20"), (adopted, "2022-03-01"), stream=TEAM))


def peers_not_seen_since_february() -> Report:
    """A monthly session with peers was declared; in June the last one was in February."""
    history = story(
        (PracticeDeclared(name="peer session", period_days=30), "2022-01-10"),
        (PeerSessionHeld(topic="quotes after work", minutes=120), "2022-02-08"),
        stream=FIRM,
        as_of="2022-06-01",
    )
    return audit(history)


def peers_seen_last_month() -> Report:
    """The same practice, and a session in May."""
    history = story(
        (PracticeDeclared(name="peer session", period_days=30), "2022-01-10"),
        (PeerSessionHeld(topic="quotes after work", minutes=120), "2022-05-10"),
        stream=FIRM,
        as_of="2022-06-01",
    )
    return audit(history)


def only_the_counter_is_repainted() -> Report:
    """The only revision of the year changes what shows, and nothing behind it."""
    revised = OfferRevised(layers=frozenset({OfferLayer.INTERFACE}), why="a friendlier portal")
    return audit(story((revised, "2022-03-01"), stream=FIRM))


def the_work_behind_it_changes_too() -> Report:
    """The same portal, and who answers behind it changes as well."""
    layers = frozenset({OfferLayer.INTERFACE, OfferLayer.ORGANISATION})
    revised = OfferRevised(layers=layers, why="whoever answers can decide")
    return audit(story((revised, "2022-03-01"), stream=FIRM))


PAGES = (
    Page(
        rule="VAL-2",
        checks=(
            "The values that hold are n at most, each shown by a typical act, and chosen by "
            "*choosers* people or more."
        ),
        weighs="An information.",
        source=(
            "Few values, strong, chosen together and shown by acts come from the question; the "
            "numbers are proposed here. A firm that published none has nothing to look at."
        ),
        waits="Who chose the values, or the values themselves, were not written down.",
        finds=a_word_on_a_wall,
        passes=values_shown_by_acts,
    ),
    Page(
        rule="VAL-3",
        checks=(
            "Within n days, an act that belies a value is talked about: in a review of its "
            "relationship, as a tension of a team, or in a review of coherence."
        ),
        weighs="A warning. The act is the firm's: nothing says who did it.",
        source=(
            "That acts do not belie the charter comes from the accounts of a client and from the "
            "question; the month is proposed here."
        ),
        waits=(
            "The n days have not passed; whether the value was kept was not written down; the "
            "relationship that the act names, or anything at all, was not given beside."
        ),
        finds=an_act_let_pass,
        passes=an_act_looked_at,
    ),
    Page(
        rule="ORG-1",
        checks=(
            "A tension is looked into within n days, by two people or more, who name a cause in "
            "the organisation of the work."
        ),
        weighs=(
            "A breach where no such cause is named or one person settled it alone; a warning where "
            "nobody looked into it."
        ),
        source=(
            "That tensions come from the organisation of work, and are looked into together, is "
            "the plenary's; the month is proposed here."
        ),
        waits="The n days have not passed, or nobody wrote down who looked into it.",
        finds=looked_into_without_a_cause,
        passes=a_cause_in_the_work,
    ),
    Page(
        rule="ORG-2",
        checks="A rule of work that holds comes out of a deliberation of two people or more.",
        weighs="A warning.",
        source="Deliberation on the rules of work is the plenary's.",
        waits="Nobody wrote down who took part in the deliberation.",
        finds=a_rule_from_nowhere,
        passes=a_rule_out_of_a_debate,
    ),
    Page(
        rule="ORG-3",
        checks=(
            "An indicator in use serves a shared project or an objective, was chosen by somebody "
            "who fills it in, and takes them n minutes a month at most."
        ),
        weighs="A warning.",
        source=(
            "Indicators in the service of a shared project come from the management blog; the hour "
            "a month is proposed here."
        ),
        waits=(
            "What it serves may stand in a stream that was not given beside; who chose it or fills "
            "it in was not written down."
        ),
        finds=a_figure_for_its_own_sake,
        passes=a_figure_for_the_project,
    ),
    Page(
        rule="ORG-4",
        checks="A practice the firm declared takes place again within f times its period.",
        weighs="An information. Only what was declared is looked for.",
        source=(
            "Peers, listening in the field, stand-ups and evening notes come from the workshop, "
            "the plenary and the blog; the factor is proposed here."
        ),
        waits=(
            "The days have not passed since it was declared; no event goes by its name, or it has "
            "no period; it would show in a team or a relationship that was not given beside."
        ),
        finds=peers_not_seen_since_february,
        passes=peers_seen_last_month,
    ),
    Page(
        rule="ORG-5",
        checks="Of the offers revised in the last n days, one at least goes below the interface.",
        weighs="An information.",
        source=(
            "That a layer of service painted over an unchanged organisation is no culture of "
            "service comes from the article; the year is proposed here."
        ),
        waits="The layers of some revision were not written down.",
        finds=only_the_counter_is_repainted,
        passes=the_work_behind_it_changes_too,
    ),
)
