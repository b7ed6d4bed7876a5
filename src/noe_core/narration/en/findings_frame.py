"""What the rules on the loop, the hook, the distance, the view and the log say in English.

Rule kept here: a sentence speaks of the relation and of how the work is organised, never of
a person; where it helps, it ends on a question the two sides can take up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from noe_core.audit.rule import Finding
from noe_core.audit.view import PROVIDER_ONLY_REVIEW
from noe_core.events import BY_NAME
from noe_core.narration.en import findings_reasons
from noe_core.narration.en.words import capital, count, day, days, listing, number, quoted
from noe_core.narration.en.words import time_spent as spent
from noe_core.relationship.engagements import EngagementKind
from noe_core.values import Side
from noe_core.vocabulary import StreamKind

Values = Mapping[str, Any]

_WHO = {Side.PROVIDER: "the provider", Side.CLIENT: "the client", Side.PARTNER: "the partner"}
_PARTS = {
    "objective": "a shared objective",
    "engagements": "engagements on both sides",
    "provider_engagement": "an engagement by the provider",
    "client_engagement": "an engagement by the client",
    "method": "a way of working",
}
_ABOUT = {
    EngagementKind.INVOLVEMENT: "its involvement",
    EngagementKind.MEANS: "means",
    EngagementKind.INFORMATION: "information",
    EngagementKind.PRESCRIPTION: "bringing its partners to the service",
    EngagementKind.DELIVERY: "what it will deliver",
    EngagementKind.DELAY: "delays",
    EngagementKind.AVAILABILITY: "its availability",
    EngagementKind.TRANSPARENCY: "transparency",
    EngagementKind.CONFIDENTIALITY: "confidentiality",
    EngagementKind.COORDINATION: "coordination",
}
_ANSWERS = {"work": "the first production work", "quote": "the first quote"}


def _either(items: Sequence[str]) -> str:
    return f"{', '.join(items[:-1])} or {items[-1]}" if len(items) > 1 else listing(items)


def _times(n: int) -> str:
    return {1: "once", 2: "twice"}.get(n, f"{number(n)} times")


def _engagement(values: Values) -> str:
    """``the client’s engagement “…”``, with what is known of it."""
    who = _WHO.get(values["side"])
    if values["text"] is None:
        return f"an engagement by {who}" if who else "an engagement"
    named = f"{who}’s engagement" if who else "the engagement"
    return f"{named} {quoted(values['text'])}"


def _frame(finding: Finding) -> str:
    v = finding.values
    if finding.about == "late":
        return (
            f"The shared frame was only complete on {day(v['complete'])}, {days(v['days'])} in "
            f"and with work under way. What would have helped to agree on it sooner?"
        )
    missing = list(v["missing"])
    if {"provider_engagement", "client_engagement"} <= set(missing):
        missing[missing.index("provider_engagement")] = "engagements"
        missing.remove("client_engagement")
    lacking = listing([_PARTS[part] for part in missing])
    return (
        f"In the {days(v['days'])} since {day(v['since'])} the shared frame has not come "
        f"together: it still lacks {lacking}. When could the two sides settle it?"
    )


def _one_sided(finding: Finding) -> str:
    ours, theirs = finding.values["provider"], finding.values["client"]
    if not theirs:
        made = count(ours, "engagement", "engagements")
        return (
            f"Only the provider has committed to anything: {made}, and none in return. "
            f"What does the work need from the client?"
        )
    if not ours:
        made = count(theirs, "engagement", "engagements")
        return (
            f"Only the client has committed to anything: {made}, and none in return. "
            f"What can the provider promise in return?"
        )
    return (
        f"Engagements lean to one side: {number(ours)} by the provider, {number(theirs)} by the "
        f"client. What would a better balance take?"
    )


def _conditions(finding: Finding) -> str:
    made = finding.values["engagements"]
    kinds = _either([_ABOUT[kind] for kind in finding.values["uncovered"]])
    if not made:
        return (
            f"No engagement by the client is on record, be it about {kinds}. "
            f"What does the work need from it?"
        )
    said = "engagement says" if made == 1 else "engagements say"
    return f"The client’s {said} nothing about {kinds}. What could it commit to there?"


def _window(finding: Finding) -> str:
    v = finding.values
    named = capital(_engagement(v))
    if finding.about == "early":
        return (
            f"{named} was kept on {day(v['kept'])}, though it was not to begin before "
            f"{day(v['not_before'])}. Was the delay announced the right one?"
        )
    return (
        f"{named} was due on {day(v['due'])}; {days(v['days'])} later, nothing says whether it "
        f"was kept. Should its term be renegotiated?"
    )


def _unacknowledged(finding: Finding) -> str:
    v = finding.values
    side = v["side"]
    who = _WHO[side.other] if side is not None else "the other side"
    return (
        f"{capital(_engagement(v))}, made on {day(v['since'])}, has yet to be acknowledged by "
        f"{who}. Would it help to put it in words together?"
    )


def _missed(finding: Finding) -> str:
    v = finding.values
    what = f"{capital(_engagement(v))} was missed on {day(v['missed'])}"
    if finding.about == "no_review":
        return (
            f"{what}, and no joint review has been held to come back on it. "
            f"What constraint lay behind it?"
        )
    return (
        f"{what}, and the joint review of {day(v['review'])} did not come back on it. "
        f"What constraint lay behind it?"
    )


def _unadjusted(finding: Finding) -> str:
    v = finding.values
    if v["count"] == 1:
        held = f"The joint review of {day(v['first'])}"
    else:
        several = capital(count(v["count"], "joint review", "joint reviews"))
        same_year = v["first"].year == v["last"].year
        since = day(v["first"], year=not same_year)
        held = f"{several} running, from {since} to {day(v['last'])},"
    return (
        f"{held} revised nothing and gave no reason for leaving things as they were. "
        f"Does everything really suit both sides?"
    )


def _demand(finding: Finding) -> str:
    v = finding.values
    asked = f"the request {quoted(v['demand'])}" if v["demand"] is not None else "the request"
    answer = f"{_ANSWERS[v['answer']]} on {day(v['answered'])}"
    if v["reworked"] is not None:
        return (
            f"{capital(asked)} was only worked on together on {day(v['reworked'])}, after "
            f"{answer}. Does what had been done still answer it?"
        )
    if v["demand"] is None:
        return (
            f"No request worked on together is on record before {answer}. "
            f"What need does the work start from?"
        )
    return (
        f"{capital(asked)} had not been worked on together before {answer}, nor has it been "
        f"since. What need lies behind it?"
    )


def _first_contact(finding: Finding) -> str:
    v = finding.values
    if finding.about == "cold":
        return (
            f"The encounter of {day(v['day'])} began as cold prospecting. "
            f"What other occasions to meet could be created?"
        )
    question = "Was there time for the need to be heard?"
    if not v["encounters"]:
        nothing = "with no earlier meeting on record"
        return f"The relationship was opened on {day(v['opened'])}, {nothing}. {question}"
    return (
        f"Before the opening on {day(v['opened'])}, the two sides had spent only "
        f"{spent(v['minutes'])} together. {question}"
    )


def _silence(finding: Finding) -> str:
    v = finding.values
    nothing = (
        f"No exchange is on record in the {days(v['days'])} after the signature on "
        f"{day(v['signed'])}"
    )
    if v["next"] is None:
        return f"{nothing}, nor since. Who picks up the thread?"
    return f"{nothing}; the first came on {day(v['next'])}."


def _distance(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "absent":
            return (
                f"In the {days(v['days'])} since {day(v['since'])}, nothing has been agreed about "
                f"the right distance. How far should the support go, and where does it stop?"
            )
        case "past_review":
            return (
                f"The right distance agreed on {day(v['agreed'])} was to be looked at again by "
                f"{day(v['review_by'])}. Is it still the right one?"
            )
        case "work_outside":
            return (
                f"Work of {day(v['day'])} is about {quoted(v['topic'])}, which the distance agreed "
                f"on {day(v['agreed'])} left out. Should the line be drawn again together?"
            )
    side = f" on {_WHO[v['side']]}’s side" if v["side"] is not None else ""
    topic = f", over {quoted(v['topic'])}," if v["topic"] is not None else ""
    return (
        f"On {day(v['day'])} the right distance was crossed{side}{topic} without the other side "
        f"agreeing to it. What needs to be said again together?"
    )


def _label(name: str) -> str:
    if name == PROVIDER_ONLY_REVIEW:
        return "internal review of the provider"
    return BY_NAME[name].en if name in BY_NAME else quoted(name)


def _hidden(finding: Finding) -> str:
    hidden = finding.values["hidden"].items()
    kinds = listing([f"{_label(name)} ({_times(n)})" for name, n in hidden])
    return (
        f"The client’s view leaves out facts without anybody having said so: {kinds}. "
        f"What stands in the way of showing them?"
    )


_WHERE: dict[str, str] = {
    StreamKind.PRACTITIONER: "In the practitioner’s record, ",
    StreamKind.TEAM: "In the team’s record, ",
    StreamKind.FIRM: "In the firm’s record, ",
}
"""How an entry of another stream than a relationship is placed."""


def _log(finding: Finding) -> str:
    # A finding on a quote has the quote as its subject, whatever it is called.
    said, where = _kept(finding), _WHERE.get("" if "quote" in finding.values else finding.subject)
    return f"{where}{said[:1].lower()}{said[1:]}" if where else said


def _kept(finding: Finding) -> str:
    v = finding.values
    match finding.about:
        case "late":
            return _late(v)
        case "unapplied":
            lost = capital(
                count(v["count"], "correction or withdrawal", "corrections or withdrawals")
            )
            them = "it" if v["count"] == 1 else "them"
            return f"{lost} could not be applied; the history is read without {them}."
        case "unread":
            facts = capital(count(v["count"], "fact", "facts"))
            names = listing([quoted(name) for name in v["names"]])
            kept = "it is kept" if v["count"] == 1 else "they are kept"
            return f"{facts} could not be read here ({names}); {kept}, and the audit went without."
    touched = "corrected" if finding.about == "corrected_after_signature" else "withdrawn"
    return (
        f"On {day(v['day'])} an entry that quote {quoted(v['quote'])} cites was {touched} after "
        f"it had been signed. Do both sides know?"
    )


def _late(values: Values) -> str:
    late, whole = values["count"], values["of"]
    was = "was" if late == 1 else "were"
    if late == whole:
        facts = "The only fact on record was" if whole == 1 else "All the facts were"
    else:
        facts = f"{capital(number(late))} of the {number(whole)} facts {was}"
    delay = days(values["longest"]) if late == 1 else f"up to {days(values['longest'])}"
    return (
        f"{facts} written down late, {delay} after. What would help to write closer to the event?"
    )


SENTENCES: dict[str, Callable[[Finding], str]] = {
    "LOOP-1": _frame,
    "LOOP-2": _one_sided,
    "LOOP-3": _conditions,
    "LOOP-4": _window,
    "LOOP-5": _unacknowledged,
    "LOOP-6": _missed,
    "LOOP-7": _unadjusted,
    "HOOK-1": _demand,
    "HOOK-2": _first_contact,
    "HOOK-3": _silence,
    "DIST-1": _distance,
    "VIEW-1": _hidden,
    "DATA-1": _log,
}
"""How each of these rules says what it found."""

REASONS = findings_reasons.REASONS
"""Why these rules could not look."""
