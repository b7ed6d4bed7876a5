"""Values: a few, chosen together, each shown by typical acts; tried out, kept or belied.

Rule kept here: a value without an act that shows it is a word on a wall (domain.md §3,
firm). An act is kept or not; nobody is called virtuous, and nothing is added up.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from annotated_types import Ge
from attrs import frozen

from noe_core.decision import MADE, Draft, happened
from noe_core.facts import AnyRecorded, Recorded, holds
from noe_core.moments import When
from noe_core.refusal import AlreadyDone, Refusal, UnknownReference, first, missing
from noe_core.typed import Fact, Id, Text, value
from noe_core.values import PartyRef

if TYPE_CHECKING:
    from noe_core.firm.state import Firm

MOST_VALUES = 5
"""How many values stay strong in meaning, unless the firm says otherwise."""

FEWEST_CHOOSERS = 2
"""How many people make a choice a common one."""


@value
class StatedValue:
    """A value by its name, what the firm means by it, and acts that would show it."""

    name: Text
    meaning: Text | None = None
    typical_acts: tuple[Text, ...] = ()


@value
class ValuesPublished(Fact):
    """People chose the values of the firm together; a later version replaces them."""

    version: Annotated[int, Ge(1)] | None = None
    values: tuple[StatedValue, ...] = ()
    chosen_by: tuple[PartyRef, ...] = ()


@value
class ValuesStressTested(Fact):
    """The values were tried on a hard case: could they be kept then?"""

    scenario: Text | None = None
    tenable: bool | None = None


@value
class ValueActObserved(Fact):
    """An act showed a value, or belied it; ``value`` is its name.

    The act is the firm's: no field says who did it.
    """

    value: Text | None = None
    kept: bool | None = None
    relationship_id: Id | None = None


@frozen
class ValueWithoutAct(Refusal):
    """A value is shown by at least one typical act."""

    says = "nothing shows {value}; name an act in its typical_acts"
    value: str


@frozen
class NotChosenTogether(Refusal):
    """The values of a firm are chosen by several people."""

    says = "the values are chosen by {count}; at least {least} people choose them together"
    count: int
    least: int


@frozen
class TooManyValues(Refusal):
    """Values are few, so that each is strong."""

    says = "{count} values are too many to live by; keep at most {most}"
    count: int
    most: int


@frozen(kw_only=True)
class Ethics:
    """Values published, tried out and acted on so far, each in order."""

    published: tuple[Recorded[ValuesPublished], ...] = ()
    tested: tuple[Recorded[ValuesStressTested], ...] = ()
    acts: tuple[Recorded[ValueActObserved], ...] = ()

    @property
    def in_force(self) -> Recorded[ValuesPublished] | None:
        """The version that holds: the last published."""
        return self.published[-1] if self.published else None

    @property
    def last_version(self) -> int:
        """The greatest number a version has; 0 before the first."""
        return max((values.data.version or 0 for values in self.published), default=0)

    def has_published(self, name: str) -> bool:
        """Whether any version published a value of that name."""
        return any(name == one.name for version in self.published for one in version.data.values)


def follow(ethics: Ethics, facts: Iterable[AnyRecorded]) -> Ethics:
    """The values after some more facts."""
    published, tested, acts = list(ethics.published), list(ethics.tested), list(ethics.acts)
    for fact in facts:
        if holds(fact, ValuesPublished):
            published.append(fact)
        elif holds(fact, ValuesStressTested):
            tested.append(fact)
        elif holds(fact, ValueActObserved):
            acts.append(fact)
    return Ethics(published=tuple(published), tested=tuple(tested), acts=tuple(acts))


def _shown(stated: tuple[StatedValue, ...]) -> ValueWithoutAct | None:
    return next((ValueWithoutAct(one.name) for one in stated if not one.typical_acts), None)


def _together(people: tuple[PartyRef, ...]) -> NotChosenTogether | None:
    count = len({person.party_id for person in people})
    return NotChosenTogether(count, FEWEST_CHOOSERS) if count < FEWEST_CHOOSERS else None


def _named_once(stated: tuple[StatedValue, ...]) -> AlreadyDone | None:
    names = [one.name for one in stated]
    twice = (name for place, name in enumerate(names) if name in names[:place])
    return next((AlreadyDone("value", name, "in the list") for name in twice), None)


def publish_values(
    state: "Firm",
    *,
    on: When,
    values: Iterable[StatedValue],
    chosen_by: Iterable[PartyRef],
    most: int = MOST_VALUES,
    id: str = MADE,
) -> Draft[ValuesPublished] | Refusal:
    """Publish the next version of the values; ``most`` is how many the firm allows itself.

    Refusals: `Missing`, `AlreadyDone`, `ValueWithoutAct`, `NotChosenTogether`,
    `TooManyValues`.
    """
    stated, people = tuple(values), tuple(chosen_by)
    return first(
        missing(values=stated),
        _named_once(stated),
        _shown(stated),
        _together(people),
        TooManyValues(len(stated), most) if len(stated) > most else None,
    ) or happened(
        ValuesPublished(version=state.ethics.last_version + 1, values=stated, chosen_by=people), on
    )


def stress_test_values(
    state: "Firm", *, on: When, scenario: str, tenable: bool, id: str = MADE
) -> Draft[ValuesStressTested] | Refusal:
    """Try the values on a hard case, and say whether they could be kept.

    Refusals: `Missing`.
    """
    return missing(scenario=scenario) or happened(
        ValuesStressTested(scenario=scenario, tenable=tenable), on
    )


def observe_value_act(
    state: "Firm",
    value: str,
    *,
    on: When,
    kept: bool,
    relationship_id: str | None = None,
    id: str = MADE,
) -> Draft[ValueActObserved] | Refusal:
    """Note an act that shows a value published, or belies it.

    An older version counts too: the act may be from its time.

    Refusals: `UnknownReference`.
    """
    if not state.ethics.has_published(value):
        return UnknownReference("value", value)
    return happened(ValueActObserved(value=value, kept=kept, relationship_id=relationship_id), on)
