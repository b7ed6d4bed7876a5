"""What a rule is, what it reads, and what it answers.

Rule kept here: three answers, pass, finding, not assessable. A finding is data first; the
languages say it in words (`noe_core.narration`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar
from uuid import UUID

from attrs import field, frozen

from noe_core.beside import Beside
from noe_core.facts import AnyRecorded
from noe_core.history import History
from noe_core.languages import Language, spoken
from noe_core.moments import When, day_of
from noe_core.projection import View
from noe_core.relationship.state import Relationship
from noe_core.stream_state import StreamState
from noe_core.values import Side
from noe_core.vocabulary import StreamKind

S_co = TypeVar("S_co", bound=StreamState, covariant=True)


class Severity(StrEnum):
    """How much a finding weighs: worth a question, a warning, against the essential."""

    INFO = "info"
    WARNING = "warning"
    BREACH = "breach"

    @property
    def rank(self) -> int:
        """Its place among the three, the gravest last."""
        return tuple(Severity).index(self)


@frozen(kw_only=True)
class Passed:
    """The rule looked and found nothing."""

    rule: str
    evidence: tuple[UUID, ...] = ()


@frozen(kw_only=True)
class NotAssessable:
    """The rule could not look: too early, or the holder of the log cannot have the data.

    ``because`` is a key that both languages word.
    """

    rule: str
    because: str
    values: Mapping[str, Any] = field(factory=dict, hash=False)

    def sentence(self, language: str | Language) -> str:
        """Why, in words."""
        return spoken(language).not_assessable(self)


Words = Mapping[str, Callable[["Finding"], str]]
"""How the findings of a rule are said, by language."""


@frozen(kw_only=True)
class Finding:
    """Something a rule found.

    Attributes:
        rule: the rule's id, such as ``LOOP-3``.
        severity: how much it weighs.
        subject: what it is about: an id of the history, or the kind of its stream.
        about: which of the rule's findings it is, where it has several.
        evidence: the ids of the events it stands on.
        values: what the sentence needs, as values.
        parameters: the parameters the rule was run with.
        words: how a rule from elsewhere says it, by language; ours need none.
    """

    rule: str
    severity: Severity
    subject: str
    about: str = ""
    evidence: tuple[UUID, ...] = ()
    values: Mapping[str, Any] = field(factory=dict, hash=False)
    parameters: Mapping[str, Any] = field(factory=dict, hash=False)
    words: Words = field(factory=dict, eq=False, repr=False)

    def sentence(self, language: str | Language) -> str:
        """The finding in words: ``fr``, ``en`` or a language given."""
        said_in = spoken(language)
        own = self.words.get(said_in.code)
        return own(self) if own else said_in.finding(self)


Verdict = Passed | Finding | NotAssessable


@frozen(kw_only=True)
class CaseOf(Generic[S_co]):
    """What a rule reads: a history, its state, from when and by whom it is looked at.

    Attributes:
        history: the history.
        state: what it adds up to.
        view: the day it is seen from.
        perspective: the side that holds the log.
        hidden: the ids the caller hides from the client.
        unrecorded: names of events that the source of the log never writes down: that one is
            missing there says nothing.
        beside: what else the store holds; ``None`` where the caller did not give it.
        reader: the id of the person the report is for, where somebody said.
    """

    history: History
    state: S_co
    view: View
    perspective: Side = Side.PROVIDER
    hidden: tuple[str, ...] = ()
    unrecorded: tuple[str, ...] = ()
    beside: Beside | None = None
    reader: str | None = None

    @property
    def today(self) -> date:
        """The day the history is seen from."""
        return self.view.day

    def day(self, moment: When) -> date:
        """The day of a moment in the history's zone."""
        return day_of(moment, self.view.zone)

    def on(self, fact: AnyRecorded) -> date:
        """The day a fact happened."""
        return day_of(fact.occurred_at, self.view.zone)

    def passed(self, since: date, days: int) -> bool:
        """Whether that many days have gone by since a day, the last one included."""
        return (self.today - since).days > days


Case = CaseOf[Relationship]
"""The case of a relationship, which most rules read."""

RELATIONSHIPS = frozenset({StreamKind.RELATIONSHIP})

Answer = Iterable[Verdict]


@frozen(kw_only=True)
class Rule:
    """A rule: its id, its name, the defaults of its parameters, and the check itself.

    ``check`` takes the case and the parameters by name, and yields verdicts; one that
    yields no finding and no `NotAssessable` has passed. ``streams`` are the kinds of
    streams it is put to, ``words`` how it is said where the languages of this release
    cannot know (see "Add a rule" in the documentation). ``about`` names the events without
    which it has nothing to look at: where the source of a log records none of them, the
    rule is not assessable.
    """

    id: str
    name: str
    defaults: Mapping[str, Any] = field(factory=dict)
    check: Callable[..., Answer]
    streams: frozenset[StreamKind] = RELATIONSHIPS
    about: frozenset[str] = frozenset()
    words: Words = field(factory=dict)
