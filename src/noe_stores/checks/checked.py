"""What a verification found, as values.

Rule kept here: what is lost or changed, what is only unfinished, what is not ours and what
was not looked at are four things, and each is said.
"""

from __future__ import annotations

from attrs import evolve, frozen

from noe_stores.port import Finding, Head


@frozen(kw_only=True)
class BadRecord:
    """The first record of a stream that is not the one written there.

    ``place`` is where the order across streams has it, as far as that could be found.
    """

    stream: str
    version: int
    why: str
    place: str = ""


@frozen(kw_only=True)
class BadIndex:
    """A stream of which the store's own index says otherwise: shortened, missing, replaced."""

    stream: str
    indexed: Head | None
    count: int
    why: str


@frozen(kw_only=True)
class UnreadFacts:
    """Facts that are sound but that this release cannot read; reported, not bad."""

    stream: str
    event: str
    schema: int
    count: int
    first: int
    reason: str


@frozen(kw_only=True)
class NotOurs:
    """A stream that no ledger wrote, such as an aggregate of a guest application."""

    stream: str
    count: int


@frozen(kw_only=True)
class StreamChecked:
    """What was found in one stream; ``count`` and ``sum`` are those of its sound part."""

    stream: str
    count: int
    sum: str
    bad_record: BadRecord | None = None
    bad_index: BadIndex | None = None
    unread: tuple[UnreadFacts, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong with it."""
        return self.bad_record is None and self.bad_index is None


@frozen(kw_only=True)
class Verified:
    """What was found in a store.

    Attributes:
        streams: how many streams of ours were walked.
        facts: how many facts they hold whose chain is sound.
        bad_records: the first bad record of each damaged stream.
        bad_indexes: streams that are not as the store's index says.
        unread: facts this release cannot read.
        not_ours: streams no ledger wrote; nothing is known of their soundness.
        indexed: whether the store keeps an index; without one, a tail cut off and a missing
            stream do not show.
        unreachable: why parts of the store could not be listed at all.
        findings: what is wrong beneath the streams: files, journal, order.
        torn: rests of writes that were never acknowledged; no fact is lost with them.
        unchecked: what was not looked at, and what no look at the store alone can show.
    """

    streams: int
    facts: int
    bad_records: tuple[BadRecord, ...]
    bad_indexes: tuple[BadIndex, ...]
    unread: tuple[UnreadFacts, ...]
    not_ours: tuple[NotOurs, ...]
    indexed: bool
    unreachable: tuple[str, ...]
    findings: tuple[Finding, ...] = ()
    torn: tuple[Finding, ...] = ()
    unchecked: tuple[str, ...] = ()

    @classmethod
    def unopened(cls, why: str) -> Verified:
        """What is to be said of a store that cannot be opened for its damage."""
        return cls(
            streams=0,
            facts=0,
            bad_records=(),
            bad_indexes=(),
            unread=(),
            not_ours=(),
            indexed=False,
            unreachable=(why,),
            unchecked=("all else: the store would not open",),
        )

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong as far as could be checked."""
        return not (self.bad_records or self.bad_indexes or self.unreachable or self.findings)

    def renamed(self, old: str, new: str) -> Verified:
        """The same of a store that stands elsewhere now; paths in what was found lead there."""
        return evolve(
            self,
            unreachable=tuple(why.replace(old, new) for why in self.unreachable),
            findings=tuple(renamed(finding, old, new) for finding in self.findings),
            torn=tuple(renamed(finding, old, new) for finding in self.torn),
        )


def renamed(finding: Finding, old: str, new: str) -> Finding:
    """The same finding in a store that stands elsewhere."""
    why = finding.why.replace(old, new)
    return evolve(finding, place=str(finding.place).replace(old, new), why=why)
