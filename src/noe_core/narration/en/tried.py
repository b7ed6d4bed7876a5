"""Before a yes or a no: what was tried for nothing, the values compared, what was declined.

Rule kept here: a no is told with its reason and in the same voice as a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.words import capital, count, days, listing, number, ordinal, quoted
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade, ValuesOutcome
from noe_core.relationship.trials import TrialEnded, TrialKind, TrialOffered
from noe_core.values import Side

TRIALS = {
    TrialKind.FREE_DAYS: "some free days",
    TrialKind.FREE_AUDIT: "a free audit",
    TrialKind.FREE_TOOL: "a free tool",
}
OUTCOMES = {
    ValuesOutcome.COMPATIBLE: "they go together",
    ValuesOutcome.TO_DISCUSS: "there is more to talk about",
    ValuesOutcome.INCOMPATIBLE: "they do not go together",
}

Telling = Callable[[Tale, Pen], list[Sentence]]
Beat = tuple[AnyRecorded, Telling]
"""A fact, and what tells the part of the story that begins with it."""


def trials(tale: Tale) -> Iterator[Beat]:
    """What was tried for nothing, and what came of it, each in its place."""
    offered = tale.trials
    alone = [e for e in tale.state.trials.ended if all(e is not end for _, end in offered)]
    if len(offered) > FEW:
        yield offered[0][0], partial(_many, [offer for offer, _ in offered])
        alone = [end for _, end in offered if end] + alone
        offered = ()
    for offer, end in offered:
        yield offer, partial(_offered, offer)
        if end is not None:
            yield end, partial(_ended, offer, end)
    if alone:
        yield alone[0], partial(_ends, alone)


def _many(facts: Sequence[Recorded[TrialOffered]], _tale: Tale, pen: Pen) -> list[Sentence]:
    span = capital(pen.across(facts))
    return [say(f"{span}, {number(len(facts))} free trials were offered", facts, ".")]


def _offered(offer: Recorded[TrialOffered], tale: Tale, pen: Pen) -> list[Sentence]:
    when = pen.front(tale.day(offer))
    who = pen.who(Side.PROVIDER)
    again = " again" if pen.turn("trial") else ""
    return [say(f"{when} {who}{again} offered a trial{_what(offer)}", offer, ".")]


def _ended(
    offer: Recorded[TrialOffered], end: Recorded[TrialEnded], tale: Tale, pen: Pen
) -> list[Sentence]:
    which = "The trial"
    if len(tale.trials) > 1:
        day = pen.date(tale.day(offer))
        which = f"The one of {day}" if pen.turn("trial end") % 2 else f"The trial of {day}"
    when = pen.after(tale.day(offer), tale.day(end))
    told = f": {quoted(end.data.outcome)}" if end.data.outcome else ""
    return [say(f"{which} ended {when}{told}", end, ".")]


def _what(offer: Recorded[TrialOffered]) -> str:
    kind, length = offer.data.kind, offer.data.days
    if kind is None:
        return f" of {days(length)}" if length else ""
    if kind is TrialKind.FREE_DAYS and length:
        return f": {count(length, 'free day', 'free days')}"
    lasting = f" for {days(length)}" if length else ""
    return f": {TRIALS[kind]}{lasting}"


def _ends(ended: Sequence[Recorded[TrialEnded]], tale: Tale, pen: Pen) -> list[Sentence]:
    """Ends told together, or of trials whose offer is not on record."""
    if not ended:
        return []
    told = [quoted(end.data.outcome) for end in ended if end.data.outcome][:FEW]
    what = f": {listing(told)}" if told else ""
    if len(ended) == 1:
        return [say(f"One trial ended {pen.on(tale.day(ended[0]))}{what}", ended, ".")]
    return [say(f"{capital(number(len(ended)))} trials have ended{what}", ended, ".")]


def values(tale: Tale) -> Iterator[Beat]:
    """The values held against each other, and what was passed over knowingly."""
    compared = tale.state.values.compared
    for made in tale.state.values.exceptions[-FEW:]:
        yield made, partial(_exception, made)
    if len(compared) > FEW:
        yield compared[-1], partial(_again, compared[-1], len(compared), cited=compared)
        return
    for fact in compared[:1]:
        yield fact, partial(_compared, fact)
    for rank, fact in enumerate(compared[1:], start=2):
        yield fact, partial(_again, fact, rank, cited=[fact])


def _compared(fact: Recorded[ValuesCompared], tale: Tale, pen: Pen) -> list[Sentence]:
    ours, theirs = pen.name(Side.PROVIDER), pen.name(Side.CLIENT)
    when = pen.front(tale.day(fact))
    return [
        say(f"{when} {ours} held its values against those of {theirs}{_came_to(fact)}", fact, ".")
    ]


def _again(
    fact: Recorded[ValuesCompared],
    rank: int,
    tale: Tale,
    pen: Pen,
    *,
    cited: Sequence[Recorded[ValuesCompared]],
) -> list[Sentence]:
    when = pen.on(tale.day(fact))
    if pen.turn("compared"):
        told = f"The {ordinal(rank)} time was {when}"
    else:
        told = f"The values were compared a {ordinal(rank)} time {when}"
    return [say(f"{told}{_came_to(fact)}", cited, ".")]


def _came_to(fact: Recorded[ValuesCompared]) -> str:
    points = listing([quoted(point) for point in fact.data.points])
    about = f" ({points})" if points else ""
    if fact.data.outcome is None:
        return about
    return f": {OUTCOMES[fact.data.outcome]}{about}"


def _exception(exception: Recorded[ValuesExceptionMade], tale: Tale, pen: Pen) -> list[Sentence]:
    data = exception.data
    people = count(len(data.approved_by), "person", "people")
    who = capital(people) if data.approved_by else "Somebody"
    when = pen.on(tale.day(exception))
    why = f": {quoted(data.reason)}" if data.reason else ""
    until = f"; to be looked at again by {pen.date(data.review_by)}" if data.review_by else ""
    before = [c for c in tale.state.values.compared if place(c) < place(exception)]
    on_with_it = "go on all the same" if before else "make an exception to the values"
    began = (
        f"{who} chose {when} to {on_with_it}",
        f"Another exception was made {when}",
        f"A third followed {when}",
    )[pen.turn("exception")]
    return [say(f"{began}{why}{until}", exception, ".")]


def declined(tale: Tale, pen: Pen) -> list[Sentence]:
    """The no that was said, by whom and why."""
    lines = []
    for no in tale.state.course.declined[-1:]:
        data = no.data
        when = pen.on(tale.day(no))
        given_up = listing([quoted(value) for value in data.values])
        rather = f" rather than give up {given_up}" if given_up else ""
        why = f": {quoted(data.reason)}" if data.reason else ""
        if data.by_side is None:
            began = f"The relationship was declined {when}"
        else:
            began = f"{capital(pen.who(data.by_side))} declined the relationship {when}"
        lines.append(say(f"{began}{rather}{why}", no, "."))
    return lines
