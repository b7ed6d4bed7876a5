"""How it began: who spoke of whom, the meeting, the request, in the order they came.

Rule kept here: nothing is told before what came before it, and what the first days brought
is told by those who brought it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.narration.en.pen import Pen, name_of
from noe_core.narration.en.tried import Beat, Telling, declined, trials, values
from noe_core.narration.en.words import capital, count, ordinal, quoted, time_spent
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
        total = count(len(received), "other client", "other clients")
        return [say(f"{capital(span)}, {total} recommended {provider}", received, ".")]
    by = received[0].data.by
    named = tale.known(by)
    house = name_of(named) if named else (by.organisation if by else None)
    who = f"another client ({house})" if house else "another client"
    when = pen.on(tale.day(received[0]))
    told = f"This relationship came out of another: {when} {who} recommended {provider}"
    return [say(told, received, ".")]


def _meeting(tale: Tale, pen: Pen) -> list[Sentence]:
    first, *others = tale.state.hook.encounters
    who = capital(f"{pen.name(Side.PROVIDER)} and {pen.name(Side.CLIENT)}")
    minutes = first.data.minutes
    spent = f" for {time_spent(minutes)}" if minutes else ""
    occasion = f": {quoted(first.data.occasion)}" if first.data.occasion else ""
    lines = [say(f"{who} met {pen.on(tale.day(first))}{spent}{occasion}", first, ".")]
    if others:
        again = count(len(others), "further meeting followed", "further meetings followed")
        last = ", the last" if len(others) > 1 else ""
        when = pen.on(tale.day(others[-1]))
        lines.append(say(f"{capital(again)}{last} {when}", others, "."))
    return lines


def _opening(tale: Tale, pen: Pen) -> list[Sentence]:
    opened = tale.state.course.opened[0]
    sides = [pen.name(side) for side in (Side.PROVIDER, Side.CLIENT) if tale.party(side)]
    between = f" between {' and '.join(sides)}" if len(sides) > 1 else ""
    return [say(f"The relationship opened {pen.on(tale.day(opened))}{between}", opened, ".")]


def _asked(expressed: Recorded[DemandExpressed], tale: Tale, pen: Pen) -> list[Sentence]:
    day, text = tale.day(expressed), quoted(expressed.data.text or "")
    client = pen.who(Side.CLIENT)
    before = [e for e in tale.state.hook.encounters if place(e) < place(expressed)]
    met = [tale.day(encounter) for encounter in before]
    if day in met and not pen.turn("came"):
        pen.turn("asked")
        return [say(f"{capital(client)} came with a request: {text}", expressed, ".")]
    if rank := pen.turn("asked"):
        which = "Another" if rank == 1 else f"A {ordinal(rank + 1)}"
        return [say(f"{which} request came {pen.on(day)}: {text}", expressed, ".")]
    when = pen.front(day, met[-1] if met else None)
    return [say(f"{when}, {client} asked for this: {text}", expressed, ".")]


def _became(
    demand: Demand,
    reworked: Recorded[DemandReworked],
    tale: Tale,
    pen: Pen,
    *,
    again: bool,
    several: bool,
) -> list[Sentence]:
    """What a request became when both sides worked on it."""
    text = demand.expressed.data.text if demand.expressed else None
    known = [demand.expressed, *demand.reworked]
    before = [fact for fact in known if fact is not None and place(fact) < place(reworked)]
    day = tale.day(before[-1]) if before else None
    it = "the request" if day is None or day != pen.last else "it"
    when = pen.after(day, tale.day(reworked))
    if several and text:
        it = f"the request {quoted(text)}"
    worked = ("Taken up again", "Then,")[pen.turn("again") % 2] if again else "Reworked together"
    use = f", so as to serve {quoted(reworked.data.usage)}" if reworked.data.usage else ""
    need = quoted(reworked.data.real_need or "")
    began = f"{worked} {when}, {it} became"
    if pen.turn("became") and not again:
        began = f"{capital(when)} {it} became"
    return [say(f"{began} {need}{use}", reworked, ".")]


def _left(tale: Tale) -> list[Sentence]:
    """The requests nobody has worked on yet."""
    demands = tuple(tale.state.hook.demands.values())
    left = [d.expressed for d in demands if d.expressed is not None and not d.reworked]
    if not left or tale.state.course.phase is Phase.DECLINED:
        return []
    if len(left) < len(demands):
        still = count(len(left), "request still waits", "requests still wait")
        said = f"{capital(still)} to be reworked together"
    elif len(left) == 1:
        said = "The two sides have not reworked this request together yet"
    else:
        said = "None of these requests has been reworked together yet"
    return [say(said, left, ".")]
