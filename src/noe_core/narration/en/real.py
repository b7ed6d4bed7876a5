"""The work up against the real: constraints, departures from the plan, grains of sand.

Rule kept here: that the real asked for something else is a resource and never a fault; what
was raised is told with who made it theirs and what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import Recorded
from noe_core.narration.en.pen import ROLES, Pen
from noe_core.narration.en.words import (
    capital,
    count,
    listing,
    number,
    ordinal,
    quoted,
    time_spent,
)
from noe_core.narration.hands import Hand, hands
from noe_core.narration.narrative import Chapter, Sentence, say
from noe_core.narration.tale import FEW, Tale
from noe_core.relationship.issues import Issue, IssueKind, IssueOwned, Stance
from noe_core.relationship.work import AdaptationDecided, AdaptationLevel

LEVELS = {
    AdaptationLevel.FRONT_LINE: "close to the work",
    AdaptationLevel.MANAGER: "with the manager",
    AdaptationLevel.ELSEWHERE: "away from the work",
}
KINDS = {
    IssueKind.QUESTION: "a question",
    IssueKind.BLOCKER: "an obstacle",
    IssueKind.PROBLEM: "a problem",
}
GRAIN = "a grain of sand"
RESOLVED = {
    IssueKind.QUESTION: "the question had its answer",
    IssueKind.BLOCKER: "the obstacle was gone",
    IssueKind.PROBLEM: "the problem was solved",
}
STANCES = {
    Stance.OWNED: "took it up {}",
    Stance.DENIED: "denied it {}",
    Stance.DEFLECTED: "passed it on to others {}",
}


def real(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what the real asked for, where it asked for more than was foreseen."""
    if not tale.grains:
        return Chapter(key="real", title="", sentences=())
    lines = [*constraints(tale), *_adaptations(tale, pen)]
    raised, details = _issues(tale, pen)
    adapted = _adapted(tale, pen)
    title = "The work, up against the real"
    return Chapter.of("real", title, lines, raised, details=(*adapted, *details))


def constraints(tale: Tale) -> list[Sentence]:
    """What held a side back, where no missed engagement has told it already."""
    missed = (t.missed for e in tale.troubled for t in e.terms if t.missed)
    told = {m.data.constraint_id for m in missed} if len(tale.troubled) <= FEW else set()
    found = [c for key, c in tale.state.work.constraints.items() if key not in told and c.data.text]
    if len(found) > FEW:
        total = count(len(found), "constraint was", "constraints were")
        return [say(f"{capital(total)} put before the other side", found, ".")]
    shown = ("a constraint came to light", "another appeared", "a third was spoken of")
    lines = []
    for index, (said, constraint) in enumerate(zip(shown, found, strict=False)):
        side = constraint.data.side
        if side is None:
            where = ("On one side or the other", "Elsewhere too", "Lastly")[index]
        else:
            where = f"At {ROLES[side]}’s" if index % 2 else f"On {ROLES[side]}’s side"
        text = quoted(constraint.data.text or "")
        lines.append(say(f"{where}, {said}: {text}", constraint, "."))
    return lines


def _adaptations(tale: Tale, pen: Pen) -> list[Sentence]:
    decided = tale.state.work.adaptations
    if len(decided) > FEW:
        near = sum(a.data.level is AdaptationLevel.FRONT_LINE for a in decided)
        close = f", {number(near)} of them decided close to the work" if near else ""
        times = capital(number(len(decided)))
        return [say(f"{times} times, something else was done than planned{close}", decided, ".")]
    return [say(_adaptation(a, tale, pen), a, ".") for a in decided]


def _adaptation(adaptation: Recorded[AdaptationDecided], tale: Tale, pen: Pen) -> str:
    data = adaptation.data
    level = f", {LEVELS[data.level]}" if data.level else ""
    planned = quoted(data.from_prescribed) if data.from_prescribed else ""
    chosen = quoted(data.to) if data.to else ""
    side = data.by.side if data.by else None
    if planned and pen.turn("adapted") % 2:
        instead = f" to {chosen}" if chosen else ""
        by = f", decided by {ROLES[side]}" if side else ""
        when = pen.on(tale.day(adaptation))
        return f"Another time, {when}, {planned} gave way{instead}{by}{level}{_waited(data)}"
    who = ROLES[side] if side else "somebody"
    comma = "," if level else ""
    if chosen:
        instead = f" instead of {planned}" if planned else ""
        said = f"{who} chose{level}{comma} {chosen}{instead}"
    elif planned:
        said = f"{who} departed{level}{comma} from {planned}"
    else:
        said = f"{who} departed from the plan{level}"
    return f"{pen.front(tale.day(adaptation))} {said}{_waited(data)}"


def _waited(data: AdaptationDecided) -> str:
    if data.waited_minutes is None:
        return ""
    if data.waited_minutes == 0:
        return "; nothing had to wait"
    return f"; the work waited {time_spent(data.waited_minutes)} for the decision"


