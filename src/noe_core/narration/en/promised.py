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
    made, listed = _made(tale, pen)
    kept = [*made, *_kept(tale, pen), *_troubled(tale, pen), *_waiting(tale, pen)]
    framed = frame(tale, pen)
    details = [_item(e, tale, pen) for e in listed]
    return Chapter.of("promised", "What each side promised", kept, framed, details=details)


def _made(tale: Tale, pen: Pen) -> tuple[list[Sentence], Sequence[Engagement]]:
    """What was promised, and the engagements left to a list, which is read last."""
    engagements = tale.engagements
    if not engagements:
        return [], []
    by_day = groupby(engagements, key=lambda e: tale.day(e.made) if e.made else None)
    groups = [(day, tuple(group)) for day, group in by_day if day is not None]
    few = len(engagements) <= FEW
    if len(groups) > FEW:
        return _over_time(pen, engagements), engagements
    lines = [_together(day, group, pen, few=few) for day, group in groups]
    return lines, () if few else engagements


def _together(day: date, group: Sequence[Engagement], pen: Pen, *, few: bool) -> Sentence:
    """What was promised on one day, side by side."""
    turn = pen.turn("made")
    made = [e.made for e in group if e.made]
    if all(e.side is None for e in group):
        return say(_unsigned(group, pen.on(day), pen, few=few, turn=turn), made, ".")
    parts: list[str] = []
    before = ""
    when = ("{}", "then, {}", "later, {}")[min(turn, 2)].format(pen.on(day))
    for side in (*Side, None):
        own = [e for e in group if e.side is side]
        if own:
            about = "" if few else _about(own)
            same = bool(about) and about == before
            who = pen.who(side)
            told = about or listing([_first_put(e, pen) for e in own])
            side_told = _side(who, told, began=bool(parts), few=few)
            parts.append(f"{who} likewise" if same else side_told)
            before = about
    return say(f"{capital(when)}, {'; '.join(parts)}", made, ".")


def _unsigned(group: Sequence[Engagement], when: str, pen: Pen, *, few: bool, turn: int) -> str:
    """Engagements of which nobody said who made them."""
    said = f": {listing([_first_put(e, pen) for e in group])}" if few else ""
    if turn > 1:
        more = "another" if len(group) == 1 else f"{number(len(group))} others"
        return f"Then {more} {when}{said}"
    if turn:
        return f"{capital(count(len(group), 'other', 'others'))} followed {when}{said}"
    total = count(len(group), "engagement was made", "engagements were made")
    return f"{capital(total)} {when}{said}"


def _text(engagement: Engagement) -> str:
    """What is promised today: its words, else what it is about; never an id."""
    return quoted(engagement.text) if engagement.text else _point(engagement)


def _point(engagement: Engagement) -> str:
    kind = engagement.made.data.kind if engagement.made else None
    return KINDS[kind] if kind else "a point without words"


def _first_put(engagement: Engagement, pen: Pen) -> str:
    """What was promised, as it was put on the day, with the days that bound it."""
    made = engagement.made.data if engagement.made else None
    if made is None:
        return _point(engagement)
    text = quoted(made.text) if made.text else _point(engagement)
    window = _window(made.not_before, made.due, pen).removeprefix(", ")
    return f"{text} ({window})" if window else text


def _window(not_before: date | None, due: date | None, pen: Pen) -> str:
    """The days between which an engagement is to be kept, where any is named."""
    if not_before and due:
        return f", between {pen.date(not_before)} and {pen.date(due)}"
    if not_before:
        return f", not before {pen.date(not_before)}"
    return f", by {pen.date(due)}" if due else ""


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
    if named.startswith("an "):
        return f"{('An', 'Another')[pen.turn('nameless') % 2]} engagement without words"
    return f"As for {named}, it" if pen.turn("subject") % 2 else capital(named)


def _side(who: str, what: str, *, began: bool, few: bool) -> str:
    if few:
        return f"{who}, to {what}" if began else f"{who} committed to this: {what}"
    return f"{who}, on {what}" if began else f"{who} gave its word on {what}"


