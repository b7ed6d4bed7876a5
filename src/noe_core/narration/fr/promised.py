"""What each side committed to, and what became of it.

Rule kept here: an engagement that was missed is told with the constraint behind it, the
review that came back on it and the term it was given next; nobody is blamed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from noe_core.facts import AnyRecorded
from noe_core.narration.fr.frame import frame
from noe_core.narration.fr.pen import ROLES, Noun, Pen
from noe_core.narration.fr.words import (
    NBSP,
    capital,
    count,
    listing,
    number,
    quoted,
)
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
    K.INVOLVEMENT: "l’implication",
    K.MEANS: "les moyens",
    K.INFORMATION: "l’information",
    K.PRESCRIPTION: "la prescription auprès de ses partenaires",
    K.DELIVERY: "la réalisation",
    K.DELAY: "les délais",
    K.AVAILABILITY: "la disponibilité",
    K.TRANSPARENCY: "la transparence",
    K.CONFIDENTIALITY: "la confidentialité",
    K.COORDINATION: "la coordination",
}
TWO = 2


def promised(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on engagements, method and distance."""
    made, listed = _made(tale, pen)
    kept = [*made, *_kept(tale, pen), *_troubled(tale, pen), *_waiting(tale, pen)]
    framed = frame(tale, pen)
    details = [_item(e, tale, pen) for e in listed]
    return Chapter.of("promised", "Ce que chacun a promis", kept, framed, details=details)


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
    when = ("{}", "puis, {}", "plus tard, {}")[min(turn, 2)].format(pen.on(day))
    for side in (*Side, None):
        own = [e for e in group if e.side is side]
        if own:
            about = "" if few else _about(own)
            same = bool(about) and about == before
            who = pen.who(side)
            told = about or listing([_first_put(e, pen) for e in own])
            side_told = _side(who, told, began=bool(parts), few=few)
            parts.append(f"{who}, de même" if same else side_told)
            before = about
    return say(f"{capital(when)}, {f'{NBSP}; '.join(parts)}", made, ".")


def _unsigned(group: Sequence[Engagement], when: str, pen: Pen, *, few: bool, turn: int) -> str:
    """Engagements of which nobody said who made them."""
    said = f"{NBSP}: {listing([_first_put(e, pen) for e in group])}" if few else ""
    if turn > 1:
        return f"Puis {count(len(group), 'autre', 'autres')} {when}{said}"
    if turn:
        return f"{capital(count(len(group), 'autre l’a été', 'autres l’ont été'))} {when}{said}"
    total = count(len(group), "engagement a été pris", "engagements ont été pris")
    return f"{capital(total)} {when}{said}"


def _text(engagement: Engagement) -> str:
    """What is promised today: its words, else what it is about; never an id."""
    return quoted(engagement.text) if engagement.text else _point(engagement)


def _point(engagement: Engagement) -> str:
    kind = engagement.made.data.kind if engagement.made else None
    return KINDS[kind] if kind else "un point sans texte"


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
        return f", entre {pen.on(not_before)} et {pen.on(due)}"
    if not_before:
        return f", pas avant {pen.on(not_before)}"
    return f", pour {pen.on(due)}" if due else ""


def _named(engagement: Engagement) -> str:
    """« l’engagement », and which, as it was first put."""
    text = engagement.made.data.text if engagement.made else None
    if text:
        return f"l’engagement {quoted(text)}"
    kind = engagement.made.data.kind if engagement.made else None
    return f"l’engagement sur {KINDS[kind]}" if kind else "un engagement sans texte"


def _subject(engagement: Engagement, pen: Pen) -> str:
    """The engagement as a sentence begins with it, in turns."""
    named = _named(engagement)
    if named.startswith("un "):
        return f"Un{' autre' * (pen.turn('nameless') % 2)} engagement sans texte"
    return f"Quant à {named}, il" if pen.turn("subject") % 2 else capital(named)


def _side(who: Noun, what: str, *, began: bool, few: bool) -> str:
    if began:
        return f"{who}, {'à' if few else 'sur'} {what}"
    verb = f"{who.verb('s’est', 'se sont')} {who.agreed('engagé')}"
    return f"{who} {verb} {f'à ceci{NBSP}:' if few else 'sur'} {what}"