def _adapted(tale: Tale, pen: Pen) -> list[Sentence]:
    """Each departure from the plan, where there are too many to tell one by one."""
    decided = tale.state.work.adaptations
    if len(decided) <= FEW:
        return []
    lines = []
    for adaptation in decided:
        data = adaptation.data
        told = [quoted(text) for text in (data.from_prescribed, data.to) if text]
        level = f" ({LEVELS[data.level]})" if data.level else ""
        what = f": {', then '.join(told)}" if told else ""
        lines.append(say(f"{capital(pen.date(tale.day(adaptation)))}{what}{level}", adaptation))
    return lines


def _issues(tale: Tale, pen: Pen) -> tuple[list[Sentence], list[Sentence]]:
    raised = [issue for issue in tale.state.issues.by_id.values() if issue.raised]
    if len(raised) > FEW:
        return [_gathered(raised, pen)], [_item(issue, tale, pen) for issue in raised]
    return [line for issue in raised for line in _issue(issue, tale, pen)], []


def _issue(issue: Issue, tale: Tale, pen: Pen) -> list[Sentence]:
    raised = issue.raised
    assert raised is not None  # noqa: S101 - the caller has looked
    what = KINDS[raised.data.kind] if raised.data.kind else GRAIN
    text = f": {quoted(raised.data.text)}" if raised.data.text else ""
    day = tale.day(raised)
    if raised.data.by is None:
        began = f"{capital(what)} was raised {pen.on(day)}"
    elif pen.turn("raised") % 2:
        began = f"{capital(ROLES[raised.data.by.side])} also raised {what}, {pen.on(day)}"
    else:
        began = f"{pen.front(day)} {ROLES[raised.data.by.side]} raised {what}"
    return [say(f"{began}{text}", raised, "."), *_became(issue, tale, pen)]


def _became(issue: Issue, tale: Tale, pen: Pen) -> list[Sentence]:
    """Who answered for an issue, and how it ended."""
    before = tale.day(issue.raised) if issue.raised else None
    parts: list[str] = []
    last: IssueOwned | None = None
    told = issue.owned if len(issue.owned) <= FEW else (*issue.owned[:2], issue.owned[-1])
    for answer, hand in zip(told, hands(told), strict=True):
        when, who = pen.after(before, tale.day(answer)), _who(hand)
        same = last is not None and answer.data.stance is last.stance
        parts.append(f"{who} likewise {when}" if same else _answer(answer.data, who, when))
        last, before = answer.data, tale.day(answer)
    lines = [say(capital("; ".join(parts)), issue.owned, ".")] if parts else []
    resolved = issue.resolved
    if resolved is not None:
        kind = issue.raised.data.kind if issue.raised else None
        over = RESOLVED[kind] if kind else "it was settled"
        how = f": {quoted(resolved.data.account)}" if resolved.data.account else ""
        when = capital(pen.after(before, tale.day(resolved)))
        return [*lines, say(f"{when}, {over}{how}", resolved, ".")]
    if not parts and issue.raised and not tale.unread("issue_owned"):
        return [say("Nobody has taken it up yet", issue.raised, ".")]
    return lines


def _who(hand: Hand) -> str:
    """Who answered: a side, or which of its people where several did."""
    if hand.side is None:
        return "somebody else" if hand.after else "somebody"
    if hand.same:
        return "the same person"
    if not hand.several:
        return ROLES[hand.side]
    which = "the" if hand.back else "one" if hand.rank == 1 else "a"
    rank = "" if which == "one" else f" {ordinal(hand.rank)}"
    return f"{which}{rank}" if hand.beside else f"{which}{rank} person at {ROLES[hand.side]}’s"


def _answer(answer: IssueOwned, who: str, when: str) -> str:
    thanked = ", with thanks" if answer.thanked else ""
    said = STANCES[answer.stance].format(when) if answer.stance else f"answered {when}"
    return f"{who} {said}{thanked}"


def _gathered(raised: Sequence[Issue], pen: Pen) -> Sentence:
    facts = [issue.raised for issue in raised if issue.raised]
    taken = [issue.taken for issue in raised if issue.taken]
    over = [issue.resolved for issue in raised if issue.resolved]
    span = capital(pen.across(facts))
    parts = [f"{number(len(taken))} taken up"] if taken else []
    parts += [f"{number(len(over))} settled"] if over else []
    what = f", {listing(parts)}" if parts else ""
    told = f"{span}, {number(len(facts))} grains of sand were raised{what}"
    return say(told, [*facts, *taken, *over], ".")


def _item(issue: Issue, tale: Tale, pen: Pen) -> Sentence:
    raised = issue.raised
    assert raised is not None  # noqa: S101 - the caller has looked
    what = KINDS[raised.data.kind] if raised.data.kind else GRAIN
    text = quoted(raised.data.text) if raised.data.text else capital(what)
    when = pen.on(tale.day(raised))
    facts = [raised, *issue.owned, *([issue.resolved] if issue.resolved else [])]
    if issue.resolved is None:
        return say(f"{text}, {when}", facts)
    account = issue.resolved.data.account
    told = f": {quoted(account)}" if account else ""
    return say(f"{text}, {when}; settled {pen.on(tale.day(issue.resolved))}{told}", facts)