def _about(engagements: Sequence[Engagement]) -> str:
    kinds = dict.fromkeys(e.made.data.kind for e in engagements if e.made)
    named = [KINDS[kind] for kind in kinds if kind is not None]
    return listing(named) if named else count(len(engagements), "point", "points")


def _over_time(pen: Pen, engagements: Sequence[Engagement]) -> list[Sentence]:
    made = [e.made for e in engagements if e.made]
    span = pen.across(made)
    total = count(len(made), "engagement was made", "engagements were made")
    return [say(f"{capital(span)}, {total}", made, ".")]


def _item(engagement: Engagement, tale: Tale, pen: Pen) -> Sentence:
    by = engagement.made.data.by if engagement.made else None
    who = f"{capital(ROLES[by.side])}: " if by else ""
    term = engagement.term
    due = _window(term.not_before, term.due, pen) if term else ""
    outcome = ""
    if engagement.released:
        outcome = f"; lifted {pen.on(tale.day(engagement.released))}"
    elif term and term.kept:
        outcome = f"; kept {pen.on(tale.day(term.kept))}"
    elif term and term.missed:
        outcome = f"; missed {pen.on(tale.day(term.missed))}"
    text = _text(engagement) if who else capital(_text(engagement))
    first = engagement.made.data.text if engagement.made else None
    before = f" (at first {quoted(first)})" if first and first != engagement.text else ""
    return say(f"{who}{text}{before}{due}{outcome}", engagement.facts)


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
    if review is None:
        return
    when = pen.date(tale.day(review))
    if told:
        yield review, f"the review of {when} came back to it"
    elif pen.turn("revisited") % 2:
        yield review, f"to {_named(engagement)}, the two sides came back at the review of {when}"
    else:
        yield review, f"the review of {when} came back to {_named(engagement)}"


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
    it = "the engagement" if told else _subject(engagement, pen)
    when = f" at the review of {pen.date(tale.day(review))}" if review is not None else ""
    if review is not None:
        yield review, ""
    text = opened.data.new_text
    if text and not (opened.data.new_due or opened.data.new_not_before):
        yield opened, f"{it} was reworded{when}: {quoted(text)}"
        return
    yield opened, f"{it} was given{f',{when},' if when else ''} {new}"


def _new(renewed: EngagementRenegotiated, pen: Pen) -> str:
    """What an engagement was given: a term, a wording, or both."""
    term = f"a new term, {pen.date(renewed.new_due)}" if renewed.new_due else ""
    if renewed.new_not_before:
        bound = f", not before {pen.date(renewed.new_not_before)}"
        term = f"{term or 'a new term'}{bound}"
    wording = f"another wording, {quoted(renewed.new_text)}" if renewed.new_text else ""
    return ", and ".join(new for new in (term, wording) if new) or "a new term"


def _ended(engagement: Engagement, tale: Tale, pen: Pen, *, told: bool) -> Iterator[Step]:
    released, term = engagement.released, engagement.term
    if released is not None:
        it = "the engagement" if told else _subject(engagement, pen)
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
        alone = "The term has passed" if len(tale.engagements) == 1 else one
        return [say(f"{alone if len(late) == 1 else total} with nothing noted", facts, ".")]
    dated = [e for e in waiting if e.term and e.term.due]
    if len(waiting) == len(tale.engagements) and not dated:
        these = "this engagement" if len(made) == 1 else "these engagements"
        return [say(f"No term was set for {these}", made, ".")]
    if len(waiting) == len(tale.engagements):
        terms = _terms(len(dated), len(waiting))
        return [say(f"{terms} not come by {pen.date(tale.view.day)}", made, ".")]
    return [say(f"{capital(count(len(made), 'other is', 'others are'))} still running", made, ".")]


def _terms(dated: int, whole: int) -> str:
    """That the terms set are still to come."""
    if dated == whole:
        return "The term had" if whole == 1 else "The terms had"
    some = "has" if dated == 1 else "have"
    return f"{capital(number(dated))} of the {number(whole)} engagements {some} a term, which had"
