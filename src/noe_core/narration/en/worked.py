"""The work: what was said when coming back on it, what shows of it, and what does not.

Rule kept here: tell, then count; figures are few, rounded as a person would say them, and
each comes once.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from noe_core.facts import AnyRecorded, Recorded
from noe_core.narration.en.pen import Pen
from noe_core.narration.en.real import constraints
from noe_core.narration.en.reviewed import accounts, came_back
from noe_core.narration.en.teams import teams
from noe_core.narration.en.words import capital, count, figure, listing, number, quoted, time_spent
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.projections.reflexive_time import reflexive_time
from noe_core.relationship.work import (
    Direction,
    ImmaterialResource,
    WorkNature,
    WorkRecorded,
)
from noe_core.values import Side

RESOURCES = {
    ImmaterialResource.TRUST: "trust",
    ImmaterialResource.COMPETENCE: "competence",
    ImmaterialResource.RELEVANCE: "relevance",
    ImmaterialResource.HEALTH: "health",
}
DIRECTIONS = {
    Direction.MOBILISED: "was called upon",
    Direction.STRENGTHENED: "grew stronger",
    Direction.ERODED: "wore thinner",
}
SHARES = (
    (Fraction(1, 10), "a tenth"),
    (Fraction(1, 8), "an eighth"),
    (Fraction(1, 6), "a sixth"),
    (Fraction(1, 5), "a fifth"),
    (Fraction(1, 4), "a quarter"),
    (Fraction(1, 3), "a third"),
    (Fraction(1, 2), "half"),
    (Fraction(2, 3), "two thirds"),
    (Fraction(3, 4), "three quarters"),
    (Fraction(1), "all"),
)


def worked(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on the work, above the water and below."""
    # In the order they are read: the pen says the year where it changes.
    coming_back = came_back(tale, pen)
    above, details = _above(tale, pen)
    below = [] if tale.grains else constraints(tale)
    below += [*_resources(tale, pen), *_advice(tale, pen), *teams(tale, pen)]
    shown = [*above, *(_reflexive(tale) if above or coming_back else [])]
    told = (*accounts(tale, pen), *details)
    both = bool(above) and bool(below or tale.grains or tale.state.reviews.held)
    title = "The work, above the water and below" if both else "The work"
    return Chapter.of("worked", title, coming_back, shown, below, details=told)


