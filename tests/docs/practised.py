"""A store in which practices are recorded by command, replayed, asked about and audited.

Rule kept here: what a test records goes through the public handles into a store, and what it
asks is asked of the history read back from it. Days are of 2022, the clock long after.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from noe_core.audit import audit
from noe_core.audit.rule import Finding, NotAssessable
from noe_core.beside import Beside
from noe_core.facts import AnyRecorded, Recorded
from noe_core.history import History
from noe_core.narration import narrate
from noe_core.projections.practice_register import PracticeRegister, practice_register
from noe_core.projections.values_compatibility import (
    ValuesCompatibility,
    values_compatibility_with,
)
from noe_core.relationship.engagements import EngagementKind, EngagementMade
from noe_core.relationship.reviews import ReflexiveLevel, ReviewHeld
from noe_core.relationship.work import WorkRecorded
from noe_core.testing import both_assessed, client, provider
from noe_core.values import PartyRef
from noe_stores import connect
from noe_stores.handles.handle import Handle

NORA = provider("nora", of="Studio Marelle")
OMAR = provider("omar", of="Studio Marelle")
INES = provider("ines", of="Studio Marelle")
LISE = client("lise", of="Atelier Lys")
PAUL = client("paul", of="Atelier Lys")
BOTH = (NORA, LISE)

RELATIONAL, INTERNAL, CLIENT_SIDE = (
    ReflexiveLevel.RELATIONAL,
    ReflexiveLevel.INTERNAL,
    ReflexiveLevel.CLIENT_SIDE,
)

day = date.fromisoformat

HALF = Decimal("0.5")
"""Half of somebody's time."""


class House:
    """A store: a relationship, and the team, the firm and the people of its provider."""

    def __init__(self) -> None:
        self.ledger = connect("memory:", clock=lambda: datetime(2030, 1, 1, tzinfo=UTC))
        self.relation = self.ledger.relationship("marelle:lys", recorded_by="nora")
        self.team = self.ledger.team("studio", recorded_by="nora")
        self.firm = self.ledger.firm("marelle", recorded_by="nora")
        self.nora = self.person("nora")

    def person(self, name: str) -> Any:
        """The stream of somebody, in which they speak for themselves."""
        return self.ledger.practitioner(name, recorded_by=name)

    def begin(self, on: str = "2022-03-01") -> None:
        """Open the relationship and set an objective, `o1`."""
        self.relation.open_relationship(on=day(on))
        self.relation.set_objective(
            on=day(on), title="A catalogue", purpose="people order by it", agreed_by=BOTH, id="o1"
        )

    def engage(
        self, by: PartyRef, kind: EngagementKind, on: str = "2022-03-02", **more: Any
    ) -> Recorded[EngagementMade]:
        """An engagement that serves `o1`."""
        given = {"text": f"{kind} promised", "objective_ids": ["o1"], **more}
        return self.relation.make_engagement(on=day(on), by=by, kind=kind, **given)

    def work(
        self, minutes: int, on: str, by: PartyRef = NORA, **more: Any
    ) -> Recorded[WorkRecorded]:
        """Some work that serves `o1`."""
        return self.relation.record_work(
            on=day(on), by=by, minutes=minutes, objective_ids=["o1"], **more
        )

    def work_alone(self, minutes: int, on: str) -> Recorded[WorkRecorded]:
        """Some work of the provider that names no objective."""
        return self.relation.record_work(on=day(on), by=NORA, minutes=minutes)

    def review(
        self,
        on: str,
        *levels: ReflexiveLevel,
        people: Iterable[PartyRef] = BOTH,
        minutes: int = 60,
        **more: Any,
    ) -> Recorded[ReviewHeld]:
        """A review that assesses the work of both sides."""
        return self.relation.hold_review(
            on=day(on),
            minutes=minutes,
            participants=people,
            levels=levels or (RELATIONAL,),
            assessments=both_assessed(),
            **more,
        )

    def replay(self, handle: Handle[Any] | None = None, *, on: str) -> History:
        """A history read back from the store, the relationship's unless said, as of a day."""
        name = (handle or self.relation).stream.name
        return self.ledger.history(name, as_of=day(on))

    def register(self, *, on: str, members: Iterable[str] | None = None) -> PracticeRegister:
        """The register of practices, of every stream of the store."""
        return practice_register(members=members).of(self.ledger.histories(as_of=day(on)))

    def values(self, *, on: str) -> ValuesCompatibility:
        """The values of the relationship, with the acts of the firms beside."""
        beside = Beside.of(self.ledger.histories(), as_of=day(on))
        return values_compatibility_with(beside).of(self.replay(on=on))

    def told(self, fact: AnyRecorded, *, on: str) -> bool:
        """Whether the narrative, in both languages, has a sentence that stands on a fact."""
        history = self.replay(on=on)
        return all(fact.id in narrate(history, language).evidence for language in ("fr", "en"))

    def story(self, *, on: str) -> str:
        """The narrative in English, its sentences one after another."""
        chapters = narrate(self.replay(on=on), "en").chapters
        return " ".join(line.text for c in chapters for line in (*c.sentences, *c.details))

    def finding_that_cites(
        self, fact: AnyRecorded, handle: Handle[Any] | None = None, *, on: str
    ) -> bool:
        """Whether any rule makes a finding that stands on a fact.

        But DATA-1: everything here is written down long after it happened.
        """
        beside = Beside.of(self.ledger.histories(), as_of=day(on))
        findings = audit(self.replay(handle, on=on), beside=beside).findings
        return any(fact.id in one.evidence for one in findings if one.rule != "DATA-1")

    def put(
        self, rule: str, handle: Handle[Any] | None = None, *, on: str, reader: str | None = None
    ) -> list[str]:
        """What a rule answers: `passed`, the weight of each finding, or why it cannot tell."""
        beside = Beside.of(self.ledger.histories(), as_of=day(on))
        report = audit(self.replay(handle, on=on), beside=beside, reader=reader)
        return [_said(one) for one in report.verdicts if one.rule == rule]


def _said(verdict: object) -> str:
    match verdict:
        case Finding(severity=severity):
            return severity.value
        case NotAssessable(because=because):
            return because
    return "passed"