def _about(engagements: Sequence[Engagement]) -> str:
    kinds = dict.fromkeys(e.made.data.kind for e in engagements if e.made)
    named = [KINDS[kind] for kind in kinds if kind is not None]
    return listing(named) if named else count(len(engagements), "point", "points")


def _over_time(pen: Pen, engagements: Sequence[Engagement]) -> list[Sentence]:
    made = [e.made for e in engagements if e.made]
    span = capital(pen.across(made))
    total = count(len(made), "engagement a été pris", "engagements ont été pris")
    return [say(f"{span}, {total}", made, ".")]


def _item(engagement: Engagement, tale: Tale, pen: Pen) -> Sentence:
    by = engagement.made.data.by if engagement.made else None
    who = f"{capital(str(ROLES[by.side]))}{NBSP}: " if by else ""
    term = engagement.term
    due = _window(term.not_before, term.due, pen) if term else ""
    outcome = ""
    if engagement.released:
        outcome = f"{NBSP}; levé {pen.on(tale.day(engagement.released))}"
    elif term and term.kept:
        outcome = f"{NBSP}; tenu {pen.on(tale.day(term.kept))}"
    elif term and term.missed:
        outcome = f"{NBSP}; manqué {pen.on(tale.day(term.missed))}"
    text = _text(engagement)
    first = engagement.made.data.text if engagement.made else None
    before = f" (d’abord {quoted(first)})" if first and first != engagement.text else ""
    said = f"{who}{text if who else capital(text)}{before}"
    return say(f"{said}{due}{outcome}", engagement.facts)


def _kept(tale: Tale, pen: Pen) -> list[Sentence]:
    kept = tale.kept_at_once
    if not kept:
        return []
    outcomes: list[AnyRecorded] = [e.term.kept for e in kept if e.term and e.term.kept]
    dates = sorted({tale.day(fact) for fact in outcomes})
    when = pen.between(dates[0], dates[-1])
    if len(kept) == 1:
        return [say(f"{_subject(kept[0], pen)} a été tenu {when}", outcomes, ".")]
    how_many = _how_many(len(kept), len(tale.engagements))
    at_once = " dans leur premier terme" if tale.troubled else ""
    return [say(f"{how_many} ont été tenus{at_once} {when}", outcomes, ".")]


def _how_many(some: int, whole: int) -> str:
    if some < whole:
        return f"{capital(number(some))} des {number(whole)} engagements"
    return "Les deux" if whole == TWO else f"Les {number(whole)} engagements"


def _troubled(tale: Tale, pen: Pen) -> list[Sentence]:
    troubled = tale.troubled
    if len(troubled) > FEW:
        facts = [fact for e in troubled for fact in e.facts]
        total = count(len(troubled), "engagement n’a pas suivi", "engagements n’ont pas suivi")
        return [say(f"{capital(total)} les termes du début", facts, ".")]
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
    due = pen.at_day(term.due or tale.day(missed))
    why = f"{NBSP}: {quoted(missed.data.account)}" if missed.data.account else ""
    still = "Il n’était pas tenu non plus"
    began = still if again else f"{_subject(engagement, pen)} n’était pas tenu"
    line = say(f"{began} {due}{why}", (term.opened, missed), ".")
    return [line, *_constraint(missed.data.constraint_id, tale, pen)]


def _constraint(constraint_id: str | None, tale: Tale, pen: Pen) -> list[Sentence]:
    found = tale.state.work.constraints.get(constraint_id or "")
    if found is None or not found.data.text:
        return []
    who = pen.who(found.data.side)
    verb = who.verb("a montré ce qui l’en", "ont montré ce qui les en")
    return [
        say(
            f"{capital(str(who))} {verb} empêchait{NBSP}: {quoted(found.data.text)}",
            found,
            ".",
        )
    ]


Step = tuple[AnyRecorded, str]
"""A fact and the words that tell it."""


