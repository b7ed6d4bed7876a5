"""What each side committed to, and what became of it.

Rule kept here: an engagement that was missed is told with the constraint behind it, the
review that came back on it and the term it was given next; nobody is blamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from noe_core.facts import AnyRecorded
from noe_core.narration.en.frame import frame
from noe_core.narration.en.pen import ROLES, Pen
from noe_core.narration.en.words import capital, count, listing, number, quoted
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.engagements import (
    Engagement,
    EngagementKind,
    EngagementMade,
    EngagementRenegotiated,
    Term,
)
from noe_core.values import Side

K = EngagementKind
KINDS = {
    K.INVOLVEMENT: "involvement",
    K.MEANS: "means",
    K.INFORMATION: "information",
    K.PRESCRIPTION: "bringing its partners in",
    K.DELIVERY: "delivery",
    K.DELAY: "time",
    K.AVAILABILITY: "availability",
    K.TRANSPARENCY: "transparency",
    K.CONFIDENTIALITY: "confidentiality",
    K.COORDINATION: "coordination",
}
TWO = 2


def promised(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on engagements, method and distance."""
    made, details = _made(tale, pen)
    lines = [*made, *_kept(tale, pen), *_troubled(tale, pen), *_waiting(tale, pen)]
    lines += frame(tale, pen)
    return Chapter(
        key="promised",
        title="What each side promised",
        sentences=tuple(lines),
        details=tuple(details),
    )


