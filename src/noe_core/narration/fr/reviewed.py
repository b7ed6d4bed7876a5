"""Coming back on the work: reviews, what each side said there, what they decided; absences.

Rule kept here: what a side said is quoted; that somebody was away explains a silence, and
why they were is nobody's story.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from noe_core.facts import Recorded
from noe_core.history import place
from noe_core.narration.fr.pen import ROLES, Pen
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    listing,
    number,
    quoted,
    time_spent,
)
from noe_core.narration.narrative import Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.reviews import Adjustment, ReflexiveLevel, Relevance, ReviewHeld
from noe_core.values import Period, Side

LEVELS = {
    ReflexiveLevel.INTERNAL: "la façon de travailler du prestataire",
    ReflexiveLevel.RELATIONAL: "la relation",
    ReflexiveLevel.CLIENT_SIDE: "ce que le travail déplace chez le client",
}

RELEVANCES = {
    Relevance.RELEVANT: "tombait juste",
    Relevance.PARTLY: "tombait juste en partie",
    Relevance.OFF: "tombait à côté",
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
    total = count(len(held), "revue a été tenue", "revues ont été tenues", feminine=True)
    return say(f"{capital(pen.between(days[0], days[-1]))}, {total}{pace}", held, ".")


def _pace(gap: int) -> str:
    """How often, roughly: in weeks, beyond two months in months; nothing under two weeks."""
    weeks, months = round(gap / 7), round(gap / 30.4)
    if weeks > 8:  # noqa: PLR2004 - two months
        return f", à peu près tous les {number(months)} mois"
    return f", à peu près toutes les {number(weeks)} semaines" if weeks > 1 else ""


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
            f"rien n’a été changé{why}" if kept and (why or review.data.account) else "",
        ]
        said = f"{NBSP}; ".join(part for part in told if part)
        if said:
            lines.append(say(f"{capital(pen.on(tale.day(review)))}{NBSP}: {said}", review))
    return lines


def _review(review: Recorded[ReviewHeld], index: int, tale: Tale, pen: Pen) -> list[Sentence]:
    told = _voices(review, tale, pen)
    if told:
        return told
    when = pen.on(tale.day(review))
    asked = listing([LEVELS[level] for level in ReflexiveLevel if level in review.data.levels])
    about = f", sur {asked}" if asked else ""
    began = ("Une revue a été tenue", "Une autre l’a été", "Une troisième a suivi")[index]
    account = f"{NBSP}: {quoted(review.data.account)}" if review.data.account else ""
    return [say(f"{began} {when}{about}{account}", review, ".")]


def _voices(review: Recorded[ReviewHeld], tale: Tale, pen: Pen) -> list[Sentence]:
    """What each side said of the work, in its own words."""
    said = [a for a in review.data.assessments if a.account]
    if not said:
        return []
    when = pen.on(tale.day(review))
    turn = pen.turn("joint voices" if review.data.two_sided else "voices")
    voices = [_voice(a.of_side, a.by_side, a.account or "", turn) for a in said]
    which = "Une autre revue" if turn % 2 else "Une revue"
    if not review.data.participants:
        began = f"{which}, {when}, a donné ceci"
    elif not review.data.two_sided:
        began = f"{which} d’une seule partie, {when}, a donné ceci"
    elif turn % 3 == 0:
        began = f"{capital(when)}, les deux parties sont revenues sur l’expérience"
    elif turn % 3 == 1:
        began = f"Les deux parties y sont revenues {when}"
    else:
        began = f"À la revue suivante, {when}, on a entendu ceci"
    return [say(f"{began}{NBSP}: {f'{NBSP}; '.join(voices)}", review, ".")]


def _voice(of: Side, by: Side, account: str, turn: int) -> str:
    whose = "de son propre travail" if of is by else f"du travail {ROLES[of].of}"
    if turn % 2:
        return f"{ROLES[by]} a dit {whose} {quoted(account)}"
    return f"{whose}, {ROLES[by]} a dit {quoted(account)}"


def _decision(review: Recorded[ReviewHeld], tale: Tale, pen: Pen) -> list[Sentence]:
    """What a review decided, where nothing else in the story follows from it."""
    kept, revise = Adjustment.KEPT_AS_IS, Adjustment.WILL_REVISE
    if review.data.adjustments is kept:
        began = ("On a choisi de n’y rien changer", "Là encore, rien n’a été changé, à dessein")
        why = f"{NBSP}: {quoted(review.data.kept_reason)}" if review.data.kept_reason else ""
        return [say(f"{began[pen.turn('kept') % 2]}{why}", review, ".")]
    if review.data.adjustments is revise and not tale.came_of(review):
        left = ("Il en est resté quelque chose à revoir", "Cette fois aussi, il restait à revoir")
        return [say(left[pen.turn("revise") % 2], review, ".")]
    return []


def _decided(held: Sequence[Recorded[ReviewHeld]], tale: Tale, pen: Pen) -> list[Sentence]:
    """The same of many reviews, together; a few with their days and reasons."""
    kept = [r for r in held if r.data.adjustments is Adjustment.KEPT_AS_IS]
    if not kept:
        return []
    times = f"{capital(number(len(kept), feminine=True))} fois"
    chose = "on a choisi de ne rien changer"
    if len(kept) > FEW:
        return [say(f"{times}, {chose}", kept, ".")]
    if len(kept) == 1:
        alone = f"{capital(pen.on(tale.day(kept[0])))}, {chose}{_why(kept[0])}"
        return [say(alone, kept, ".")]
    days = [f"{pen.on(tale.day(r))}{_why(r)}" for r in kept]
    said = f"{times}, {chose}{NBSP}: {listing(days)}"
    return [say(said, kept, ".")]


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
        what = f"Un retour{f' de {spent}' if spent else ''} a été demandé"
        told = f"{what} {pen.on(tale.day(asked[0]))}, sans réponse consignée" if silent else ""
        return [say(told, asked, ".")] if told else []
    who = ROLES[last.data.by_side or Side.CLIENT]
    whom = f", à qui l’on avait demandé {spent or 'un retour'}," if asked else ""
    said = f"{NBSP}: {quoted(last.data.verbatim)}" if last.data.verbatim else ""
    began = f"{pen.front(tale.day(last))}, {who}{whom} a dit que ce qui lui était apporté"
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
        who = f"{capital(str(ROLES[side]))}{' aussi' if pen.turn('away') else ''}"
        if len(told) > FEW:
            when = f"s’est absenté {number(len(told), feminine=True)} fois"
        else:
            when = _when_away([period for _, period in told], tale, pen)
        lines.append(say(f"{who} {when}", [absence for absence, _ in told], "."))
    return lines


def _when_away(periods: Sequence[Period], tale: Tale, pen: Pen) -> str:
    """« était absent du 3 au 9 mars et le sera en août »."""
    parts: list[str] = []
    ordered = sorted(periods, key=lambda period: period.start)
    for (first, again), during in groupby(ordered, key=lambda period: _away(period, tale)):
        verb = again if parts else first
        parts.append(f"{verb} {listing([pen.over(period) for period in during])}")
    return listing(parts)


def _away(period: Period, tale: Tale) -> tuple[str, str]:
    """Being away as it is said from the day of the story, first and then again."""
    if period.start > tale.view.day:
        return "sera absent", "le sera"
    if period.end >= tale.view.day:
        return "est absent", "l’est"
    return "était absent", "l’était"
