"""What there is to tell, gathered before any language says it.

Rule kept here: causes before tables. Facts are grouped by what led to what (an engagement
with its miss, its review and its new term), and nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from uuid import UUID

from attrs import frozen

from noe_core.beside import Beside
from noe_core.facts import AnyRecorded, Recorded
from noe_core.moments import When, day_of
from noe_core.narration.nearby import Nearby
from noe_core.narration.stays import Stay, stays
from noe_core.projection import View
from noe_core.relationship.course import Phase
from noe_core.relationship.effects import Effect, EffectAttested, EffectObserved
from noe_core.relationship.engagements import Engagement
from noe_core.relationship.quotes import Quote
from noe_core.relationship.reviews import ReviewHeld
from noe_core.relationship.state import Relationship
from noe_core.relationship.trials import TrialEnded, TrialOffered
from noe_core.relationship.work import WorkRecorded
from noe_core.values import Party, PartyRef, Side
from noe_core.vocabulary import own_id

FEW = 3
"""Up to so many, things are told one by one; beyond, together with a list."""


@frozen(kw_only=True)
class Tale:
    """The state of a relationship, with the groupings a storyteller needs."""

    state: Relationship
    view: View
    beside: Beside | None = None

    @property
    def facts(self) -> tuple[AnyRecorded, ...]:
        """Every fact there is to tell, in order."""
        return tuple(self.state.facts.values())

    @property
    def stream(self) -> str:
        """The stream the facts stand in; empty when there are none."""
        return self.facts[0].stream if self.facts else ""

    @property
    def own_id(self) -> str:
        """The caller's own id of the relationship."""
        return own_id(self.stream)

    def day(self, fact: AnyRecorded) -> date:
        """The day a fact happened."""
        return self.day_of(fact.occurred_at)

    def day_of(self, moment: When) -> date:
        """The day of a moment."""
        return day_of(moment, self.view.zone)

    @property
    def many_years(self) -> bool:
        """Whether the facts told lie in several calendar years."""
        return len({self.day(fact).year for fact in self.facts}) > 1

    @property
    def closed(self) -> bool:
        """Whether the relationship has ended."""
        return self.state.course.phase is Phase.CLOSED

    def party(self, side: Side) -> Party | None:
        """The party that stands for a side: the one it opened with, else its only member."""
        for opened in reversed(self.state.course.opened):
            party = {Side.CLIENT: opened.data.client, Side.PROVIDER: opened.data.provider}.get(side)
            if party is not None and party.name is not None:
                return party
        present = [m.party for m in self.state.parties.present(side) if m.party.name]
        return present[0] if len(present) == 1 else None

    @cached_property
    def stays(self) -> tuple[Stay, ...]:
        """Who was on which side, from when to when, as often as they came."""
        return stays(self.facts)

    @cached_property
    def nearby(self) -> Nearby:
        """What other streams noted about this relationship."""
        return Nearby.to(self.own_id, self.beside)

    def known(self, ref: PartyRef | None) -> Party | None:
        """The party that a reference points to, where the history names it."""
        if ref is None:
            return None
        partners = (p.identified for p in self.state.ecosystem.partners.values() if p.identified)
        named = [stay.party for stay in self.stays] + [p.data.partner for p in partners]
        same = (p for p in reversed(named) if p.party_id == ref.party_id and p.name)
        return next(same, None)

    def unread(self, event: str) -> bool:
        """Whether a fact of that name cannot be read, so that its absence says nothing."""
        return any(fact.event == event for fact in self.state.unread)

    @property
    def trials(self) -> tuple[tuple[Recorded[TrialOffered], Recorded[TrialEnded] | None], ...]:
        """The trials offered, each with its end; an end ends the first offered under its id."""
        ends = list(self.state.trials.ended)
        paired = []
        for offer in self.state.trials.offered:
            end = next((e for e in ends if e.data.trial_id == offer.data.trial_id), None)
            if end is not None:
                ends.remove(end)
            paired.append((offer, end))
        return tuple(paired)

    @property
    def engagements(self) -> tuple[Engagement, ...]:
        """The engagements whose making is known, in the order they were made."""
        made = (e for e in self.state.engagements.by_id.values() if e.made is not None)
        return tuple(made)

    @property
    def troubled(self) -> tuple[Engagement, ...]:
        """Engagements with a missed term, a new one, or a release."""
        return tuple(
            e
            for e in self.engagements
            if e.released or e.renegotiated or any(t.missed for t in e.terms)
        )

    @property
    def kept_at_once(self) -> tuple[Engagement, ...]:
        """Engagements kept on their first terms."""
        return tuple(
            e for e in self.engagements if e not in self.troubled and e.term and e.term.kept
        )

    @property
    def waiting(self) -> tuple[Engagement, ...]:
        """Engagements that nothing has happened to yet."""
        return tuple(e for e in self.engagements if e not in self.troubled and e.unsettled)

    def revisiting(self, engagement: Engagement) -> Recorded[ReviewHeld] | None:
        """The first review that came back on an engagement."""
        ids = {fact.id for fact in engagement.facts}
        for review in self.state.reviews.held:
            if ids.intersection(review.data.revisits):
                return review
        return None

    def revisited(self, fact: AnyRecorded) -> Recorded[ReviewHeld] | None:
        """The first review that came back on a fact."""
        reviews = self.state.reviews.held
        return next((review for review in reviews if fact.id in review.data.revisits), None)

    def came_of(self, review: Recorded[ReviewHeld]) -> bool:
        """Whether something recorded names the review as what it came of."""
        key = review.data.review_id
        others = (fact.data for fact in self.facts if fact.id != review.id)
        return any(getattr(data, "review_id", None) == key for data in others)

    @property
    def work(self) -> tuple[Recorded[WorkRecorded], ...]:
        """The work that people did, in order."""
        return tuple(w for w in self.state.work.done.values() if not w.data.automated)

    @property
    def grains(self) -> bool:
        """Whether the real asked for more than was foreseen: issues raised, adaptations."""
        raised = any(issue.raised for issue in self.state.issues.by_id.values())
        return raised or bool(self.state.work.adaptations)

    @property
    def effects(self) -> tuple[Effect, ...]:
        """The effects whose observation is known."""
        return tuple(e for e in self.state.effects.by_id.values() if e.observed is not None)

    def answered_together(self, found: Sequence[Effect]) -> tuple[Recorded[EffectAttested], ...]:
        """The confirmations of several effects where one side gave them all in one breath."""
        answers = tuple(effect.attested[0] for effect in found if effect.attested)
        same = {(a.data.by.side if a.data.by else None, self.day(a)) for a in answers}
        told = any(answer.data.account for answer in answers)
        alike = len(same) == 1 and len(answers) == len(found) > 1
        return answers if alike and not told else ()

    def in_one_breath(self, found: Sequence[Effect]) -> bool:
        """Whether one side observed several effects at once, alike in all but what they are."""
        seen = [effect.observed for effect in found if effect.observed]
        alike = {_like(fact.data) for fact in seen} | {self.day(fact) for fact in seen}
        plain = all(f.data.account and f.data.observed_by and not f.data.felt for f in seen)
        answered = bool(self.answered_together(found)) or not any(e.attested for e in found)
        return len(found) == len(seen) > 1 and len(alike) == len((1, 2)) and plain and answered

    @property
    def done(self) -> tuple[AnyRecorded, ...]:
        """What an effect could have come of, where none is recorded that cannot be read."""
        made = (e.made for e in self.engagements if e.made)
        if self.unread("effect_observed"):
            return ()
        return (*made, *self.state.work.done.values(), *self.state.reviews.held)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """The quotes whose issue is known."""
        return tuple(q for q in self.state.quotes.by_id.values() if q.issued is not None)

    def sources(self, ids: Iterable[UUID]) -> Iterator[AnyRecorded]:
        """The facts of some ids, where they are seen here."""
        for identity in ids:
            fact = self.state.facts.get(identity)
            if fact is not None:
                yield fact


def _like(data: EffectObserved) -> tuple[object, ...]:
    """What effects told in one breath have in common."""
    measure, side = data.measure, data.observed_by.side if data.observed_by else None
    counted = (measure.quantity.unit, measure.method) if measure else None
    whom = data.beneficiary.side if data.beneficiary else None
    came_of = (frozenset(data.arising_from), data.contribution)
    return (side, whom, data.domain, data.polarity, data.intended, counted, came_of)