def _above(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    if not tale.state.work.done:
        return [], []
    lines = [*_time(tale, pen), *_by_machine(tale), *_made(tale), *_volumes(tale)]
    told = [w for w in tale.work if w.data.account or w.data.gap]
    if len(told) > FEW:
        return lines, [_item(w) for w in told]
    return [*lines, *(_account(w, tale, pen) for w in told)], []


def _time(tale: Tale, pen: Pen) -> list[Sentence]:
    """The hours that show; work of which nobody said how long it took is said apart."""
    timed = [w for w in tale.work if w.data.minutes]
    untimed = [w for w in tale.work if not w.data.minutes]
    if not timed:
        return _untimed(untimed, pen)
    minutes = sum(w.data.minutes or 0 for w in timed)
    client = sum(w.data.minutes or 0 for w in timed if w.data.done_by is Side.CLIENT)
    stepped = [w for w in timed if w.data.nature is WorkNature.REFLEXIVE]
    when = pen.across(timed)
    all_theirs = " by the client" if client == minutes else ""
    parts = [f"{time_spent(client)} by the client"] if client and not all_theirs else []
    if stepped:
        parts.append(f"{time_spent(sum(w.data.minutes or 0 for w in stepped))} of stepping back")
    among = f", among them {listing(parts)}" if parts else ""
    said = f"{capital(when)}, {time_spent(minutes)} of work{all_theirs} can be seen{among}"
    if len({tale.day(w) for w in timed}) == 1:
        # The day it was noted, which need not be the day it was done.
        seen = f"The work{all_theirs} that can be seen, noted {when},"
        said = f"{seen} took {time_spent(minutes)}{among}"
    if not untimed:
        return [say(said, timed, ".")]
    others = f"{number(len(untimed))} other pieces of work are"
    more = "another piece of work is" if len(untimed) == 1 else others
    return [say(said, timed, f"; {more} on record without a duration", untimed, ".")]


def _untimed(work: Sequence[Recorded[WorkRecorded]], pen: Pen) -> list[Sentence]:
    if not work:
        return []
    topics = list(dict.fromkeys(w.data.topic for w in work if w.data.topic))
    about = f" ({listing([quoted(t) for t in topics])})" if 0 < len(topics) <= FEW else ""
    when = capital(pen.across(work))
    pieces = count(len(work), "piece of work is", "pieces of work are")
    return [say(f"{when}, {pieces} on record without a duration{about}", work, ".")]


def _by_machine(tale: Tale) -> list[Sentence]:
    automated = [w for w in tale.state.work.done.values() if w.data.automated]
    if not automated:
        return []
    topics = list(dict.fromkeys(w.data.topic for w in automated if w.data.topic))
    about = f": {listing([quoted(t) for t in topics])}" if 0 < len(topics) <= FEW else ""
    return [say(f"Part of the work was automated and took nobody’s time{about}", automated, ".")]


def _volumes(tale: Tale) -> list[Sentence]:
    """What was counted, unit by unit; units are never added to one another."""
    counted = [(w, q) for w in tale.state.work.done.values() for q in w.data.volumes]
    if not counted:
        return []
    by_unit: dict[str, Decimal] = {}
    for _, quantity in counted:
        by_unit[quantity.unit] = by_unit.get(quantity.unit, Decimal(0)) + quantity.value
    facts = [w for w, _ in counted]
    if len(by_unit) > FEW:
        units = listing([quoted(unit) for unit in by_unit])
        return [say(f"The work was counted in {units}", facts, ".")]
    parts = [f"{figure(value)} in {quoted(unit)}" for unit, value in by_unit.items()]
    return [say(f"Counted, the work comes to {listing(parts)}", facts, ".")]


def _account(work: Recorded[WorkRecorded], tale: Tale, pen: Pen) -> Sentence:
    data = work.data
    named = [
        quoted(data.topic) if data.topic else "",
        time_spent(data.minutes) if data.minutes else "",
    ]
    about = ", ".join(part for part in named if part)
    about = f" ({about})" if about else ""
    said = [quoted(data.account)] if data.account else []
    if data.gap:
        said.append(f"the real asked for something else, {quoted(data.gap)}")
    began = ("The work of {}{} was told like this", "From the work of {}{} this was kept")
    begun = began[pen.turn("account") % 2].format(pen.date(tale.day(work)), about)
    return say(f"{begun}: {'; '.join(said)}", work, ".")


def _made(tale: Tale) -> list[Sentence]:
    made = [(w, text) for w in tale.state.work.done.values() for text in w.data.deliverables]
    if not made:
        return []
    facts = [w for w, _ in made]
    if len(made) > FEW:
        total = count(len(made), "deliverable", "deliverables")
        return [say(f"Out of it came {total}", facts, ".")]
    return [say(f"Out of it came {listing([quoted(text) for _, text in made])}", facts, ".")]


def _item(work: Recorded[WorkRecorded]) -> Sentence:
    data = work.data
    topic = quoted(data.topic) if data.topic else "Work"
    spent = f", {time_spent(data.minutes)}" if data.minutes else ""
    account = f": {quoted(data.account)}" if data.account else ""
    gap = f"; the real asked for something else: {quoted(data.gap)}" if data.gap else ""
    return say(f"{topic}{spent}{account}{gap}", work)


def _reflexive(tale: Tale) -> list[Sentence]:
    found = reflexive_time(tale.state, tale.view)
    if not found.share:
        return []
    facts = tale.sources(found.reflexive.evidence)
    spent = f"Coming back on it took {spoken_share(found.share)}"
    return [say(f"{spent} of the provider’s time", facts, ".")]


def spoken_share(share: Fraction) -> str:
    """A share as a person says it: ``a fifth``, ``nearly a quarter``, ``just over a third``."""
    nearest, said = min(SHARES, key=lambda known: abs(known[0] - share))
    if share == nearest:
        return said
    if share < SHARES[0][0] * Fraction(3, 4):
        return "less than a tenth"
    return f"nearly {said}" if share < nearest else f"just over {said}"


def _resources(tale: Tale, pen: Pen) -> list[Sentence]:
    lines = []
    for resource in ImmaterialResource:
        noted = [n for n in tale.state.work.resources.values() if n.data.resource is resource]
        parts: list[str] = []
        facts: list[AnyRecorded] = []
        for note in noted[:FEW]:
            data = note.data
            if data.direction is None:
                continue
            what = "that" if parts else f"The {RESOURCES[resource]}"
            side = f" of {pen.who(data.side)}" if data.side else ""
            when = pen.on(tale.day(note))
            told = f": {quoted(data.account)}" if data.account else ""
            parts.append(f"{what}{side} {DIRECTIONS[data.direction]} {when}{told}")
            facts += [note, *tale.sources(data.evidence)]
        if parts:
            lines.append(say("; ".join(parts), facts, "."))
    return lines


def _advice(tale: Tale, pen: Pen) -> list[Sentence]:
    given = [a for a in tale.state.work.advice if a.data.text]
    if len(given) > FEW:
        against = sum(bool(a.data.against_own_revenue) for a in given)
        often = {1: "once", 2: "twice"}.get(against, f"{number(against)} times")
        cost = f", {often} against its own revenue" if against else ""
        total = count(len(given), "time", "times")
        return [say(f"The provider gave advice {total}{cost}", given, ".")]
    began = ("{} the provider advised this", "More advice followed {}", "A third piece came {}")
    lines = []
    for start, advice in zip(began, given, strict=False):
        data = advice.data
        cost = ", against its own revenue" if data.against_own_revenue else ""
        followed = {True: "; the advice was followed", False: "; the advice was not followed"}
        after = followed[data.followed] if data.followed is not None else ""
        said = capital(start.format(pen.on(tale.day(advice))))
        lines.append(say(f"{said}{cost}: {quoted(data.text or '')}{after}", advice, "."))
    return lines
