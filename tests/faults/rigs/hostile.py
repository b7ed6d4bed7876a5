"""Lines and values that wish a store ill: taken only if they can be read again as they came.

Rule kept here: what is accepted must be read, verified, exported and imported again with the
same values; what is not accepted is refused by a typed error. The values of a line are
compared by a reading of our own, not by the importer's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from noe_core.decision import Draft
from noe_core.facts import Own
from noe_core.relationship.objectives import ObjectiveSet
from noe_stores import Ledger, Malformed, Refused, StoreError, connect
from noe_stores.examples import (
    Calendar,
    record_after_work,
    record_pallets,
    record_shared_load,
    record_workshop,
)
from noe_stores.exchange.interchange import ImportRefused
from noe_stores.lines.codec import decode, encode
from rigs.children import Died, ask
from rigs.subjects import ALL, DAY, NOW, OurStore, Subject, opened
from rigs.tally import Row, Tally

LABEL = "Hostile lines and values"
WATCHED = ("accepted, then unreadable", "values changed", "raw errors", "crashed")
PER_PROCESS = 5000
DEEP = 100_000

TEXTS: tuple[str, ...] = (
    "", " ", "\x00", "a\x00b", "\x1b]0;owned\x07", "\u202egnp.exe", "\u2028", "\x85", "\r", "\n",
    "\ud800", "\udfff\ud800", "\ufeff", "e\u0301", "\U0010ffff", "x" * 70_000, "../../etc/passwd",
    "=1+1", "<script>", "${jndi:ldap://x}", "'; DROP TABLE log; --", "\\", '"', "NaN", "null",
)  # fmt: skip
NUMBERS: tuple[Any, ...] = (
    0, -1, 2**53 - 1, 2**53, -(2**53), 2**63, 2**64, 10**400, 1.0, -0.0, 1e308, float("nan"),
    float("inf"), True, None,
)  # fmt: skip
TOKENS: tuple[bytes, ...] = (
    b"NaN", b"Infinity", b"-0", b"1e999", b"1.0", b"0x1", b"01", b"9" * 5000, b"null", b"true",
    b"[" * DEEP, b'{"a":' * 500, b"[]", b"{}", b'"\\ud800"', b'"\\u0000"', b'"\\u202e"',
    b"\xef\xbb\xbf", b"\xc0\xaf", b"\xed\xa0\x80", b"\xff", b"\x00", b"\r\n", b"\xe2\x80\xa8",
    b'"planted:Bang"', b'"os:system"', b'"../../x"', b'"9999-12-31T23:59:60Z"', b'"0000-00-00"',
    b'"2026-01-01T00:00:00+99:99"', b'"10000-01-01"', b'"\xf0\x9f\x92\xa9"', b'"1e5"', b'"-0.00"',
)  # fmt: skip
_VALUE = re.compile(rb'"(?:[^"\\]|\\.)*"|-?\d+|null|true|false')


def lines() -> list[bytes]:
    """True lines of many kinds, from the examples."""
    calendar = Calendar("2020-01-06")
    with connect("memory:", clock=calendar) as ledger:
        for record in (record_after_work, record_pallets, record_shared_load, record_workshop):
            record(ledger, calendar)
        out = BytesIO()
        ledger.export(out)
    return out.getvalue().splitlines()


def twisted(line: bytes, random: Random) -> bytes:
    """A line with something done to it."""
    kind = random.randrange(8)
    places = [found.span() for found in _VALUE.finditer(line)]
    start, end = random.choice(places)
    if kind < 3:
        return line[:start] + random.choice(TOKENS) + line[end:]
    if kind == 3:
        other = random.choice(places)
        return line[:start] + line[slice(*other)] + line[end:]
    if kind == 4:
        at, width = random.randrange(len(line)), random.randrange(1, 4)
        return line[:at] + random.randbytes(width) + line[at + width :]
    if kind == 5:
        return line[: random.randrange(len(line))]
    if kind == 6:
        text = json.dumps(random.choice(TEXTS), ensure_ascii=random.random() < 0.5)
        return line[:start] + text.encode("utf-8", "surrogatepass") + line[end:]
    doubled = random.choice((b'{"data":{},', b'{"id":null,', b'{"stream":"relationship/x",', b"{,"))
    return doubled + line[1:]


def import_twisted(given: list[bytes], seed: str, number: int) -> tuple[Tally, list[bytes]]:
    """Import so many twisted lines, each alone; the counts, and an export of what was taken."""
    random, tally = Random(seed), Tally()  # noqa: S311 - to be repeated
    taken: list[bytes] = []
    for n in range(number):
        line = twisted(random.choice(given), random)
        line = re.sub(rb'"stream":"[a-z]+/', b"\\g<0>%d-" % n, line, count=1)
        tally.saw("tried")
        of = f"{seed} line {n}: {line[:200]!r}"
        _decode(line, tally, of)
        with connect("memory:", clock=lambda: NOW) as ledger:
            if _imported(ledger, line, tally, of, keep=n % 2 == 0):
                taken += _read_again(ledger, line, tally, of)
    return tally, taken


def _decode(line: bytes, tally: Tally, of: str) -> None:
    """What stands in a store is decoded without an importer before it: it must be stable."""
    try:
        fact = decode(line)
    except Malformed:
        return
    except Exception as error:  # noqa: BLE001 - anything else is a finding
        tally.err("raw errors", f"decode, {of}: {type(error).__name__}: {error}")
        return
    with suppress(Malformed):
        again = encode(fact)
        if encode(decode(again)) != again:
            tally.err("values changed", f"decode, {of}")


def _imported(ledger: Ledger, line: bytes, tally: Tally, of: str, *, keep: bool) -> bool:
    try:
        return ledger.import_(BytesIO(_first(line)), keep_unknown=keep).added == 1
    except (ImportRefused, Refused, Malformed, StoreError):
        tally.saw("refused")
    except Exception as error:  # noqa: BLE001
        tally.err("raw errors", f"{of}: {type(error).__name__}: {error}")
    return False


def _first(line: bytes) -> bytes:
    """The line as the first of its stream."""
    return re.sub(rb'"version":\d+,', b"", line, count=1) + b"\n"


def _read_again(ledger: Ledger, line: bytes, tally: Tally, of: str) -> list[bytes]:
    tally.saw("accepted")
    out = BytesIO()
    try:
        facts = [fact for history in ledger.histories() for fact in history.records]
        ledger.export(out)
        sound = ledger.verify().sound and len(facts) == 1
    except Exception as error:  # noqa: BLE001
        sound = False
        of = f"{of}: {type(error).__name__}: {error}"
    if not sound:
        tally.err("accepted, then unreadable", of)
        return []
    kept = out.getvalue()
    difference = changed(json.loads(_first(line)), json.loads(kept), "")
    if difference:
        tally.err("values changed", f"{of}: {difference}")
    return kept.splitlines(keepends=True)


_FREE = ("version", "recorded_at", "id")


def changed(given: Any, kept: Any, place: str) -> str:
    """Where two values differ in meaning; empty when they do not."""
    if isinstance(given, dict):
        if not isinstance(kept, dict):
            return f"{place} is no object"
        told = {k: v for k, v in given.items() if v not in (None, [], {}) and k not in _FREE}
        return next(
            filter(None, (changed(v, kept.get(k), f"{place}.{k}") for k, v in told.items())), ""
        )
    if isinstance(given, list):
        if not isinstance(kept, list) or len(given) != len(kept):
            return f"{place} has other items"
        if all(isinstance(one, str) for one in given) and sorted(given) == sorted(kept):
            return ""
        pairs = zip(given, kept, strict=True)
        return next(filter(None, (changed(a, b, f"{place}[]") for a, b in pairs)), "")
    same = type(given) is type(kept) and (given == kept or _means(given) == _means(kept))
    return "" if same else f"{place}: {given!r:.60} became {kept!r:.60}"


def _means(value: Any) -> Any:
    """What a text stands for where it can be written in several ways."""
    if isinstance(value, str):
        with suppress(ValueError):
            if len(value) == 36:
                return UUID(value)
        with suppress(ValueError):
            if "T" in value:
                return datetime.fromisoformat(value)
        with suppress(InvalidOperation):
            if len(value) < 200:
                return Decimal(value).normalize()
    return value


def drafts(random: Random, number: int) -> Iterator[Draft[Any]]:
    """Facts with hostile values, as a tool might hand them over."""
    for _ in range(number):
        data = ObjectiveSet if random.random() < 0.4 else Own
        with suppress(ValueError, TypeError, AttributeError):
            if data is ObjectiveSet:
                text, other = random.choice(TEXTS), random.choice(TEXTS)
                said: Any = ObjectiveSet(objective_id=text, title=other, purpose=text)
            else:
                said = Own("rig.noted", {random.choice(TEXTS): _value(random, 3)})
            yield Draft(data=said, occurred_at=DAY, id=UUID(int=random.getrandbits(128)))


def _value(random: Random, depth: int) -> Any:
    kind = random.randrange(7 if depth else 3)
    if kind < 2:
        return random.choice(TEXTS)
    if kind == 2:
        return random.choice(NUMBERS)
    if kind == 3:
        return [_value(random, depth - 1) for _ in range(random.randrange(3))]
    if kind == 4:
        return {random.choice(TEXTS): _value(random, depth - 1)}
    if kind == 5:
        return random.choice((b"bytes", {1: 2}, (1, 2), {1, 2}, object(), NOW, DAY, Decimal(1)))
    deep: Any = 1
    for _ in range(random.choice((10, 63, 64, 65, 2000))):
        deep = [deep]
    odd = {"_type_": random.choice(("uuid_hex", "mine")), "_data_": "0" * 32}
    return random.choice((deep, odd))


def record_hostile(subject: str, place: Path, taken: list[bytes], seed: str, number: int) -> Tally:
    """Hand hostile values to a store, and what was imported elsewhere; then read it anew."""
    tally, random = Tally(), Random(seed)  # noqa: S311 - to be repeated
    place.mkdir(parents=True)
    kept: dict[str, Any] = {}
    with opened(ALL[subject], place) as store:
        assert isinstance(store, OurStore)
        ledger = store.ledger
        for n, draft in enumerate(drafts(random, number)):
            tally.saw("tried")
            stream = f"relationship/{random.choice(TEXTS) if n % 5 == 0 else 'hostile'}{n // 50}"
            try:
                (record,) = ledger.record(stream, [draft])
                kept[str(record.id)] = draft.data
                tally.saw("accepted")
            except (Refused, Malformed, StoreError, ValueError):
                tally.saw("refused")
            except Exception as error:  # noqa: BLE001
                text = f"{draft.data!r:.200}: {type(error).__name__}: {error}"
                tally.err("raw errors", f"{seed} draft {n}: {text}")
        if taken:
            ledger.import_(BytesIO(b"".join(taken)), keep_unknown=True)
    _read_anew(subject, place, kept, b"".join(sorted(taken)), tally)
    return tally


def _read_anew(subject: str, place: Path, kept: dict[str, Any], taken: bytes, tally: Tally) -> None:
    with opened(ALL[subject], place) as store:
        assert isinstance(store, OurStore)
        ledger = store.ledger
        try:
            found = {str(f.id): f.data for h in ledger.histories() for f in h.records}
            out = BytesIO()
            ledger.export(out)
            verified = ledger.verify()
        except Exception as error:  # noqa: BLE001
            tally.err("accepted, then unreadable", f"{place}: {type(error).__name__}: {error}")
            return
    if not verified.sound:
        tally.err("accepted, then unreadable", f"{verified}")
    for one, data in kept.items():
        if found.get(one) != data:
            tally.err("values changed", f"{data!r:.150} became {found.get(one)!r:.150}")
    there = set(out.getvalue().splitlines(keepends=True))
    lost = [one for one in taken.splitlines(keepends=True) if one not in there]
    if lost:
        tally.err("values changed", f"{lost[0]!r}", len(lost))


class Noted(Aggregate):
    """The peer's own way to keep a value: an event with a field."""

    @event("Said")
    def say(self, value: Any) -> None:
        """Keep a value."""
        self.value = value


