"""Deliberations, and the rules of work they lead to.

Rule kept here: a rule of work comes out of a deliberation, says what work well done is, and
is looked at again by a day (domain.md §3 "Team", §1 row 47). A rule goes by its own id, or
by its words where an import gives it none.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.team.collective import too_few
from noe_core.typed import Fact, Id, Minutes, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.team.state import Team


@value
class DeliberationHeld(Fact):
    """People debated a question of their work; ``minutes`` is the duration.

    ``concept_ids`` name the concepts of the firm's doctrine that served.
    """

    deliberation_id: Id
    question: Text | None = None
    participants: tuple[PartyRef, ...] = ()
    minutes: Minutes | None = None
    concept_ids: tuple[Id, ...] = ()


@value
class WorkRuleAdopted(Fact):
    """A rule of work holds from now on; ``quality_criterion`` says what good work is by it."""

    rule: Text
    quality_criterion: Text | None = None
    deliberation_id: Id | None = None
    review_by: date | None = None
    rule_id: Id | None = None


@value
class WorkRuleRetired(Fact):
    """A rule of work holds no longer; ``rule`` is its id, or its words."""

    rule: Text
    reason: Text | None = None


@frozen(kw_only=True)
class WorkRule:
    """A rule as its facts tell it; ``in_force`` where its adoption is the last of them."""

    key: str
    adopted: tuple[Recorded[WorkRuleAdopted], ...] = ()
    retired: tuple[Recorded[WorkRuleRetired], ...] = ()
    in_force: bool = False

    def goes_by(self, name: str) -> bool:
        """Whether it is called so: by its id, or by words it was adopted in."""
        return name == self.key or any(name == fact.data.rule for fact in self.adopted)


@frozen(kw_only=True)
class Rules:
    """Deliberations and rules of work so far, in order."""

    deliberations: tuple[Recorded[DeliberationHeld], ...] = ()
    by_key: Mapping[str, WorkRule] = field(factory=dict)

    def deliberated(self, deliberation_id: str) -> bool:
        """Whether a deliberation of that id was held."""
        return any(held.data.deliberation_id == deliberation_id for held in self.deliberations)

    def named(self, name: str) -> WorkRule | None:
        """The rule called so; the one in force where several were."""
        return _named(self.by_key, name)


def _named(by_key: Mapping[str, WorkRule], name: str) -> WorkRule | None:
    called = [rule for rule in by_key.values() if rule.goes_by(name)]
    return max(called, key=lambda rule: rule.in_force, default=None)


def follow(rules: Rules, facts: Iterable[AnyRecorded]) -> Rules:
    """The rules after some more facts."""
    deliberations, by_key = list(rules.deliberations), dict(rules.by_key)
    for fact in facts:
        if holds(fact, DeliberationHeld):
            deliberations.append(fact)
        elif holds(fact, WorkRuleAdopted):
            key = fact.data.rule_id or fact.data.rule
            known = by_key.get(key) or WorkRule(key=key)
            by_key[key] = evolve(known, adopted=(*known.adopted, fact), in_force=True)
        elif holds(fact, WorkRuleRetired):
            known = _named(by_key, fact.data.rule) or WorkRule(key=fact.data.rule)
            by_key[known.key] = evolve(known, retired=(*known.retired, fact), in_force=False)
    return Rules(deliberations=tuple(deliberations), by_key=by_key)


def hold_deliberation(
    state: "Team",
    *,
    on: When,
    question: str,
    participants: Iterable[PartyRef],
    minutes: int,
    concept_ids: Iterable[str] = (),
    id: str = MADE,
) -> Draft[DeliberationHeld] | Refusal:
    """Deliberate together on a question of the work.

    Refusals: `AlreadyDone`, `NotCollective`, `Missing`.
    """
    people = tuple(participants)
    return first(
        AlreadyDone("deliberation", id, "held") if state.rules.deliberated(id) else None,
        too_few("deliberation", id, people),
        missing(question=question),
    ) or happened(
        DeliberationHeld(
            deliberation_id=id,
            question=question,
            participants=people,
            minutes=minutes,
            concept_ids=tuple(concept_ids),
        ),
        on,
    )


def _adopted(state: "Team", id: str, words: str) -> AlreadyDone | None:
    """A refusal for an id that was given before, or for words that are in force."""
    same, alike = state.rules.by_key.get(id), state.rules.named(words)
    if same is not None and same.adopted:
        return AlreadyDone("rule", id, "adopted")
    return AlreadyDone("rule", words, "adopted") if alike and alike.in_force else None


def adopt_work_rule(
    state: "Team",
    *,
    on: When,
    rule: str,
    quality_criterion: str,
    deliberation_id: str,
    review_by: date,
    id: str = MADE,
) -> Draft[WorkRuleAdopted] | Refusal:
    """Adopt a rule of work that was deliberated on.

    Refusals: `AlreadyDone`, `Missing`, `UnknownReference`.
    """
    deliberated = state.rules.deliberated(deliberation_id)
    return first(
        _adopted(state, id, rule),
        missing(deliberation_id=deliberation_id),
        None if deliberated else UnknownReference("deliberation_id", deliberation_id),
        missing(rule=rule, quality_criterion=quality_criterion, review_by=review_by),
    ) or happened(
        WorkRuleAdopted(
            rule=rule,
            quality_criterion=quality_criterion,
            deliberation_id=deliberation_id,
            review_by=review_by,
            rule_id=id,
        ),
        on,
    )


def retire_work_rule(
    state: "Team", rule: str, *, on: When, reason: str | None = None, id: str = MADE
) -> Draft[WorkRuleRetired] | Refusal:
    """Retire a rule of work, called by its id or by its words.

    Refusals: `UnknownReference`, `AlreadyDone`.
    """
    known = state.rules.named(rule)
    if known is None or not known.adopted:
        return UnknownReference("rule", rule)
    if not known.in_force:
        return AlreadyDone("rule", rule, "retired")
    return happened(WorkRuleRetired(rule=known.key, reason=reason), on)
