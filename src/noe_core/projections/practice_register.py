"""The practices of a house: what its firms declared, what its teams keep going.

Rule kept here: what is asked of a relationship is when a practice last showed and whether
its methods say what they change; the rest of it stays where it is (domain.md §4, row 17).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from uuid import UUID

from attrs import field, frozen

from noe_core.facts import AnyRecorded
from noe_core.firm.state import Firm
from noe_core.history import History, place
from noe_core.projection import View
from noe_core.projections.figure import Figure, ids
from noe_core.projections.firm_register import FirmRegister, Shown, firm_register
from noe_core.projections.practices import Practice, last_shown
from noe_core.projections.team_register import TeamRegister, team_register
from noe_core.relationship.state import Relationship
from noe_core.streams import state_of
from noe_core.survey import Survey
from noe_core.team.state import Team
from noe_core.vocabulary import StreamKind, kind_of, own_id


@frozen(kw_only=True)
class PracticeRegister:
    """The practices of a house.

    Attributes:
        firms: what each firm keeps going.
        teams: what each team keeps going.
        concepts: how often tensions and deliberations cite each concept of the doctrine;
            0 for one that nobody has cited.
        methods_with_impacts: methods agreed with clients that say what they change elsewhere.
    """

    firms: Mapping[str, FirmRegister]
    teams: Mapping[str, TeamRegister]
    concepts: Mapping[str, Figure[int]]
    methods_with_impacts: Figure[int]


@frozen(kw_only=True)
class Told:
    """What one stream tells of the practices; of a practitioner, that they are one of the house."""

    kind: StreamKind
    own: str
    shown: Shown = field(factory=dict)
    firm: Firm | None = None
    team: Team | None = None
    methods: tuple[UUID, ...] = ()


def practice_register(*, members: Iterable[str] | None = None) -> Survey[Told, PracticeRegister]:
    """The register of practices (domain.md §4, row 17).

    ``members`` are the ids of the people whom the vision is to be shared with; by default
    the practitioners among the histories asked. What a firm's own stream shows (sessions with
    peers, reviews of coherence, the vision shared) counts for that firm alone; what teams and
    relationships show, which name no firm, counts for every firm asked.
    """
    given = None if members is None else frozenset(members)

    def gather(parts: tuple[Told, ...], view: View) -> PracticeRegister:
        elsewhere = _latest(part.shown for part in parts if part.firm is None)
        practitioners = (p.own for p in parts if p.kind is StreamKind.PRACTITIONER)
        people = frozenset(practitioners) if given is None else given
        firms = {part.own: (part.firm, part.shown) for part in parts if part.firm is not None}
        teams = {part.own: part.team for part in parts if part.team is not None}
        methods = tuple(event for part in parts for event in part.methods)
        return PracticeRegister(
            firms={
                own: firm_register(firm, {**elsewhere, **shown}, people, view)
                for own, (firm, shown) in firms.items()
            },
            teams={own: team_register(team, view) for own, team in teams.items()},
            concepts=_concepts((firm for firm, _ in firms.values()), teams.values()),
            methods_with_impacts=Figure(len(methods), methods),
        )

    return Survey(
        name="practice_register", streams=frozenset(StreamKind), part=_told, gather=gather
    )


def _told(history: History) -> Told:
    state = state_of(history)
    methods = state.frame.methods if isinstance(state, Relationship) else ()
    return Told(
        kind=kind_of(history.stream),
        own=own_id(history.stream),
        shown=last_shown(history.facts),
        firm=state if isinstance(state, Firm) else None,
        team=state if isinstance(state, Team) else None,
        methods=ids(fact for fact in methods if fact.data.impacts),
    )


def _latest(shown: Iterable[Shown]) -> Shown:
    found: dict[Practice, AnyRecorded] = {}
    for some in shown:
        for practice, fact in some.items():
            known = found.get(practice)
            if known is None or place(known) < place(fact):
                found[practice] = fact
    return found


def _concepts(firms: Iterable[Firm], teams: Iterable[Team]) -> dict[str, Figure[int]]:
    adopted = {key: fact for firm in firms for key, fact in firm.doctrine.concepts.items()}
    # A team may cite a concept by its words where the firm gave it an id.
    by_words = {fact.data.concept: key for key, fact in adopted.items()}
    citing: dict[str, list[UUID]] = {key: [] for key in adopted}
    for concept_ids, event in chain.from_iterable(map(_cited, teams)):
        for name in concept_ids:
            key = name if name in adopted else by_words.get(name, name)
            citing.setdefault(key, []).append(event)
    return {key: Figure(len(events), tuple(events)) for key, events in citing.items()}


def _cited(team: Team) -> Iterator[tuple[tuple[str, ...], UUID]]:
    for tension in team.tensions.by_id.values():
        yield from ((fact.data.concept_ids, fact.id) for fact in tension.examined)
    yield from ((fact.data.concept_ids, fact.id) for fact in team.rules.deliberations)
