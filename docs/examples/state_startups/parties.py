"""Incubator and sponsors: parties that join and leave the two sides.

Rule kept here: a party is what the source calls it. A sponsor first written out and later
named by its path is two parties here: that they are one is likely, and not said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from noe_core.relationship.parties import PartyJoined, PartyLeft
from noe_core.values import Party, Side
from state_startups.entries import Entry
from state_startups.source import Fields, Report


@frozen
class Seat:
    """A place somebody may take: on which side, in which role."""

    side: Side
    role: str


INCUBATOR = Seat(Side.PROVIDER, "incubator")
SPONSOR = Seat(Side.CLIENT, "sponsor")


@frozen
class Stay:
    """One stay of a party in a seat; the same party may come back for another."""

    seat: Seat
    party: Party
    turn: int
    gone: bool = False


Seated = Mapping[str, tuple[Seat, Party]]
"""Who is there by the sheet, by the party's id."""


def seated(sheet: Fields, report: Report) -> Seated:
    """Who is there by the sheet, the incubator first."""
    found: dict[str, tuple[Seat, Party]] = {}
    incubator = sheet.get("incubator")
    if incubator:
        found[incubator] = (INCUBATOR, Party(party_id=incubator))
    for sponsor in _sponsors(sheet.get("sponsors") or (), report):
        if sponsor.party_id in found:
            report("sponsors", sponsor.party_id, "named twice on one sheet")
        found.setdefault(sponsor.party_id, (SPONSOR, sponsor))
    return found


def _sponsors(listed: Sequence[str | Fields], report: Report) -> Iterator[Party]:
    for given in listed:
        name = given if isinstance(given, str) else given.get("name")
        if not name:
            report("sponsors", given, "a sponsor without a name")
        elif isinstance(given, str):
            yield Party(party_id=given)
        else:
            report("sponsors", name, "a sponsor written out, not named by its path")
            yield Party(party_id=name, name=name)


def moved(stays: Iterable[Stay], now: Seated) -> tuple[Stay, ...]:
    """The stays so far, after those who are there now came and the others went."""
    known = tuple(evolve(stay, gone=stay.gone or not _seated_still(stay, now)) for stay in stays)
    present = {stay.party.party_id for stay in known if not stay.gone}
    came = (
        Stay(seat, party, turn=1 + sum(stay.party.party_id == name for stay in known))
        for name, (seat, party) in now.items()
        if name not in present
    )
    return (*known, *came)


def _seated_still(stay: Stay, now: Seated) -> bool:
    found = now.get(stay.party.party_id)
    return found is not None and found[0] == stay.seat


def said(stays: Iterable[Stay]) -> Iterator[tuple[str, Entry]]:
    """The facts that the stays so far amount to."""
    for stay in stays:
        name, seat = stay.party.party_id, stay.seat
        key = f"{seat.role} {name} stay {stay.turn}"
        joined = PartyJoined(party=stay.party, side=seat.side, role=seat.role)
        yield key, Entry(joined)
        if stay.gone:
            yield f"{key} left", Entry(PartyLeft(party_id=name, side=seat.side))
