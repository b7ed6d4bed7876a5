"""The work: what was said when coming back on it, what shows of it, and what does not.

Rule kept here: tell, then count; figures are few, rounded as a person would say them, and
each comes once.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

from noe_core.facts import AnyRecorded, Recorded
from noe_core.narration.en.pen import ROLES, Pen
from noe_core.narration.en.words import capital, count, listing, number, quoted, time_spent
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.projections.reflexive_time import reflexive_time
from noe_core.relationship.reviews import ReflexiveLevel, Relevance, ReviewHeld
from noe_core.relationship.work import (
    Direction,
    ImmaterialResource,
    WorkNature,
    WorkRecorded,
)
from noe_core.values import Side

LEVELS = {
    ReflexiveLevel.INTERNAL: "how the provider works",
    ReflexiveLevel.RELATIONAL: "the relation",
    ReflexiveLevel.CLIENT_SIDE: "what the work displaces at the client’s",
}
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
RELEVANCES = {
    Relevance.RELEVANT: "to the point",
    Relevance.PARTLY: "partly to the point",
    Relevance.OFF: "beside the point",
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
    reviews = _reviews(tale, pen)
    above, details = _above(tale, pen)
    below = [*_constraints(tale), *_resources(tale, pen), *_advice(tale, pen)]
    lines = [*reviews, *above, *_reflexive(tale), *below, *_feedback(tale, pen)]
    accounts = _accounts(tale, pen)
    both = bool(above) and bool(below or tale.state.reviews.held)
    title = "The work, above the water and below" if both else "The work"
    return Chapter(key="worked", title=title, sentences=tuple(lines), details=(*accounts, *details))


def _reviews(tale: Tale, pen: Pen) -> list[Sentence]:
    held = tale.state.reviews.held
    if not held:
        return []
    if len(held) > FEW:
        return [_gathered(held, tale, pen), *_voices(held[-1], tale, pen)]
    return [line for index, review in enumerate(held) for line in _review(review, index, tale, pen)]


def _gathered(held: Sequence[Recorded[ReviewHeld]], tale: Tale, pen: Pen) -> Sentence:
    days = [tale.day(review) for review in held]
    gaps = sorted((b - a).days for a, b in pairwise(days))
    pace = _pace(gaps[len(gaps) // 2])
    total = count(len(held), "review was held", "reviews were held")
    return say(f"{capital(pen.between(days[0], days[-1]))}, {total}{pace}", held, ".")


def _pace(gap: int) -> str:
    """How often, roughly: in weeks, beyond two months in months; nothing under two weeks."""
    weeks, months = round(gap / 7), round(gap / 30.4)
    if weeks > 8:  # noqa: PLR2004 - two months
        return f", roughly every {number(months)} months"
    return f", roughly every {number(weeks)} weeks" if weeks > 1 else ""


def _accounts(tale: Tale, pen: Pen) -> list[Sentence]:
    """What was said in each review, where there are too many to tell one by one."""
    held = tale.state.reviews.held
    if len(held) <= FEW:
        return []
    return [
        say(f"{capital(pen.date(tale.day(r)))}: {quoted(r.data.account)}", r)
        for r in held
        if r.data.account
    ]


def _review(review: Recorded[ReviewHeld], index: int, tale: Tale, pen: Pen) -> list[Sentence]:
    told = _voices(review, tale, pen)
    if told:
        return told
    asked = listing([LEVELS[level] for level in ReflexiveLevel if level in review.data.levels])
    about = f", on {asked}" if asked else ""
    began = "A review was held" if not index else "Another took place"
    account = f": {quoted(review.data.account)}" if review.data.account else ""
    return [say(f"{began} {pen.on(tale.day(review))}{about}{account}", review, ".")]


def _voices(review: Recorded[ReviewHeld], tale: Tale, pen: Pen) -> list[Sentence]:
    """What each side said of the work, in its own words."""
    said = [a for a in review.data.assessments if a.account]
    if not said:
        return []
    voices = [_voice(a.of_side, a.by_side, a.account or "") for a in said]
    when = pen.on(tale.day(review))
    turn = pen.turn("joint voices" if review.data.two_sided else "voices")
    if not review.data.participants:
        began = f"A review, {when}, gave this"
    elif not review.data.two_sided:
        began = f"A review of one side alone, {when}, gave this"
    elif turn % 3 == 0:
        began = f"{capital(when)} the two sides came back on the experience"
    elif turn % 3 == 1:
        began = f"They did so again {when}"
    else:
        began = f"At the following review, {when}, this was heard"
    return [say(f"{began}: {'; '.join(voices)}", review, ".")]


def _voice(of: Side, by: Side, account: str) -> str:
    if of is by:
        return f"of its own work {ROLES[by]} says {quoted(account)}"
    return f"of {ROLES[of]}’s work {ROLES[by]} says {quoted(account)}"


def _above(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    work = [w for w in tale.work if w.data.minutes]
    if not work:
        return [], []
    minutes = sum(w.data.minutes or 0 for w in work)
    client = sum(w.data.minutes or 0 for w in work if w.data.done_by is Side.CLIENT)
    stepped = [w for w in work if w.data.nature is WorkNature.REFLEXIVE]
    when = capital(pen.between(tale.day(work[0]), tale.day(work[-1])))
    verb = "can be seen"
    parts = [f"{time_spent(client)} by the client"] if client else []
    if stepped:
        parts.append(f"{time_spent(sum(w.data.minutes or 0 for w in stepped))} of stepping back")
    among = f", among them {listing(parts)}" if parts else ""
    lines = [say(f"{when}, {time_spent(minutes)} of work {verb}{among}", work, ".")]
    lines += _deliverables(work)
    told = [w for w in work if w.data.account or w.data.gap]
    if len(told) > FEW:
        return lines, [_item(w) for w in told]
    return [*lines, *(_account(w, tale, pen) for w in told)], []


def _account(work: Recorded[WorkRecorded], tale: Tale, pen: Pen) -> Sentence:
    data = work.data
    named = [
        quoted(data.topic) if data.topic else "",
        time_spent(data.minutes) if data.minutes else "",
    ]
    about = ", ".join(part for part in named if part)
    said = [quoted(data.account)] if data.account else []
    if data.gap:
        said.append(f"the real asked for something else, {quoted(data.gap)}")
    began = ("The work of {} ({}) was told like this", "From the work of {} ({}) this was kept")
    begun = began[pen.turn("account") % 2].format(pen.date(tale.day(work)), about)
    return say(f"{begun}: {'; '.join(said)}", work, ".")


def _deliverables(work: Sequence[Recorded[WorkRecorded]]) -> list[Sentence]:
    made = [(w, text) for w in work for text in w.data.deliverables]
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


def _constraints(tale: Tale) -> list[Sentence]:
    told = {t.missed.data.constraint_id for e in tale.troubled for t in e.terms if t.missed}
    found = [c for key, c in tale.state.work.constraints.items() if key not in told and c.data.text]
    if len(found) > FEW:
        total = count(len(found), "constraint was", "constraints were")
        return [say(f"{capital(total)} put before the other side", found, ".")]
    shown = ("a constraint came to light", "another appeared", "a third was spoken of")
    lines = []
    for said, constraint in zip(shown, found, strict=False):
        side = constraint.data.side
        where = f"On {ROLES[side]}’s side" if side else "On one side or the other"
        text = quoted(constraint.data.text or "")
        lines.append(say(f"{where}, {said}: {text}", constraint, "."))
    return lines


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


def _feedback(tale: Tale, pen: Pen) -> list[Sentence]:
    given = [f for f in tale.state.reviews.feedback if f.data.relevance]
    if not given:
        return []
    last = given[-1]
    relevance = RELEVANCES[last.data.relevance] if last.data.relevance else ""
    told = f": {quoted(last.data.verbatim)}" if last.data.verbatim else ""
    who = ROLES[last.data.by_side or Side.CLIENT]
    began = f"Asked, {who}" if tale.state.reviews.requests else capital(who)
    when = pen.on(tale.day(last))
    return [say(f"{began} found it {relevance}, {when}{told}", last, ".")]
