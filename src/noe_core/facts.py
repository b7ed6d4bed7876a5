"""The envelope of a recorded fact.

Rule kept here: a fact has two times and one place. It happened (`occurred_at`), it was
written down (`recorded_at`), and it stands at one version of one stream (domain.md §0, §3).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Generic, TypeGuard, TypeVar
from uuid import UUID

from attrs import Attribute, field, frozen

from noe_core.moments import When
from noe_core.typed import Fact, Unfit

F = TypeVar("F", bound=Fact)
F_co = TypeVar("F_co", bound=Fact, covariant=True)

JSON = Mapping[str, Any]


@frozen
class Unread(Fact):
    """A fact this release cannot read: kept as it came, replayed around, reported.

    ``reason`` says why: an unknown name, a newer schema, sealed text, or data that does not
    fit. Commands on a stream that holds one are refused.
    """

    event: str
    schema: int
    data: JSON = field(hash=False)
    reason: str


OWN_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
"""How a tool names events of its own: its own name first, ``crm.invoice_sent``."""


def own_name(owner: object, field: Attribute[str], name: str) -> None:
    """Whether a name is one that a tool may give (a validator of attrs).

    Raises:
        Unfit: it has no dot, or signs that names have not.
    """
    if not OWN_NAME.fullmatch(name):
        why = (
            "must be the tool's name, a dot and the event's, in small letters, "
            f"as in crm.invoice_sent: {name!r}"
        )
        raise Unfit(type(owner).__name__, field.name, why)


@frozen
class Own(Fact):
    """A fact of the tool that embeds the library, in plain fields that only the tool reads.

    It is recorded, stored, exported and shown in its place like any other, and no release
    reads anything into it. `noe_core.own` gives it a type.

    Raises:
        Unfit: the name has no dot; names without one are the library's.
    """

    event: str = field(validator=own_name)
    data: JSON = field(hash=False)
    schema: int = 1


@frozen(kw_only=True)
class Recorded(Generic[F_co]):
    """A fact and the circumstances of its recording.

    Attributes:
        stream: id of the stream, its kind first (``relationship/…``).
        version: place within the stream: 1, 2, 3 … without gap.
        id: identity of the event; the same id with the same content is the same fact.
        event: name of the event, from the closed table in `noe_core.events`.
        schema: version of the event's fields.
        occurred_at: when it happened; a day, or an instant in UTC.
        recorded_at: when it was written down, in UTC; never before ``occurred_at``.
        recorded_by: the person, tool or importer that wrote it.
        caused_by: what led to it, in the recorder's own terms.
        correlation_id: what it belongs with, in the recorder's own terms.
        data: the fact itself.
        corrected_by: ids of the corrections already applied to ``data``; not stored.
    """

    stream: str
    version: int
    id: UUID
    event: str
    schema: int
    occurred_at: When
    recorded_at: datetime
    recorded_by: str
    caused_by: str | None = None
    correlation_id: str | None = None
    data: F_co
    corrected_by: tuple[UUID, ...] = ()


AnyRecorded = Recorded[Fact]
"""A recorded fact of any kind."""


def holds(record: AnyRecorded, kind: type[F]) -> TypeGuard[Recorded[F]]:
    """Whether the record's fact is of that kind."""
    return isinstance(record.data, kind)
