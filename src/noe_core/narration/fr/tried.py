"""Before a yes or a no: what was tried for nothing, the values compared, what was declined.

Rule kept here: a no is told with its reason and in the same voice as a yes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import place
from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    days,
    listing,
    number,
    ordinal,
    quoted,
)
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.shared_values import ValuesCompared, ValuesExceptionMade, ValuesOutcome
from noe_core.relationship.trials import TrialEnded, TrialKind, TrialOffered
from noe_core.values import Side

TRIALS = {
    TrialKind.FREE_DAYS: "des jours gratuits",
    TrialKind.FREE_AUDIT: "un diagnostic gratuit",
    TrialKind.FREE_TOOL: "un outil gratuit",
}
OUTCOMES = {
    ValuesOutcome.COMPATIBLE: "elles s’accordent",
    ValuesOutcome.TO_DISCUSS: "il reste à en parler",
    ValuesOutcome.INCOMPATIBLE: "elles ne s’accordent pas",
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
    return [say(f"{span}, {number(len(facts))} essais gratuits ont été proposés", facts, ".")]


def _offered(offer: Recorded[TrialOffered], tale: Tale, pen: Pen) -> list[Sentence]:
    when = pen.front(tale.day(offer))
    again = "de nouveau " if pen.turn("trial") else ""
    who = pen.who(Side.PROVIDER)
    proposed = f"{who} {who.verb('a', 'ont')} {again}proposé d’essayer"
    return [say(f"{when}, {proposed}{_what(offer)}", offer, ".")]


def _ended(
    offer: Recorded[TrialOffered], end: Recorded[TrialEnded], tale: Tale, pen: Pen
) -> list[Sentence]:
    which = "L’essai"
    if len(tale.trials) > 1:
        day = pen.of_day(tale.day(offer))
        which = f"Quant à celui {day}, il" if pen.turn("trial end") % 2 else f"L’essai {day}"
    when = pen.after(tale.day(offer), tale.day(end))
    told = f"{NBSP}: {quoted(end.data.outcome)}" if end.data.outcome else ""
    return [say(f"{which} a pris fin {when}{told}", end, ".")]


def _what(offer: Recorded[TrialOffered]) -> str:
    kind, length = offer.data.kind, offer.data.days
    if kind is None:
        return f" pendant {days(length)}" if length else ""
    if kind is TrialKind.FREE_DAYS and length:
        return f"{NBSP}: {count(length, 'jour gratuit', 'jours gratuits')}"
    lasting = f" pendant {days(length)}" if length else ""
    return f"{NBSP}: {TRIALS[kind]}{lasting}"


def _ends(ended: Sequence[Recorded[TrialEnded]], tale: Tale, pen: Pen) -> list[Sentence]:
    """Ends told together, or of trials whose offer is not on record."""
    if not ended:
        return []
    told = [quoted(end.data.outcome) for end in ended if end.data.outcome][:FEW]
    what = f"{NBSP}: {listing(told)}" if told else ""
    if len(ended) == 1:
        return [say(f"Un essai a pris fin {pen.on(tale.day(ended[0]))}{what}", ended, ".")]
    return [say(f"{capital(number(len(ended)))} essais ont pris fin{what}", ended, ".")]


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
    held = ours.verb("a mis ses", "ont mis leurs")
    began = f"{pen.front(tale.day(fact))}, {ours} {held} valeurs en regard de celles {theirs.of}"
    return [say(f"{began}{_came_to(fact)}", fact, ".")]


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
        told = f"La {ordinal(rank)} fois, c’était {when}"
    else:
        told = f"Les valeurs ont été comparées une {ordinal(rank)} fois {when}"
    return [say(f"{told}{_came_to(fact)}", cited, ".")]


def _came_to(fact: Recorded[ValuesCompared]) -> str:
    points = listing([quoted(point) for point in fact.data.points])
    about = f" ({points})" if points else ""
    if fact.data.outcome is None:
        return about
    return f"{NBSP}: {OUTCOMES[fact.data.outcome]}{about}"


def _exception(exception: Recorded[ValuesExceptionMade], tale: Tale, pen: Pen) -> list[Sentence]:
    data = exception.data
    people = len(data.approved_by)
    who = capital(count(people, "personne a", "personnes ont", feminine=True)) if people else "On a"
    when = pen.on(tale.day(exception))
    why = f"{NBSP}: {quoted(data.reason)}" if data.reason else ""
    until = f"{NBSP}; à revoir d’ici {pen.at_day(data.review_by)}" if data.review_by else ""
    before = [c for c in tale.state.values.compared if place(c) < place(exception)]
    on_with_it = "continuer malgré cela" if before else "faire une exception aux valeurs"
    began = (
        f"{who} choisi {when} de {on_with_it}",
        f"Une autre exception a été faite {when}",
        f"Une troisième l’a été {when}",
    )[pen.turn("exception")]
    return [say(f"{began}{why}{until}", exception, ".")]


def declined(tale: Tale, pen: Pen) -> list[Sentence]:
    """The no that was said, by whom and why."""
    lines = []
    for no in tale.state.course.declined[-1:]:
        data = no.data
        when = pen.on(tale.day(no))
        given_up = listing([quoted(value) for value in data.values])
        rather = f" plutôt que de renoncer à {given_up}" if given_up else ""
        why = f"{NBSP}: {quoted(data.reason)}" if data.reason else ""
        if data.by_side is None:
            began = f"La relation a été déclinée {when}"
        else:
            who = pen.who(data.by_side)
            began = f"{capital(str(who))} {who.verb('a', 'ont')} décliné la relation {when}"
        lines.append(say(f"{began}{rather}{why}", no, "."))
    return lines
