"""How it began: who spoke of whom, the meeting, the demand, in the order they came.

Rule kept here: nothing is told before what came before it, and what the first days brought
is told by those who brought it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.narration.fr.pen import Pen, noun_of
from noe_core.narration.fr.tried import Beat, Telling, declined, trials, values
from noe_core.narration.fr.words import NBSP, capital, count, listing, ordinal, quoted, time_spent
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import Tale
from noe_core.relationship.course import Phase
from noe_core.relationship.encounter import Demand, DemandExpressed, DemandReworked
from noe_core.values import Side


def began(tale: Tale, pen: Pen) -> list[Sentence]:
    """The beginning, each part of it in its place."""
    beats = sorted(_beats(tale), key=lambda beat: place(beat[0]))
    lines = [line for _, tell in beats for line in tell(tale, pen)]
    return lines + _left(tale)


def _beats(tale: Tale) -> Iterator[Beat]:
    state, no = tale.state, tale.state.course.declined
    parts: tuple[tuple[Sequence[AnyRecorded], Telling], ...] = (
        (state.ecosystem.referrals, _referrals),
        (state.hook.encounters, _meeting),
        (() if state.hook.encounters else state.course.opened, _opening),
        (() if state.course.phase is Phase.DECLINED else no, declined),
    )
    for facts, tell in parts:
        for fact in facts[:1]:
            yield fact, tell
    yield from values(tale)
    yield from trials(tale)
    several = len(state.hook.demands) > 1
    for demand in state.hook.demands.values():
        if demand.expressed is not None and demand.expressed.data.text:
            yield demand.expressed, partial(_asked, demand.expressed)
        for index, reworked in enumerate(r for r in demand.reworked if r.data.real_need):
            yield reworked, partial(_became, demand, reworked, again=index > 0, several=several)


def _referrals(tale: Tale, pen: Pen) -> list[Sentence]:
    received = tale.state.ecosystem.referrals
    provider = pen.name(Side.PROVIDER)
    if len(received) > 1:
        span = pen.across(received)
        total = count(len(received), "autre client", "autres clients")
        return [say(f"{capital(span)}, {total} ont recommandé {provider}", received, ".")]
    by = received[0].data.by
    named = tale.known(by)
    house = str(noun_of(named)) if named else (by.organisation if by else None)
    who = f"un autre client ({house})" if house else "un autre client"
    when = pen.on(tale.day(received[0]))
    told = f"Cette relation est venue d’une autre{NBSP}: {when}, {who} a recommandé {provider}"
    return [say(told, received, ".")]


def _meeting(tale: Tale, pen: Pen) -> list[Sentence]:
    first, *others = tale.state.hook.encounters
    ours, theirs = pen.name(Side.PROVIDER), pen.name(Side.CLIENT)
    met = "rencontrées" if ours.feminine and theirs.feminine else "rencontrés"
    minutes = first.data.minutes
    spent = f" pendant {time_spent(minutes)}" if minutes else ""
    occasion = f"{NBSP}: {quoted(first.data.occasion)}" if first.data.occasion else ""
    when = pen.front(tale.day(first))
    lines = [say(f"{when}, {ours} et {theirs} se sont {met}{spent}{occasion}", first, ".")]
    if others:
        again = count(
            len(others), "autre rencontre a suivi", "autres rencontres ont suivi", feminine=True
        )
        last = ", la dernière" if len(others) > 1 else ""
        when = pen.on(tale.day(others[-1]))
        lines.append(say(f"{capital(again)}{last} {when}", others, "."))
    return lines


def _opening(tale: Tale, pen: Pen) -> list[Sentence]:
    opened = tale.state.course.opened[0]
    sides = [str(pen.name(side)) for side in (Side.PROVIDER, Side.CLIENT) if tale.party(side)]
    between = f" entre {listing(sides)}" if len(sides) == len((Side.PROVIDER, Side.CLIENT)) else ""
    return [say(f"La relation s’est ouverte {pen.on(tale.day(opened))}{between}", opened, ".")]


def _asked(expressed: Recorded[DemandExpressed], tale: Tale, pen: Pen) -> list[Sentence]:
    day, text = tale.day(expressed), quoted(expressed.data.text or "")
    client = pen.who(Side.CLIENT)
    before = [e for e in tale.state.hook.encounters if place(e) < place(expressed)]
    met = [tale.day(encounter) for encounter in before]
    if day in met and not pen.turn("came"):
        was, came = client.verb("était", "étaient"), client.agreed("venu")
        pen.turn("asked")
        said = f"{capital(str(client))} {was} {came} avec une demande{NBSP}: {text}"
        return [say(said, expressed, ".")]
    if rank := pen.turn("asked"):
        which = "autre" if rank == 1 else ordinal(rank + 1)
        return [say(f"Une {which} demande est venue {pen.on(day)}{NBSP}: {text}", expressed, ".")]
    when = pen.front(day, met[-1] if met else None)
    asked = client.verb("demandait", "demandaient")
    return [say(f"{when}, {client} {asked} {text}", expressed, ".")]


def _became(
    demand: Demand,
    reworked: Recorded[DemandReworked],
    tale: Tale,
    pen: Pen,
    *,
    again: bool,
    several: bool,
) -> list[Sentence]:
    """What a demand became when both sides worked on it."""
    text = demand.expressed.data.text if demand.expressed else None
    known = [demand.expressed, *demand.reworked]
    before = [fact for fact in known if fact is not None and place(fact) < place(reworked)]
    when = pen.after(tale.day(before[-1]) if before else None, tale.day(reworked))
    which = f" {quoted(text)}" if several and text else ""
    worked = ("Reprise", "Puis,")[pen.turn("again") % 2] if again else "Retravaillée ensemble"
    it = "elle" if again and not which else f"la demande{which}"
    began = f"{worked} {when}, {it} est devenue"
    if pen.turn("became") and not again:
        began = f"{capital(when)}, la demande{which} est devenue"
    use = f", pour {quoted(reworked.data.usage)}" if reworked.data.usage else ""
    return [say(f"{began} {quoted(reworked.data.real_need or '')}{use}", reworked, ".")]


def _left(tale: Tale) -> list[Sentence]:
    """The demands nobody has worked on yet."""
    demands = tuple(tale.state.hook.demands.values())
    left = [d.expressed for d in demands if d.expressed is not None and not d.reworked]
    if not left or tale.state.course.phase is Phase.DECLINED:
        return []
    if len(left) < len(demands):
        still = count(len(left), "demande attend", "demandes attendent", feminine=True)
        reworked = "retravaillée" if len(left) == 1 else "retravaillées"
        said = f"{capital(still)} encore d’être {reworked} à deux"
    else:
        none = "La demande n’a pas" if len(left) == 1 else "Aucune de ces demandes n’a"
        said = f"{none} encore été retravaillée à deux"
    return [say(said, left, ".")]