def _revisited(engagement: Engagement, tale: Tale, pen: Pen, *, told: bool) -> Iterator[Step]:
    """The review that came back on an engagement, where nothing else followed."""
    review = tale.revisiting(engagement)
    if review is None:
        return
    when = pen.of_day(tale.day(review))
    if told:
        yield review, f"la revue {when} y est revenue"
    elif pen.turn("revisited") % 2:
        yield review, f"sur {_named(engagement)}, on est revenu à la revue {when}"
    else:
        yield review, f"la revue {when} est revenue sur {_named(engagement)}"


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
        yield opened, f"et lui a donné {new}"
        return
    it = "l’engagement" if told else _subject(engagement, pen)
    when = f" à la revue {pen.of_day(tale.day(review))}" if review is not None else ""
    if review is not None:
        yield review, ""
    text = opened.data.new_text
    if text and not (opened.data.new_due or opened.data.new_not_before):
        yield opened, f"{it} a été reformulé{when}{NBSP}: {quoted(text)}"
        return
    yield opened, f"{it} a reçu{f',{when},' if when else ''} {new}"


def _new(renewed: EngagementRenegotiated, pen: Pen) -> str:
    """What an engagement was given: a term, a wording, or both."""
    term = f"un nouveau terme, {pen.on(renewed.new_due)}" if renewed.new_due else ""
    if renewed.new_not_before:
        bound = f", pas avant {pen.on(renewed.new_not_before)}"
        term = f"{term or 'un nouveau terme'}{bound}"
    wording = f"une autre formulation, {quoted(renewed.new_text)}" if renewed.new_text else ""
    return ", et ".join(new for new in (term, wording) if new) or "un nouveau terme"


def _ended(engagement: Engagement, tale: Tale, pen: Pen, *, told: bool) -> Iterator[Step]:
    released, term = engagement.released, engagement.term
    if released is not None:
        it = "l’engagement" if told else _subject(engagement, pen)
        why = f" ({quoted(released.data.reason)})" if released.data.reason else ""
        review = tale.state.reviews.by_id.get(released.data.review_id or "")
        together = " à deux" if review is not None and review.data.two_sided else ""
        yield released, f"{it} a été levé{together} {pen.on(tale.day(released))}{why}"
    elif engagement.renegotiated and term is not None and term.kept is not None:
        yield term.kept, f"il a été tenu {pen.on(tale.day(term.kept))}"


def _sentence(steps: Sequence[Step]) -> list[Sentence]:
    """Steps in one sentence."""
    text = ""
    for words in (words for _, words in steps if words):
        joint = " " if words.startswith("et ") else f"{NBSP}; "
        text += f"{joint}{words}" if text else words
    return [say(capital(text), [fact for fact, _ in steps], ".")] if text else []


def _waiting(tale: Tale, pen: Pen) -> list[Sentence]:
    waiting = tale.waiting
    made = [e.made for e in waiting if e.made]
    if not made:
        return []
    late = [e for e in waiting if e.term and e.term.due and e.term.due < tale.view.day]
    if late:
        facts = [e.made for e in late if e.made]
        total = f"{capital(number(len(late)))} engagements ont passé leur terme"
        one = "L’un des engagements a passé son terme"
        alone = "Le terme est passé" if len(tale.engagements) == 1 else one
        which = alone if len(late) == 1 else total
        return [say(f"{which} sans que rien n’ait été consigné", facts, ".")]
    dated = [e for e in waiting if e.term and e.term.due]
    if len(waiting) == len(tale.engagements) and not dated:
        these = "cet engagement" if len(made) == 1 else "ces engagements"
        return [say(f"Aucun terme n’a été fixé à {these}", made, ".")]
    if len(waiting) == len(tale.engagements):
        terms = _terms(len(dated), len(waiting))
        return [say(f"{terms} {pen.at_day(tale.view.day)}", made, ".")]
    verb = "court encore" if len(made) == 1 else "courent encore"
    return [say(f"{capital(count(len(made), 'autre', 'autres'))} {verb}", made, ".")]


def _terms(dated: int, whole: int) -> str:
    """That the terms set are still to come."""
    if dated == whole:
        terms = "Le terme n’est" if whole == 1 else "Les termes ne sont"
    else:
        one = f"Un seul des {number(whole)} engagements a un terme, qui n’est"
        some = f"{capital(number(dated))} des {number(whole)} engagements ont un terme, qui n’est"
        terms = one if dated == 1 else some
    come = "venus" if terms.startswith("Les") else "venu"
    return f"{terms} pas encore {come}"
