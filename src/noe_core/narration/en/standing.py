"""How things stand.

Rule kept here: an ending is told with its account; a history that goes on is not closed by
the teller.
"""

from __future__ import annotations

from noe_core.narration.en.pen import Pen
from noe_core.narration.en.tried import declined
from noe_core.narration.en.words import capital, count, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import Tale
from noe_core.relationship.course import Phase


def standing(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on the ending, on the taking up again, or on the no."""
    course = tale.state.course
    lines: list[Sentence] = declined(tale, pen) if course.phase is Phase.DECLINED else []
    for closed in course.closed[-1:]:
        reason = f" ({quoted(closed.data.reason)})" if closed.data.reason else ""
        told = f": {quoted(closed.data.account)}" if closed.data.account else ""
        when = pen.on(tale.day(closed))
        lines.append(say(f"The relationship closed {when}{reason}{told}", closed, "."))
    for reopened in course.reopened[-1:]:
        reason = f": {quoted(reopened.data.reason)}" if reopened.data.reason else ""
        when = pen.on(tale.day(reopened))
        lines.append(say(f"It was taken up again {when}{reason}", reopened, "."))
    unread = tale.state.unread
    if unread:
        how_many = capital(count(len(unread), "fact is", "facts are"))
        lines.append(say(f"{how_many} on record in a form this release cannot read", unread, "."))
    return Chapter(key="standing", title="Where things stand", sentences=tuple(lines))