def keep_at_the_peer(place: Path, seed: str, number: int) -> Tally:
    """Hand the same values to the peer's application, one aggregate each."""
    tally, random = Tally(), Random(seed)  # noqa: S311 - to be repeated
    place.mkdir(parents=True)
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "SQLITE_DBNAME": str(place / "store.db"),
    }
    with Application[UUID](env=environment) as application:
        for _ in range(number):
            tally.saw("tried")
            value = _value(random, 3)
            noted = Noted()
            try:
                noted.say(value)
                application.save(noted)
            except Exception:  # noqa: BLE001 - refused, in whatever words
                tally.saw("refused")
                continue
            tally.saw("accepted")
            try:
                again: Any = application.repository.get(noted.id)
            except Exception as error:  # noqa: BLE001
                tally.err("accepted, then unreadable", f"{value!r:.150}: {error}")
                continue
            if repr(again.value) != repr(value):
                tally.err("values changed", f"{value!r:.150} became {again.value!r:.150}")
    return tally


def hostile(subject: Subject, scratch: Path, *, seed: int, number: int) -> list[Row]:
    """Offer so many hostile lines and values to a store."""
    tally = Tally.of(*WATCHED)
    if not subject.ours:
        tally.add(ask(keep_at_the_peer, scratch / "peer", f"{seed} hostile", number // 5))
        return [Row(LABEL, tally)]
    given = ask(lines)
    for first in range(0, number, PER_PROCESS):
        some, named = min(PER_PROCESS, number - first), f"{seed} hostile {first}"
        place = scratch / f"hostile-{first}"
        try:
            counted, taken = ask(import_twisted, given, named, some, seconds=900)
            tally.add(counted)
            values = some // 5
            counted = ask(record_hostile, subject.name, place, taken, named, values, seconds=900)
            tally.add(counted)
        except Died as error:
            tally.err("crashed", f"{named}: {error}")
    return [Row(LABEL, tally)]
