"""DATA-1: what the log itself says about how it is kept.

Rule kept here: this rule reads entries as they were recorded. Late entries are gathered in
one finding, as one habit of recording is one thing to talk about (domain.md §5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from attrs import evolve

from noe_core.audit.rule import CaseOf, Finding, Rule, Severity, Verdict
from noe_core.entries import EntryCorrected, EntryWithdrawn
from noe_core.facts import AnyRecorded
from noe_core.history import ENTRIES
from noe_core.relationship.quotes import Quote
from noe_core.relationship.signed import cited
from noe_core.relationship.state import Relationship
from noe_core.relationship.state import evolve as step
from noe_core.stream_state import StreamState
from noe_core.vocabulary import StreamKind, kind_of

AnyCase = CaseOf[StreamState]


def late_recording(case: AnyCase, *, n: int) -> Iterator[Verdict]:
    """Entries are written within n days, settled ones stay, and every one can be read."""
    if kind_of(case.history.stream) is StreamKind.RELATIONSHIP:
        yield from _touching_signed(case)
    yield from _late(case, n)
    yield from _unapplied(case)
    if case.state.unread:
        yield _gathered(
            case,
            "unread",
            (fact.id for fact in case.state.unread),
            names=tuple(sorted({fact.event for fact in case.state.unread})),
        )


def _gathered(case: AnyCase, about: str, evidence: Iterable[UUID], **values: object) -> Finding:
    ids = tuple(evidence)
    return Finding(
        rule="DATA-1",
        severity=Severity.INFO,
        subject=kind_of(case.history.stream),
        about=about,
        evidence=ids,
        values={"count": len(ids), **values},
    )


def _late(case: AnyCase, n: int) -> Iterator[Finding]:
    delays = {fact.id: (case.day(fact.recorded_at) - case.on(fact)).days for fact in case.history}
    late = {event_id: days for event_id, days in delays.items() if days > n}
    if late:
        yield _gathered(case, "late", late, longest=max(late.values()), of=len(delays))


def _standing(case: AnyCase) -> tuple[AnyRecorded, ...]:
    """The entries about entries that hold: all but corrections taken back."""
    entries = case.history.entries
    gone = {_target(entry) for entry in entries if isinstance(entry.data, EntryWithdrawn)}
    return tuple(e for e in entries if isinstance(e.data, EntryWithdrawn) or e.id not in gone)


def _target(entry: AnyRecorded) -> UUID:
    assert isinstance(entry.data, ENTRIES)  # noqa: S101 - narrows the type
    return entry.data.target_event_id


def _touching_signed(case: AnyCase) -> Iterator[Finding]:
    """Entries that change what a quote signed before them cites.

    The quotes are read as they were recorded, since what was withdrawn can no longer be
    found in the history.
    """
    entries = _standing(case)
    if not entries:
        return
    raw = tuple(r for r in case.history.known if not isinstance(r.data, ENTRIES))
    state = step(Relationship(), evolve(case.history, records=raw).facts)
    cites = [(quote, {fact.id for fact in cited(state, quote)}) for quote in _signed(state)]
    for entry in entries:
        for quote, events in cites:
            if _target(entry) in events and _signed_before(quote, entry):
                yield _touched(case, entry, quote)
                break


def _signed(state: Relationship) -> tuple[Quote, ...]:
    return tuple(quote for quote in state.quotes.by_id.values() if quote.signed is not None)


def _signed_before(quote: Quote, entry: AnyRecorded) -> bool:
    return quote.signed is not None and quote.signed.version < entry.version


def _touched(case: AnyCase, entry: AnyRecorded, quote: Quote) -> Finding:
    corrected = isinstance(entry.data, EntryCorrected)
    return Finding(
        rule="DATA-1",
        severity=Severity.BREACH,
        subject=quote.quote_id,
        about="corrected_after_signature" if corrected else "withdrawn_after_signature",
        evidence=(entry.id, _target(entry)),
        values={"quote": quote.quote_id, "day": case.day(entry.recorded_at)},
    )


def _unapplied(case: AnyCase) -> Iterator[Finding]:
    """Corrections and withdrawals that point at nothing, or do not fit what they point at."""
    entries = _standing(case)
    if not entries:
        return
    whole = evolve(case.history, as_of=None)
    applied = {event_id for fact in whole.facts for event_id in fact.corrected_by}
    known = {r.id for r in whole.known if not isinstance(r.data, EntryWithdrawn)}
    gone = {r.id for r in whole.known if not isinstance(r.data, ENTRIES)}
    gone -= {fact.id for fact in whole.facts}

    def held(entry: AnyRecorded) -> bool:
        if isinstance(entry.data, EntryWithdrawn):
            return _target(entry) in known
        return entry.id in applied or _target(entry) in gone

    lost = tuple(entry for entry in entries if not held(entry))
    if lost:
        yield _gathered(case, "unapplied", (entry.id for entry in lost))


RULES: tuple[Rule, ...] = (
    Rule(
        id="DATA-1",
        name="late_recording",
        defaults={"n": 30},
        check=late_recording,
        streams=frozenset(StreamKind),
    ),
)
