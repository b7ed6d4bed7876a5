"""The team behind the hard client: who carries what, how they are, what they change.

Rule kept here: each says for themselves how they are, and a tension is taken up as a question
of how the work is organised (domain.md §1, rows 45–55, 76–78). Everybody here is fictional.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from noe_core.team.notebook import RitualKind
from noe_core.team.tensions import TensionCause
from noe_core.values import PartyRef, Side
from noe_stores.examples.calendar import Calendar
from noe_stores.handles.team_room import TeamRoom
from noe_stores.ledger import Ledger

TEAM = "team/atelier-boussole"
HOUSE = "firm/atelier-boussole"

AMEL, BRUNO, CHLOE, DENIS, ELSA = (
    PartyRef(party_id=person, side=Side.PROVIDER, organisation="Atelier Boussole")
    for person in ("amel", "bruno", "chloé", "denis", "elsa")
)
EVERYBODY = (AMEL, BRUNO, CHLOE, DENIS, ELSA)

SAID_ON = (
    "2024-01-26",
    "2024-02-23",
    "2024-03-29",
    "2024-04-26",
    "2024-05-31",
    "2024-06-28",
    "2024-07-26",
    "2024-08-30",
    "2024-09-27",
)
SAID = {
    AMEL: (3, 3, 2, 3, 2, 2, 3, 4, 4),
    BRUNO: (4, 4, 4, 3, 4, 4, 4, 4, 4),
    CHLOE: (5, 4, 4, 4, 4, 4, 5, 4, 4),
    DENIS: (4, 4, 4, 4, 4, 3, 3, 4, 4),
    ELSA: (3, 4, 3, 4, 3, 4, 4, 4, 5),
}
"""How each said they were, the last Friday of each month."""

SUCCESSES = {
    "2024-07-19": (ELSA, "le client a entendu non, et a dit merci"),
    "2024-07-26": (DENIS, "premier correctif aux Moulins sans appeler Amel"),
    "2024-08-02": (AMEL, "une semaine entière sur le musée"),
    "2024-08-30": (CHLOE, "la laiterie a fait son tableau sans nous"),
    "2024-09-06": (BRUNO, "on s'est arrêtés à deux avant de dire oui"),
    "2024-09-27": (AMEL, "troisième lot livré un mardi"),
}
ABOUT_THE_MILLS = ("2024-07-19", "2024-07-26", "2024-09-27")
STEPPED = (
    "2024-07-17",
    "2024-07-19",
    "2024-07-24",
    "2024-07-26",
    "2024-07-30",
    "2024-08-02",
    "2024-08-20",
    "2024-08-27",
    "2024-08-30",
    "2024-09-03",
    "2024-09-06",
    "2024-09-12",
)
"""The days on which the small step was done again."""


def tell_people(ledger: Ledger, calendar: Calendar, hard: str) -> tuple[str, ...]:
    """What each carries and says; the ids of their streams."""
    for person in EVERYBODY:
        own = ledger.practitioner(person.party_id, recorded_by=person.party_id)
        own.start_assignment(
            _carried(person, hard),
            on=calendar.turn("2024-01-01"),
            load=Decimal("0.8"),
            difficulty=5 if person is AMEL else 2,
            profile=["urgences"] if person is AMEL else ["au long cours"],
            id=f"{person.party_id}-1",
        )
        for day, score in zip(SAID_ON, SAID[person], strict=True):
            if day == "2024-07-26" and person in {AMEL, DENIS}:
                _reassign(ledger, calendar, person, hard)
            own.report_wellbeing(on=calendar.turn(day), score=score, id=f"{day}")
            if person is AMEL and day == "2024-05-31":
                own.report_strain(
                    hard,
                    on=calendar.turn(day),
                    strain=5,
                    cause="les demandes arrivent le soir pour le lendemain",
                )
        if person in {AMEL, DENIS}:
            own.report_strain(hard, on=calendar.turn("2024-09-27"), strain=3)
    return tuple(f"practitioner/{person.party_id}" for person in EVERYBODY)


def _carried(person: PartyRef, hard: str) -> str:
    """What a person carried at first."""
    return {
        AMEL: hard,
        BRUNO: "atelier-boussole:librairie-ourse",
        CHLOE: "atelier-boussole:laiterie-du-pic",
        DENIS: "atelier-boussole:musée-du-sel",
        ELSA: "atelier-boussole:théâtre-bleu",
    }[person]


def _reassign(ledger: Ledger, calendar: Calendar, person: PartyRef, hard: str) -> None:
    """Half of the hard client and half of the museum, for each of the two."""
    own = ledger.practitioner(person.party_id, recorded_by=person.party_id)
    day = calendar.turn("2024-07-15")
    own.end_assignment(f"{person.party_id}-1", on=day, reason="les Moulins se portent à deux")
    for number, (relationship, difficulty, profile) in enumerate(
        ((hard, 5, "urgences"), (_carried(DENIS, hard), 2, "au long cours")), start=2
    ):
        own.start_assignment(
            relationship,
            on=day,
            load=Decimal("0.4"),
            difficulty=difficulty,
            profile=[profile],
            id=f"{person.party_id}-{number}",
        )


def tell_house(ledger: Ledger, calendar: Calendar) -> str:
    """What the firm holds to, and the one practice it declares; the id of its stream."""
    house, day = ledger.firm(HOUSE, recorded_by="bruno"), calendar.turn
    house.state_vision(
        on=day("2024-01-08"), text="des outils que ceux qui s'en servent savent réparer"
    )
    house.share_vision(on=day("2024-01-12"), acknowledged_by=EVERYBODY[:4])
    house.adopt_doctrine_concept(
        id="écart",
        on=day("2024-01-12"),
        concept="l'écart entre le prescrit et le réel",
        question="qu'est-ce que le travail demande et que personne n'a écrit ?",
    )
    house.declare_practice("stand_up", on=day("2024-07-15"), period_days=7)
    return HOUSE


def tell_team(ledger: Ledger, calendar: Calendar, hard: str) -> str:
    """What the team is for, what chafes, what it decides; the id of its stream."""
    team = ledger.team(TEAM, recorded_by="bruno")
    _aims(team, calendar)
    _tension(team, calendar)
    _practice(team, calendar, hard)
    return TEAM


def _aims(team: TeamRoom, calendar: Calendar) -> None:
    day = calendar.turn
    team.formulate_shared_project(
        id="p1",
        on=day("2024-01-12"),
        question="À quoi verra-t-on, dans un an, que nous avons bien travaillé ?",
        answer="aucune mission ne tient sur une seule personne",
        consensus=True,
        participants=EVERYBODY,
    )
    team.adopt_indicator(
        "missions dures portées à plusieurs",
        on=day("2024-01-12"),
        serves="p1",
        chosen_by=EVERYBODY,
        filled_by=[BRUNO],
        upkeep_minutes=20,
    )
    team.identify_low_value_work(
        on=day("2024-03-15"),
        what="le compte rendu hebdomadaire que personne n'ouvre",
        minutes_per_month=240,
    )
    team.make_field_observation(
        on=day("2024-06-20"),
        prescribed="les demandes des Moulins passent par le tableau commun",
        actual="elles arrivent par téléphone, à la personne qui décroche",
        gap="le tableau demande dix champs, le téléphone aucun",
    )


def _tension(team: TeamRoom, calendar: Calendar) -> None:
    """Raised by the team, examined as a question of means, rules and roles."""
    day = calendar.turn
    team.raise_tension(
        id="t1",
        on=day("2024-06-28"),
        text="tout ce qui vient des Moulins finit au même bureau",
    )
    team.examine_tension(
        "t1",
        on=day("2024-07-05"),
        causes=[TensionCause.ISOLATION, TensionCause.RULES, TensionCause.ROLES],
        concept_ids=["écart"],
        participants=EVERYBODY,
        minutes=90,
    )
    team.hold_deliberation(
        id="b1",
        on=day("2024-07-10"),
        question="Qu'est-ce qu'une mission dure bien portée ?",
        participants=EVERYBODY,
        minutes=120,
    )
    team.adopt_work_rule(
        id="règle-1",
        on=day("2024-07-10"),
        rule="une mission de difficulté cinq se porte à deux, dès le premier jour",
        quality_criterion="chacun des deux peut partir une semaine sans prévenir le client",
        deliberation_id="b1",
        review_by=date(2025, 1, 10),
    )


def _practice(team: TeamRoom, calendar: Calendar, hard: str) -> None:
    """A notebook on Fridays, and one small step until it is a reflex."""
    team.choose_small_step(
        id="pas-1",
        on=calendar.turn("2024-07-15"),
        text="avant de dire oui, dire à voix haute qui portera la demande avec soi",
        relationship_id=hard,
    )
    for day in STEPPED:
        if day in SUCCESSES:
            _friday(team, calendar, day, hard)
        team.repeat_small_step("pas-1", on=calendar.turn(day), id=f"pas-1 {day}")
    team.root_small_step(
        "pas-1",
        on=calendar.turn("2024-09-13"),
        account="les Moulins attendent qu'on leur donne deux prénoms",
    )
    team.build_skill(
        on=calendar.turn("2024-09-20"),
        party=DENIS,
        skill="la reprise des commandes",
        how="deux matinées par semaine au clavier, Amel à côté",
    )
    _friday(team, calendar, "2024-09-27", hard)
    team.conclude_experiment(
        on=calendar.turn("2024-09-27"),
        hypothesis="un client dur coûte plus cher à deux",
        outcome="moins d'heures en septembre qu'en mai",
        lesson="ce qui coûtait, c'était de tout reprendre à zéro après chaque absence",
    )


def _friday(team: TeamRoom, calendar: Calendar, on: str, hard: str) -> None:
    """A quarter of an hour on their feet, and what went well."""
    author, text = SUCCESSES[on]
    day = calendar.turn(on)
    team.hold_ritual(
        on=day, kind=RitualKind.STAND_UP, minutes=15, participants=EVERYBODY, id=f"debout {on}"
    )
    about = hard if on in ABOUT_THE_MILLS else None
    team.note_success(on=day, author=author, text=text, relationship_id=about, id=f"cahier {on}")