def _made(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    engagements = tale.engagements
    if not engagements:
        return [], []
    by_day = groupby(engagements, key=lambda e: tale.day(e.made) if e.made else None)
    groups = [(day, tuple(group)) for day, group in by_day if day is not None]
    few = len(engagements) <= FEW
    if len(groups) > FEW:
        return _over_time(pen, engagements), _list(tale, pen, engagements)
    lines = [_together(day, group, pen, few=few) for day, group in groups]
    return lines, [] if few else _list(tale, pen, engagements)


def _together(day: date, group: Sequence[Engagement], pen: Pen, *, few: bool) -> Sentence:
    """What was promised on one day, side by side."""
    turn = pen.turn("made")
    made = [e.made for e in group if e.made]
    if all(e.side is None for e in group):
        return say(_unsigned(group, pen.on(day), few=few, turn=turn), made, ".")
    parts: list[str] = []
    before = ""
    for side in (*Side, None):
        own = [e for e in group if e.side is side]
        if own:
            about = "" if few else _about(own)
            same = bool(about) and about == before
            who = pen.who(side)
            parts.append(f"{who} likewise" if same else _side(who, own, began=bool(parts), few=few))
            before = about
    when = ("{}", "then, {}", "later, {}")[min(turn, 2)].format(pen.on(day))
    return say(f"{capital(when)}, {'; '.join(parts)}", made, ".")


def _unsigned(group: Sequence[Engagement], when: str, *, few: bool, turn: int) -> str:
    """Engagements of which nobody said who made them."""
    said = f": {listing([_text(e) for e in group])}" if few else ""
    if turn > 1:
        more = "another" if len(group) == 1 else f"{number(len(group))} others"
        return f"Then {more} {when}{said}"
    if turn:
        return f"{capital(count(len(group), 'other', 'others'))} followed {when}{said}"
    total = count(len(group), "engagement was made", "engagements were made")
    return f"{capital(total)} {when}{said}"


def _text(engagement: Engagement) -> str:
    """What was promised: its words, else what it is about; never an id."""
    if engagement.text:
        return quoted(engagement.text)
    kind = engagement.made.data.kind if engagement.made else None
    return KINDS[kind] if kind else "a point without words"


def _named(engagement: Engagement) -> str:
    """“The engagement”, and which, as it was first put."""
    text = engagement.made.data.text if engagement.made else None
    if text:
        return f"the engagement {quoted(text)}"
    kind = engagement.made.data.kind if engagement.made else None
    return f"the engagement on {KINDS[kind]}" if kind else "an engagement without words"


def _subject(engagement: Engagement, pen: Pen) -> str:
    """The engagement as a sentence begins with it, in turns."""
    named = _named(engagement)
    return f"As for {named}, it" if pen.turn("subject") % 2 else capital(named)


def _side(who: str, own: Sequence[Engagement], *, began: bool, few: bool) -> str:
    if few:
        said = listing([_text(e) for e in own])
        return f"{who}, to {said}" if began else f"{who} committed to this: {said}"
    return f"{who}, on {_about(own)}" if began else f"{who} gave its word on {_about(own)}"


def _about(engagements: Sequence[Engagement]) -> str:
    kinds = dict.fromkeys(e.made.data.kind for e in engagements if e.made)
    named = [KINDS[kind] for kind in kinds if kind is not None]
    return listing(named) if named else count(len(engagements), "point", "points")


def _over_time(pen: Pen, engagements: Sequence[Engagement]) -> list[Sentence]:
    made = [e.made for e in engagements if e.made]
    span = pen.across(made)
    total = count(len(made), "engagement was made", "engagements were made")
    return [say(f"{capital(span)}, {total}", made, ".")]


def _list(tale: Tale, pen: Pen, engagements: Sequence[Engagement]) -> list[Sentence]:
    return [_item(e, e.made.data, tale, pen) for e in engagements if e.made]


def _item(engagement: Engagement, made: EngagementMade, tale: Tale, pen: Pen) -> Sentence:
    who = f"{capital(ROLES[made.by.side])}: " if made.by else ""
    term = engagement.term
    due = f", due {pen.on(term.due)}" if term and term.due else ""
    outcome = ""
    if engagement.released:
        outcome = f"; lifted {pen.on(tale.day(engagement.released))}"
    elif term and term.kept:
        outcome = f"; kept {pen.on(tale.day(term.kept))}"
    elif term and term.missed:
        outcome = f"; missed {pen.on(tale.day(term.missed))}"
    text = _text(engagement) if who else capital(_text(engagement))
    return say(f"{who}{text}{due}{outcome}", engagement.facts)


def _kept(tale: Tale, pen: Pen) -> list[Sentence]:
    kept = tale.kept_at_once
    if not kept:
        return []
    outcomes: list[AnyRecorded] = [e.term.kept for e in kept if e.term and e.term.kept]
    dates = sorted({tale.day(fact) for fact in outcomes})
    when = pen.between(dates[0], dates[-1])
    if len(kept) == 1:
        return [say(f"{_subject(kept[0], pen)} was kept {when}", outcomes, ".")]
    at_once = " in their first term" if tale.troubled else ""
    return [
        say(
            f"{_how_many(len(kept), len(tale.engagements))} were kept{at_once} {when}",
            outcomes,
            ".",
        )
    ]


def _how_many(some: int, whole: int) -> str:
    if some < whole:
        return f"{capital(number(some))} of the {number(whole)} engagements"
    return "Both" if whole == TWO else f"All {number(whole)} engagements"


def _troubled(tale: Tale, pen: Pen) -> list[Sentence]:
    troubled = tale.troubled
    if len(troubled) > FEW:
        facts = [fact for e in troubled for fact in e.facts]
        total = count(len(troubled), "engagement", "engagements")
        return [say(f"{capital(total)} did not follow their first terms", facts, ".")]
    return [line for engagement in troubled for line in _movement(engagement, tale, pen)]


def _movement(engagement: Engagement, tale: Tale, pen: Pen) -> list[Sentence]:
    """A missed or changed engagement, from cause to what came after, term by term."""
    lines: list[Sentence] = []
    steps: list[Step] = []
    for term in engagement.terms:
        steps += _renewed(engagement, term.opened, tale, pen, told=bool(lines or steps))
        if term.missed is not None:
            lines += _sentence(steps)
            steps = []
            lines += _missed(engagement, term, tale, pen, again=bool(lines))
    steps += _ended(engagement, tale, pen, told=bool(lines or steps))
    if not steps:
        steps += _revisited(engagement, tale, pen, told=bool(lines))
    return lines + _sentence(steps)


def _missed(
    engagement: Engagement, term: Term, tale: Tale, pen: Pen, *, again: bool
) -> list[Sentence]:
    missed = term.missed
    assert missed is not None  # noqa: S101 - the caller has looked
    by = pen.date(term.due or tale.day(missed))
    why = f": {quoted(missed.data.account)}" if missed.data.account else ""
    first = f"{_subject(engagement, pen)} had not been kept by"
    line = say(
        f"{'Nor had it been kept by' if again else first} {by}{why}", (term.opened, missed), "."
    )
    return [line, *_constraint(missed.data.constraint_id, tale, pen)]


def _constraint(constraint_id: str | None, tale: Tale, pen: Pen) -> list[Sentence]:
    found = tale.state.work.constraints.get(constraint_id or "")
    if found is None or not found.data.text:
        return []
    who = capital(pen.who(found.data.side))
    return [say(f"{who} showed what stood in the way: {quoted(found.data.text)}", found, ".")]


Step = tuple[AnyRecorded, str]
"""A fact and the words that tell it."""


def _revisited(engagement: Engagement, tale: Tale, pen: Pen, *, told: bool) -> Iterator[Step]:
    """The review that came back on an engagement, where nothing else followed."""
    review = tale.revisiting(engagement)
    if review is not None:
        came = "to it" if told else f"to {_named(engagement)}"
        yield review, f"the review of {pen.date(tale.day(review))} came back {came}"


def _renewed(
    engagement: Engagement, opened: AnyRecorded, tale: Tale, pen: Pen, *, told: bool
) -> Iterator[Step]:
    """What a review, or nobody says what, gave an engagement anew."""
    if not isinstance(opened.data, EngagementRenegotiated):
        return
    new = _new(opened.data, pen)
    back = tale.revisiting(engagement)
    review = tale.state.reviews.by_id.get(opened.data.review_id or "")
    if review is not None and back is not None and back.id == review.id:
        yield from _revisited(engagement, tale, pen, told=told)
        yield opened, f"and gave it {new}"
        return
    when = f" at the review of {pen.date(tale.day(review))}" if review is not None else ""
    if review is not None:
        yield review, ""
    yield opened, f"{'the engagement' if told else _named(engagement)} was given{when} {new}"


def _new(renewed: EngagementRenegotiated, pen: Pen) -> str:
    """What an engagement was given: a term, a wording, or both."""
    term = f"a new term, {pen.date(renewed.new_due)}" if renewed.new_due else ""
    wording = f"another wording, {quoted(renewed.new_text)}" if renewed.new_text else ""
    return ", and ".join(new for new in (term, wording) if new) or "a new term"


def _ended(engagement: Engagement, tale: Tale, pen: Pen, *, told: bool) -> Iterator[Step]:
    released, term = engagement.released, engagement.term
    if released is not None:
        it = "the engagement" if told else _named(engagement)
        why = f" ({quoted(released.data.reason)})" if released.data.reason else ""
        review = tale.state.reviews.by_id.get(released.data.review_id or "")
        together = " by both sides" if review is not None and review.data.two_sided else ""
        yield released, f"{it} was lifted{together} {pen.on(tale.day(released))}{why}"
    elif engagement.renegotiated and term is not None and term.kept is not None:
        yield term.kept, f"it was kept {pen.on(tale.day(term.kept))}"


def _sentence(steps: Sequence[Step]) -> list[Sentence]:
    """Steps in one sentence."""
    text = ""
    for words in (words for _, words in steps if words):
        text += f"{' ' if words.startswith('and ') else '; '}{words}" if text else words
    return [say(capital(text), [fact for fact, _ in steps], ".")] if text else []


def _waiting(tale: Tale, pen: Pen) -> list[Sentence]:
    waiting = tale.waiting
    made = [e.made for e in waiting if e.made]
    if not made:
        return []
    late = [e for e in waiting if e.term and e.term.due and e.term.due < tale.view.day]
    if late:
        facts = [e.made for e in late if e.made]
        total = f"{capital(number(len(late)))} engagements have passed their term"
        one = "One of the engagements has passed its term"
        alone = "Its term has passed" if len(tale.engagements) == 1 else one
        return [say(f"{alone if len(late) == 1 else total} with nothing noted", facts, ".")]
    dated = [e for e in waiting if e.term and e.term.due]
    if len(waiting) == len(tale.engagements) and not dated:
        return [say(f"No term was set for {'it' if len(made) == 1 else 'them'}", made, ".")]
    if len(waiting) == len(tale.engagements):
        their = "Its" if len(made) == 1 else "Their"
        return [say(f"{their} term had not come by {pen.date(tale.view.day)}", made, ".")]
    return [say(f"{capital(count(len(made), 'other is', 'others are'))} still running", made, ".")]
