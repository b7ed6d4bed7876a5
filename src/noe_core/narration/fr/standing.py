"""How things stand.

Rule kept here: an ending is told with its account; a history that goes on is not closed by
the teller.
"""

from __future__ import annotations

from noe_core.narration.fr.pen import Pen
from noe_core.narration.fr.tried import declined
from noe_core.narration.fr.words import NBSP, capital, count, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import Tale
from noe_core.relationship.course import Phase


def standing(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on the ending, on the taking up again, or on the no."""
    course = tale.state.course
    lines: list[Sentence] = declined(tale, pen) if course.phase is Phase.DECLINED else []
    for closed in course.closed[-1:]:
        reason = f" ({quoted(closed.data.reason)})" if closed.data.reason else ""
        told = f"{NBSP}: {quoted(closed.data.account)}" if closed.data.account else ""
        when = pen.on(tale.day(closed))
        lines.append(say(f"La relation s’est close {when}{reason}{told}", closed, "."))
    for reopened in course.reopened[-1:]:
        reason = f"{NBSP}: {quoted(reopened.data.reason)}" if reopened.data.reason else ""
        lines.append(say(f"Elle a repris {pen.on(tale.day(reopened))}{reason}", reopened, "."))
    unread = tale.state.unread
    if unread:
        how_many = capital(count(len(unread), "fait est consigné", "faits sont consignés"))
        lines.append(
            say(f"{how_many} sous une forme que cette version ne sait pas lire", unread, ".")
        )
    return Chapter(key="standing", title="Où l’on en est", sentences=tuple(lines))
