"""Coming back on the work: reviews, what each side said there, what they decided; absences.

Rule kept here: what a side said is quoted; that somebody was away explains a silence, and
why they were is nobody's story.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from noe_core.facts import Recorded
from noe_core.history import place
from noe_core.narration.en.pen import ROLES, Pen
from noe_core.narration.en.words import capital, count, listing, number, quoted, time_spent
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.reviews import Adjustment, ReflexiveLevel, Relevance, ReviewHeld
from noe_core.values import Period, Side

LEVELS = {
    ReflexiveLevel.INTERNAL: "how the provider works",
    ReflexiveLevel.RELATIONAL: "the relation",
    ReflexiveLevel.CLIENT_SIDE: "what the work displaces at the client’s",
}

RELEVANCES = {
    Relevance.RELEVANT: "was to the point",
    Relevance.PARTLY: "was partly to the point",
    Relevance.OFF: "was beside the point",
}


def came_back(tale: Tale, pen: Pen) -> list[Sentence]:
    """How the parties came back on the work; what was said before the first review, first."""
    held, given = tale.state.reviews.held, tale.state.reviews.feedback
    if held and given and place(given[-1]) < place(held[0]):
        return [*feedback(tale, pen), *reviews(tale, pen), *absences(tale, pen)]
    return [*reviews(tale, pen), *absences(tale, pen), *feedback(tale, pen)]


def reviews(tale: Tale, pen: Pen) -> list[Sentence]:
    """The times the parties came back on the work, what was said, and what came of it."""
    held = tale.state.reviews.held
    if len(held) > FEW:
        gathered, kept = _gathered(held, tale, pen), _decided(held, tale, pen)
        return [gathered, *kept, *_voices(held[-1], tale, pen)]
    return [
        line
        for index, review in enumerate(held)
        for line in (*_review(review, index, tale, pen), *_decision(review, tale, pen))
    ]


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


def accounts(tale: Tale, pen: Pen) -> list[Sentence]:
    """What was said in each review, where there are too many to tell one by one."""
    held = tale.state.reviews.held
    if len(held) <= FEW:
        return []
    lines = []
    many = sum(r.data.adjustments is Adjustment.KEPT_AS_IS for r in held) > FEW
    for review in held:
        kept = many and review.data.adjustments is Adjustment.KEPT_AS_IS
        why = _why(review)
        told = [
            quoted(review.data.account) if review.data.account else "",
            f"nothing was changed{why}" if kept and (why or review.data.account) else "",
        ]
        said = "; ".join(part for part in told if part)
        if said:
            lines.append(say(f"{capital(pen.date(tale.day(review)))}: {said}", review))
    return lines


def _review(review: Recorded[ReviewHeld], index: int, tale: Tale, pen: Pen) -> list[Sentence]:
    told = _voices(review, tale, pen)
    if told:
        return told
    asked = listing([LEVELS[level] for level in ReflexiveLevel if level in review.data.levels])
    about = f", on {asked}" if asked else ""
    began = ("A review was held", "Another took place", "A third followed")[index]
    account = f": {quoted(review.data.account)}" if review.data.account else ""
    return [say(f"{began} {pen.on(tale.day(review))}{about}{account}", review, ".")]


def _voices(review: Recorded[ReviewHeld], tale: Tale, pen: Pen) -> list[Sentence]:
    """What each side said of the work, in its own words."""
    said = [a for a in review.data.assessments if a.account]
    if not said:
        return []
    when = pen.on(tale.day(review))
    turn = pen.turn("joint voices" if review.data.two_sided else "voices")
    voices = [_voice(a.of_side, a.by_side, a.account or "", turn) for a in said]
    which = "Another review" if turn % 2 else "A review"
    if not review.data.participants:
        began = f"{which}, {when}, gave this"
    elif not review.data.two_sided:
        began = f"{which} of one side alone, {when}, gave this"
    elif turn % 3 == 0:
        began = f"{capital(when)} the two sides came back on the experience"
    elif turn % 3 == 1:
        began = f"The two sides came back on it again {when}"
    else:
        began = f"At the following review, {when}, this was heard"
    return [say(f"{began}: {'; '.join(voices)}", review, ".")]


def _voice(of: Side, by: Side, account: str, turn: int) -> str:
    whose = "its own work" if of is by else f"{ROLES[of]}’s work"
    if turn % 2:
        return f"{ROLES[by]} said of {whose}, {quoted(account)}"
    return f"of {whose} {ROLES[by]} said {quoted(account)}"


def _decision(review: Recorded[ReviewHeld], tale: Tale, pen: Pen) -> list[Sentence]:
    """What a review decided, where nothing else in the story follows from it."""
    kept, revise = Adjustment.KEPT_AS_IS, Adjustment.WILL_REVISE
    if review.data.adjustments is kept:
        began = ("They chose to change nothing", "Again nothing was changed, on purpose")
        why = f": {quoted(review.data.kept_reason)}" if review.data.kept_reason else ""
        return [say(f"{began[pen.turn('kept') % 2]}{why}", review, ".")]
    if review.data.adjustments is revise and not tale.came_of(review):
        left = ("It left something to revise", "This time too, something was left to revise")
        return [say(left[pen.turn("revise") % 2], review, ".")]
    return []


def _decided(held: Sequence[Recorded[ReviewHeld]], tale: Tale, pen: Pen) -> list[Sentence]:
    """The same of many reviews, together; a few with their days and reasons."""
    kept = [r for r in held if r.data.adjustments is Adjustment.KEPT_AS_IS]
    if not kept:
        return []
    times = {1: "once", 2: "twice"}.get(len(kept), f"{number(len(kept))} times")
    chose = f"{capital(times)}, the choice was to change nothing"
    if len(kept) > FEW:
        return [say(chose, kept, ".")]
    if len(kept) == 1:
        alone = f"{capital(pen.on(tale.day(kept[0])))} the choice was to change nothing"
        return [say(f"{alone}{_why(kept[0])}", kept, ".")]
    days = [f"{pen.on(tale.day(r))}{_why(r)}" for r in kept]
    return [say(f"{chose}: {listing(days)}", kept, ".")]


def _why(review: Recorded[ReviewHeld]) -> str:
    return f" ({quoted(review.data.kept_reason)})" if review.data.kept_reason else ""


def feedback(tale: Tale, pen: Pen) -> list[Sentence]:
    """What one side found of what it receives, asked or not; else that it was asked."""
    found = tale.state.reviews
    given = [f for f in found.feedback if f.data.relevance]
    last = given[-1] if given else None
    asked = [r for r in found.requests if last is None or place(r) < place(last)][-1:]
    spent = time_spent(asked[0].data.minutes_asked) if asked and asked[0].data.minutes_asked else ""
    if last is None or last.data.relevance is None:
        silent = asked and not tale.unread("feedback_given")
        what = f"Feedback{f', {spent} of it,' if spent else ''} was asked for"
        told = f"{what} {pen.on(tale.day(asked[0]))}, with no answer on record" if silent else ""
        return [say(told, asked, ".")] if told else []
    who = ROLES[last.data.by_side or Side.CLIENT]
    whom = f", asked for {spent or 'its view'}," if asked else ""
    said = f": {quoted(last.data.verbatim)}" if last.data.verbatim else ""
    began = f"{pen.front(tale.day(last))} {who}{whom} said that what it was given"
    return [say(f"{began} {RELEVANCES[last.data.relevance]}{said}", (*asked, last), ".")]


def absences(tale: Tale, pen: Pen) -> list[Sentence]:
    """When a side was away; never why."""
    lines = []
    for side in Side:
        noted = [
            a
            for a in tale.state.availability.noted
            if a.data.party is not None and a.data.party.side is side
        ]
        told = [(a, a.data.period) for a in noted if a.data.period is not None]
        if not told:
            continue
        who = f"{capital(ROLES[side])}{', too,' if pen.turn('away') else ''}"
        if len(told) > FEW:
            when = f"was away {number(len(told))} times"
        else:
            when = _when_away([period for _, period in told], tale, pen)
        lines.append(say(f"{who} {when}", [absence for absence, _ in told], "."))
    return lines


def _when_away(periods: Sequence[Period], tale: Tale, pen: Pen) -> str:
    """“was away from 3 to 9 March and will be in August”."""
    parts: list[str] = []
    ordered = sorted(periods, key=lambda period: period.start)
    for (first, again), during in groupby(ordered, key=lambda period: _away(period, tale)):
        verb = again if parts else first
        parts.append(f"{verb} {listing([pen.over(period) for period in during])}")
    return listing(parts)


def _away(period: Period, tale: Tale) -> tuple[str, str]:
    """Being away as it is said from the day of the story, first and then again."""
    if period.start > tale.view.day:
        return "will be away", "will be"
    return ("is away", "is") if period.end >= tale.view.day else ("was away", "was")
