"""The work up against the real: constraints, departures from the plan, grains of sand.

Rule kept here: that the real asked for something else is a resource and never a fault; what
was raised is told with who made it theirs and what became of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from noe_core.facts import Recorded
from noe_core.narration.fr.pen import ROLES, Noun, Pen
from noe_core.narration.fr.words import (
    NBSP,
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
    AdaptationLevel.FRONT_LINE: "au plus près du travail",
    AdaptationLevel.MANAGER: "avec l’encadrement",
    AdaptationLevel.ELSEWHERE: "à distance du travail",
}
KINDS = {
    IssueKind.QUESTION: Noun("une", "question", feminine=True),
    IssueKind.BLOCKER: Noun("un", "blocage"),
    IssueKind.PROBLEM: Noun("un", "problème"),
}
GRAIN = Noun("un", "grain de sable")
RESOLVED = {
    IssueKind.QUESTION: "la question avait sa réponse",
    IssueKind.BLOCKER: "le blocage était levé",
    IssueKind.PROBLEM: "le problème était résolu",
}
STANCES = {
    Stance.OWNED: ("l’a {} à son compte", "pris"),
    Stance.DENIED: ("l’a {}", "nié"),
    Stance.DEFLECTED: ("l’a {} vers d’autres", "renvoyé"),
}


def real(tale: Tale, pen: Pen) -> Chapter:
    """The chapter on what the real asked for, where it asked for more than was foreseen."""
    if not tale.grains:
        return Chapter(key="real", title="", sentences=())
    lines = [*constraints(tale), *_adaptations(tale, pen)]
    raised, details = _issues(tale, pen)
    adapted = _adapted(tale, pen)
    title = "Le travail aux prises avec le réel"
    return Chapter.of("real", title, lines, raised, details=(*adapted, *details))


def constraints(tale: Tale) -> list[Sentence]:
    """What held a side back, where no missed engagement has told it already."""
    missed = (t.missed for e in tale.troubled for t in e.terms if t.missed)
    told = {m.data.constraint_id for m in missed} if len(tale.troubled) <= FEW else set()
    found = [c for key, c in tale.state.work.constraints.items() if key not in told and c.data.text]
    if len(found) > FEW:
        total = count(len(found), "contrainte", "contraintes", feminine=True)
        return [say(f"{capital(total)} ont été dites à l’autre partie", found, ".")]
    shown = (
        "une contrainte s’est montrée",
        "une autre est apparue",
        "une troisième a été dite",
    )
    lines = []
    for index, (said, constraint) in enumerate(zip(shown, found, strict=False)):
        side = constraint.data.side
        if side is None:
            where = ("De part ou d’autre", "D’un côté aussi", "Enfin")[index]
        else:
            where = f"Chez {ROLES[side]}" if index % 2 else f"Du côté {ROLES[side].of}"
        text = quoted(constraint.data.text or "")
        lines.append(say(f"{where}, {said}{NBSP}: {text}", constraint, "."))
    return lines


def _adaptations(tale: Tale, pen: Pen) -> list[Sentence]:
    decided = tale.state.work.adaptations
    if len(decided) > FEW:
        near = sum(a.data.level is AdaptationLevel.FRONT_LINE for a in decided)
        close = f", dont {number(near, feminine=True)} au plus près du travail" if near else ""
        times = number(len(decided), feminine=True)
        return [say(f"{capital(times)} fois, on s’est écarté du prévu{close}", decided, ".")]
    return [say(_adaptation(a, tale, pen), a, ".") for a in decided]


def _adaptation(adaptation: Recorded[AdaptationDecided], tale: Tale, pen: Pen) -> str:
    data = adaptation.data
    level = f", {LEVELS[data.level]}" if data.level else ""
    planned = quoted(data.from_prescribed) if data.from_prescribed else ""
    chosen = quoted(data.to) if data.to else ""
    side = data.by.side if data.by else None
    if planned and pen.turn("adapted") % 2:
        instead = f" pour {chosen}" if chosen else ""
        by = f", décidé par {ROLES[side]}" if side else ""
        when = pen.on(tale.day(adaptation))
        return f"Une autre fois, {when}, {planned} s’est effacé{instead}{by}{level}{_waited(data)}"
    who = str(ROLES[side]) if side else "on"
    comma = "," if level else ""
    if chosen:
        instead = f" au lieu de {planned}" if planned else ""
        said = f"{who} a choisi{level}{comma} {chosen}{instead}"
    elif planned:
        said = f"{who} s’est écarté{level}{comma} de {planned}"
    else:
        said = f"{who} s’est écarté de ce qui était prévu{level}"
    return f"{pen.front(tale.day(adaptation))}, {said}{_waited(data)}"


def _waited(data: AdaptationDecided) -> str:
    if data.waited_minutes is None:
        return ""
    if data.waited_minutes == 0:
        return f"{NBSP}; rien n’a eu à attendre"
    return f"{NBSP}; le travail a attendu la décision {time_spent(data.waited_minutes)}"


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
        when = capital(pen.on(tale.day(adaptation)))
        what = f"{NBSP}: {', puis '.join(told)}" if told else ""
        lines.append(say(f"{when}{what}{level}", adaptation))
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
    text = f"{NBSP}: {quoted(raised.data.text)}" if raised.data.text else ""
    put = "posé" if raised.data.kind is IssueKind.QUESTION else "signalé"
    day = tale.day(raised)
    if raised.data.by is None:
        began = f"{capital(str(what))} a été {what.agreed(put)} {pen.on(day)}"
    elif pen.turn("raised") % 2:
        who = ROLES[raised.data.by.side]
        began = f"{capital(str(who))} a aussi {put}, {pen.on(day)}, {what}"
    else:
        began = f"{pen.front(day)}, {ROLES[raised.data.by.side]} a {put} {what}"
    return [say(f"{began}{text}", raised, "."), *_became(issue, what, tale, pen)]


def _became(issue: Issue, what: Noun, tale: Tale, pen: Pen) -> list[Sentence]:
    """Who answered for an issue, and how it ended."""
    before = tale.day(issue.raised) if issue.raised else None
    parts: list[str] = []
    last: IssueOwned | None = None
    told = issue.owned if len(issue.owned) <= FEW else (*issue.owned[:2], issue.owned[-1])
    for answer, hand in zip(told, hands(told), strict=True):
        when, who = pen.after(before, tale.day(answer)), _who(hand)
        same = last is not None and answer.data.stance is last.stance
        said = f"{who}, de même, {when}" if same else _answer(answer.data, who, what, when)
        parts.append(said)
        last, before = answer.data, tale.day(answer)
    lines = [say(capital(f"{NBSP}; ".join(parts)), issue.owned, ".")] if parts else []
    resolved = issue.resolved
    if resolved is not None:
        kind = issue.raised.data.kind if issue.raised else None
        over = RESOLVED[kind] if kind else "c’était résolu"
        how = f"{NBSP}: {quoted(resolved.data.account)}" if resolved.data.account else ""
        when = capital(pen.after(before, tale.day(resolved)))
        return [*lines, say(f"{when}, {over}{how}", resolved, ".")]
    if not parts and issue.raised and not tale.unread("issue_owned"):
        it = what.agreed("pris")
        return [say(f"Personne ne l’a encore {it} à son compte", issue.raised, ".")]
    return lines


def _who(hand: Hand) -> str:
    """Who answered: a side, or which of its people where several did."""
    if hand.side is None:
        return "une autre personne" if hand.after else "on"
    if hand.same:
        return "la même personne"
    if not hand.several:
        return str(ROLES[hand.side])
    which = f"{'la' if hand.back else 'une'} {ordinal(hand.rank)}"
    return which if hand.beside else f"{which} personne {ROLES[hand.side].of}"


def _answer(answer: IssueOwned, who: str, what: Noun, when: str) -> str:
    thanked = ", en remerciant" if answer.thanked else ""
    if answer.stance is None:
        return f"{who} y a répondu {when}{thanked}"
    said, participle = STANCES[answer.stance]
    return f"{who} {said.format(what.agreed(participle))} {when}{thanked}"


def _gathered(raised: Sequence[Issue], pen: Pen) -> Sentence:
    facts = [issue.raised for issue in raised if issue.raised]
    taken = [issue.taken for issue in raised if issue.taken]
    over = [issue.resolved for issue in raised if issue.resolved]
    span = capital(pen.across(facts))
    total = number(len(facts))
    parts = []
    if taken:
        parts.append(f"{number(len(taken))} pris en charge")
    if over:
        parts.append(f"{number(len(over))} {'résolu' if len(over) == 1 else 'résolus'}")
    what = f", dont {listing(parts)}" if parts else ""
    told = f"{span}, {total} grains de sable ont été signalés{what}"
    return say(told, [*facts, *taken, *over], ".")


def _item(issue: Issue, tale: Tale, pen: Pen) -> Sentence:
    raised = issue.raised
    assert raised is not None  # noqa: S101 - the caller has looked
    what = KINDS[raised.data.kind] if raised.data.kind else GRAIN
    text = quoted(raised.data.text) if raised.data.text else capital(str(what))
    when = pen.on(tale.day(raised))
    facts = [raised, *issue.owned, *([issue.resolved] if issue.resolved else [])]
    if issue.resolved is None:
        return say(f"{text}, {when}", facts)
    ended = pen.on(tale.day(issue.resolved))
    account = issue.resolved.data.account
    told = f"{NBSP}: {quoted(account)}" if account else ""
    return say(f"{text}, {when}{NBSP}; {what.agreed('résolu')} {ended}{told}", facts)
