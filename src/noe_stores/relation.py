"""What an embedder holds of one relationship: every command of the domain, as a method.

Rule kept here: load, decide, append; a lost race is decided again on what was recorded
since, and a retry under the same id is recognised before anything is decided. The domain's
own docstrings say what each command means and how it may be refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from itertools import count
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast
from uuid import UUID, uuid4

from attrs import define, evolve, field, frozen

from noe_core.decision import Draft
from noe_core.events import BY_KIND
from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import History
from noe_core.moments import When
from noe_core.projection import Fold, fold
from noe_core.refusal import Refusal
from noe_core.relationship import (
    correcting,
    course,
    effects,
    encounter,
    engagements,
    engaging,
    entries,
    frame,
    objectives,
    quotes,
    quoting,
    reviews,
    settling,
    work,
)
from noe_core.relationship.state import Relationship
from noe_core.relationship.state import evolve as step
from noe_core.typed import Fact
from noe_stores.identity import id_of_command
from noe_stores.outcomes import IdReused, LostRace, Refused
from noe_stores.stream import Stream
from noe_stores.tail import same

P = ParamSpec("P")
F = TypeVar("F", bound=Fact)

Decision = Callable[Concatenate[Relationship, P], "Draft[F] | Refusal"]

ATTEMPTS: Final = 16
"""How often a command is decided again after a lost race before the race is reported."""


@frozen
class HoldsUnread(Refusal):
    """Nothing is decided on a history that cannot be read whole."""

    says = "the history holds facts this release cannot read ({names}); use a newer release"
    names: str


def command(
    decide: Decision[P, F], kind: type[F]
) -> Callable[Concatenate[Relation, P], Recorded[F]]:
    """The method that takes a decision on the relationship and records what it gives."""

    @wraps(decide)
    def method(self: Relation, /, *args: P.args, **kwargs: P.kwargs) -> Recorded[F]:
        return cast("Recorded[F]", self.take(decide, kind, args, dict(kwargs)))

    return method


def _again(value: Any) -> Any:
    return tuple(value) if isinstance(value, Iterator) else value


@define
class Relation:
    """A relationship in a store, with the person or tool that records in it.

    Every command records one fact and returns it. It raises `Refused` when the business
    says no, `IdReused` when its id is taken by another fact, `LostRace` when others keep
    recording first, and a store's own error when the world breaks. A handle belongs to one
    thread; take another for the next.
    """

    stream: Stream
    clock: Callable[[], Any]
    recorded_by: str
    caused_by: str | None = None
    correlation_id: str | None = None
    _fold: Fold[Relationship] | None = field(default=None, repr=False)

    def history(self, *, as_of: When | None = None, known_at: When | None = None) -> History:
        """The history up to now, as of a day of the world and known at a day of the log."""
        self.stream.refresh()
        whole = History(stream=self.stream.name, records=tuple(self.stream.records))
        return whole.at(as_of=as_of, known_at=known_at)

    @property
    def state(self) -> Relationship:
        """What the facts read so far add up to."""
        records = self.stream.records
        if self._fold is None:
            history = History(stream=self.stream.name, records=tuple(records))
            self._fold = fold(step, Relationship(), history)
        elif len(records) > len(self._fold.history.records):
            self._fold = self._fold.then(records[len(self._fold.history.records) :])
        return self._fold.state

    def take(
        self, decide: Callable[..., Any], kind: type[Fact], args: Any, given: dict[str, Any]
    ) -> AnyRecorded:
        """Decide and record; `command` gives each decision its own typed method."""
        own_id = given.get("id") or str(uuid4())
        event_id = id_of_command(self.stream.name, BY_KIND[kind].name, own_id)
        # What can be read only once is read here: a lost race decides again.
        args = [_again(value) for value in args]
        given = {**{name: _again(value) for name, value in given.items()}, "id": own_id}
        if self._fold is None:
            self.stream.refresh()
        for attempt in count(1):
            retried = self._retried(event_id, decide, args, given)
            if retried is not None:
                return retried
            try:
                draft = self._decided(decide(self._sound(), *args, **given), event_id)
                return self._append(draft)
            except Refused:
                # Decided on what was read before; only the last word of the store refuses.
                if not self.stream.refresh():
                    raise
            except LostRace:
                if attempt >= ATTEMPTS:
                    raise
        raise AssertionError("unreachable")  # pragma: no cover

    def _append(self, draft: Draft[Fact]) -> AnyRecorded:
        return self.stream.append([draft], now=self.clock(), recorded_by=self.recorded_by)[0]

    def _sound(self) -> Relationship:
        unread = self.state.unread
        if unread:
            names = ", ".join(sorted({fact.event for fact in unread}))
            raise Refused(HoldsUnread(names), self.stream.name)
        return self.state

    def _decided(self, answer: Draft[Fact] | Refusal, event_id: UUID) -> Draft[Fact]:
        if isinstance(answer, Refusal):
            raise Refused(answer, self.stream.name)
        return evolve(
            answer, id=event_id, caused_by=self.caused_by, correlation_id=self.correlation_id
        )

    def _retried(
        self, event_id: UUID, decide: Callable[..., Any], args: Any, given: dict[str, Any]
    ) -> AnyRecorded | None:
        """The fact that the same command made before, decided again on what it stood on."""
        found = self.stream.recorded(event_id)
        if found is None:
            return None
        before = History(
            stream=self.stream.name, records=tuple(self.stream.records[: found.version - 1])
        )
        answer = decide(step(Relationship(), before.facts), *args, **given)
        if isinstance(answer, Draft) and same(found, answer):
            return found
        raise IdReused(self.stream.name, event_id, found.version)

    hold_encounter = command(encounter.hold_encounter, encounter.EncounterHeld)
    express_demand = command(encounter.express_demand, encounter.DemandExpressed)
    rework_demand = command(encounter.rework_demand, encounter.DemandReworked)

    open_relationship = command(course.open_relationship, course.RelationshipOpened)
    join_party = command(course.join_party, course.PartyJoined)
    leave_party = command(course.leave_party, course.PartyLeft)
    sign_agreement = command(course.sign_agreement, course.AgreementSigned)
    close_relationship = command(course.close_relationship, course.RelationshipClosed)
    reopen_relationship = command(course.reopen_relationship, course.RelationshipReopened)

    set_objective = command(objectives.set_objective, objectives.ObjectiveSet)
    revise_objective = command(objectives.revise_objective, objectives.ObjectiveRevised)
    close_objective = command(objectives.close_objective, objectives.ObjectiveClosed)

    make_engagement = command(engaging.make_engagement, engagements.EngagementMade)
    acknowledge_engagement = command(
        engaging.acknowledge_engagement, engagements.EngagementAcknowledged
    )
    keep_engagement = command(engaging.keep_engagement, engagements.EngagementKept)
    miss_engagement = command(engaging.miss_engagement, engagements.EngagementMissed)
    renegotiate_engagement = command(
        engaging.renegotiate_engagement, engagements.EngagementRenegotiated
    )
    release_engagement = command(engaging.release_engagement, engagements.EngagementReleased)

    agree_method = command(frame.agree_method, frame.MethodAgreed)
    agree_boundary = command(frame.agree_boundary, frame.BoundaryAgreed)
    cross_boundary = command(frame.cross_boundary, frame.BoundaryCrossed)
    agree_spend_limit = command(frame.agree_spend_limit, frame.SpendLimitAgreed)

    hold_review = command(reviews.hold_review, reviews.ReviewHeld)
    request_feedback = command(reviews.request_feedback, reviews.FeedbackRequested)
    give_feedback = command(reviews.give_feedback, reviews.FeedbackGiven)

    record_work = command(work.record_work, work.WorkRecorded)
    reveal_constraint = command(work.reveal_constraint, work.ConstraintRevealed)
    note_resource = command(work.note_resource, work.ResourceNoted)
    give_advice = command(work.give_advice, work.AdviceGiven)

    observe_effect = command(effects.observe_effect, effects.EffectObserved)
    attest_effect = command(effects.attest_effect, effects.EffectAttested)
    contest_effect = command(effects.contest_effect, effects.EffectContested)

    issue_quote = command(quoting.issue_quote, quotes.QuoteIssued)
    discuss_quote = command(settling.discuss_quote, quotes.QuoteDiscussed)
    sign_quote = command(settling.sign_quote, quotes.QuoteSigned)
    refuse_quote = command(settling.refuse_quote, quotes.QuoteRefused)
    withdraw_quote = command(settling.withdraw_quote, quotes.QuoteWithdrawn)

    correct_entry = command(correcting.correct_entry, entries.EntryCorrected)
    withdraw_entry = command(correcting.withdraw_entry, entries.EntryWithdrawn)
