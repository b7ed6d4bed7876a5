"""ECO-1: partners who bear on the result are brought on board, prescribed, and coordinated.

Rule kept here: each of the three questions is put n days after there was something to ask,
so that a partner seen yesterday is held against nobody: after the partner was identified,
after the first partner, after the second (domain.md §5, seed 001). A partner that withdrew
asks for nothing any more. Where what stands beside was given and no firm is in it, nobody
was given the part there; a party may have joined with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from noe_core.audit.beyond import beside_missing, unless_unread_around
from noe_core.audit.readings import gathered, unless_unread
from noe_core.audit.rule import Case, Finding, NotAssessable, Rule, Severity, Verdict
from noe_core.audit.span import not_due
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.firm.doctrine import Role, RoleAssigned
from noe_core.projections.around import concerns, firms_around
from noe_core.relationship.ecosystem import EnrolledVia, Partner
from noe_core.relationship.engagements import EngagementKind
from noe_core.relationship.parties import PartyJoined
from noe_core.values import Side

Answer = Finding | NotAssessable | None

SEVERAL = 2
"""From how many partners on somebody watches over the cooperation."""


def ecosystem_not_embarked(case: Case, *, n: int) -> Iterator[Verdict]:
    """Partners are enrolled, the client prescribes, and somebody guarantees the cooperation."""
    partners = tuple(p for p in case.state.ecosystem.partners.values() if not p.gone)
    several = sorted(case.on(_first(partner)) for partner in partners)
    together: list[Answer] = []
    if several:
        together.append(_prescribed(case, partners, several[0], n))
    if len(several) >= SEVERAL:
        together.append(_guaranteed(case, partners, several[SEVERAL - 1], n))
    yield from gathered(chain((_enrolled(case, partner, n) for partner in partners), together))


def _first(partner: Partner) -> AnyRecorded:
    """What first tells of a partner that has not gone: its identification, else its enrolment."""
    return partner.identified or partner.enrolled[0]


def _found(
    about: str, subject: str, partners: tuple[Partner, ...], since: date, name: str | None = None
) -> Finding:
    return Finding(
        rule="ECO-1",
        severity=Severity.WARNING,
        subject=subject,
        about=about,
        evidence=tuple(_first(partner).id for partner in partners),
        values={"since": since, "partners": len(partners), "partner": name},
    )


def _enrolled(case: Case, partner: Partner, n: int) -> Answer:
    if partner.enrolled or partner.identified is None:
        return None
    since, party = case.on(partner.identified), partner.identified.data.partner
    waiting = not_due(case, "ECO-1", since, n)
    name = party.name or party.party_id
    found = _found("not_enrolled", partner.partner_id, (partner,), since, name)
    return waiting or unless_unread(case, found, "partner_enrolled", "partner_withdrew")


def _prescribed(case: Case, partners: tuple[Partner, ...], since: date, n: int) -> Answer:
    """The client prescribes when it commits to, and when a partner came in on its word."""
    vias = {one.data.via for partner in partners for one in partner.enrolled}
    made = {
        (one.side, one.made.data.kind if one.made else None)
        for one in case.state.engagements.by_id.values()
    }
    committed = (Side.CLIENT, EngagementKind.PRESCRIPTION) in made
    if committed or EnrolledVia.CLIENT_PRESCRIPTION in vias:
        return None
    waiting = not_due(case, "ECO-1", since, n)
    if waiting is not None:
        return waiting
    unsaid = "vias_unrecorded" if None in vias else _unsaid(made)
    if unsaid is not None:
        return NotAssessable(rule="ECO-1", because=unsaid)
    found = _found("no_prescription", "relationship", partners, since)
    return unless_unread(case, found, "engagement_made", "partner_enrolled")


def _unsaid(made: set[tuple[Side | None, EngagementKind | None]]) -> str | None:
    """What nobody recorded, where a prescription by the client may be hidden behind it."""
    if (Side.CLIENT, None) in made:
        return "kinds_unrecorded"
    unsure = {(None, None), (None, EngagementKind.PRESCRIPTION)}
    return "sides_unrecorded" if made & unsure else None


def _guaranteed(case: Case, partners: tuple[Partner, ...], since: date, n: int) -> Answer:
    """Somebody here has the part, or a firm beside gave it, for this relationship or for all."""
    roles = {fact.data.role for fact in _assigned(case)}
    if Role.COOPERATION_GUARANTOR in roles or _guarantor_here(case):
        return None
    waiting = not_due(case, "ECO-1", since, n)
    if waiting is not None:
        return waiting
    if case.beside is None:
        return beside_missing("ECO-1")
    if None in roles:
        return NotAssessable(rule="ECO-1", because="roles_unrecorded")
    found = _found("no_guarantor", "relationship", partners, since)
    firms = firms_around(case.state, case.beside).values()
    return unless_unread_around(case, found, firms, "party_joined", "role_assigned")


def _guarantor_here(case: Case) -> bool:
    joined = (member.joined for member in case.state.parties.members.values() if not member.left)
    parts = (fact.data.role or "" for fact in joined if holds(fact, PartyJoined))
    return any(part.strip().casefold() == Role.COOPERATION_GUARANTOR for part in parts)


def _assigned(case: Case) -> Iterator[Recorded[RoleAssigned]]:
    """The roles given for this relationship by any firm, and for all of them by its own."""
    ours = firms_around(case.state, case.beside)
    for own, firm in case.beside.firms.items() if case.beside is not None else ():
        for fact in firm.doctrine.roles:
            named = fact.data.relationship_id
            if concerns(case.state, named) if named is not None else own in ours:
                yield fact


RULES: tuple[Rule, ...] = (
    Rule(
        id="ECO-1",
        name="ecosystem_not_embarked",
        about=frozenset({"partner_identified"}),
        defaults={"n": 90},
        check=ecosystem_not_embarked,
    ),
)
