"""Lines, rows, pages and files taken out, doubled, swapped, edited, written anew, or foreign.

Rule kept here: what an edit does is found in the files and tables themselves, so it knows no
store's format; whoever edits knows nothing of digests. An edit after which a reader gets the
very same bytes in the same order did no harm.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

from attrs import frozen

from rigs.damage import MANY, WATCHED, Blow, Whole, in_batches, strike, whole
from rigs.image import Image
from rigs.subjects import Subject
from rigs.tally import Row, Tally

LABEL = "Lines, rows, pages and files edited"
_HEADER = b"SQLite format 3\x00"
_PAGE = 4096
_SECTOR = 512
_FOREIGN = (b"", b"\x00" * 4096, b"dear diary,\n", b"\x89PNG\r\n\x1a\n" + bytes(range(256)))


@frozen
class Edit:
    """One edit: what it is, and how the files come to look; ``None`` where it is refused."""

    what: str
    make: Callable[[], Image | None]


def edit(given: Whole, numbers: list[int], scratch: Path) -> Tally:
    """Make the edits of those numbers; for a process of its own."""
    tally = Tally()
    every = _all(given, scratch / "rows")
    strike(given, _blows([every[number] for number in numbers]), scratch, tally)
    return tally


def _blows(chosen: list[Edit]) -> Iterator[Blow]:
    for one in chosen:
        image = one.make()
        if image is not None:
            yield Blow(what=one.what, image=image)


def edits(
    subject: Subject, scratch: Path, *, seed: int, most: int | None, jobs: int = 1
) -> list[Row]:
    """Edit a closed store and one that somebody has open, in every way known here."""
    random = Random(f"{seed} edits")  # noqa: S311 - to be repeated
    tally = Tally.of(*WATCHED)
    for live in (False, True):
        given = whole(subject, scratch / f"edits-{live}", MANY, live=live)
        numbers = list(range(len(_all(given, scratch / "rows"))))
        if most is not None and len(numbers) > most // 2:
            numbers = random.sample(numbers, most // 2)
        in_batches(edit, given, numbers, scratch / f"edited-{live}", tally, jobs=jobs)
    return [Row(LABEL, tally)]


def _all(given: Whole, room: Path) -> list[Edit]:
    """Every edit, in an order that is always the same."""
    found: list[Edit] = []
    image = given.image
    for name, content in image.files.items():
        found += _files(image, name)
        if name.endswith("-shm"):
            continue  # an index that SQLite makes anew
        if content.startswith(_HEADER) or b"\x00" in content:
            found += _pages(image, name, _PAGE)
        if content.startswith(_HEADER):
            found += _rows(given, name, room)
        elif b"\x00" in content:
            found += _pages(image, name, _SECTOR)
        else:
            found += _lines(image, name)
    shutil.rmtree(room, ignore_errors=True)
    return found


def _content(what: str, image: Image, name: str, content: bytes) -> Edit:
    return Edit(f"{name} {what}", lambda: image.but(name, content))


def _files(image: Image, name: str) -> Iterator[Edit]:
    yield Edit(f"{name} removed", lambda: image.without(name))
    for foreign in _FOREIGN:
        yield _content(f"replaced by {foreign[:12]!r}", image, name, foreign)
    for other, content in image.files.items():
        if other != name:
            yield _content(f"replaced by {other}", image, name, content)
    beside = str(Path(name).with_name("holiday.txt"))
    yield Edit(f"{beside} put there", lambda: image.but(beside, b"sun and sea\n"))


def _pages(image: Image, name: str, size: int) -> Iterator[Edit]:
    content = image.files[name]

    def put(at: int, page: bytes) -> bytes:
        return content[:at] + page + content[at + len(page) :]

    starts = range(0, len(content), size)
    for start in starts:
        nothing = bytes(len(content[start : start + size]))
        yield _content(f"zeroed at {start}, {size} bytes", image, name, put(start, nothing))
    for here, there in pairwise(starts):
        if len(content) < there + size:
            continue
        first, second = content[here : here + size], content[there : there + size]
        what = f"{size} bytes of {here} written at {there} as well"
        yield _content(what, image, name, put(there, first))
        what = f"{size} bytes of {there} written at {here} as well"
        yield _content(what, image, name, put(here, second))


def _lines(image: Image, name: str) -> Iterator[Edit]:
    lines = image.files[name].splitlines(keepends=True)

    def made(what: str, *parts: list[bytes]) -> Edit:
        return _content(what, image, name, b"".join(b"".join(part) for part in parts))

    for n, line in enumerate(lines):
        before, after = lines[:n], lines[n + 1 :]
        yield made(f"line {n + 1} taken out", before, after)
        yield made(f"line {n + 1} doubled", before, [line, line], after)
        yield made(f"line {n + 1} last again", lines, [line])
        yield made(f"a blank line after {n + 1}", before, [line, b"\n"], after)
        yield made(f"line {n + 1} with CRLF", before, [line.rstrip(b"\n") + b"\r\n"], after)
        yield made(f"a space after line {n + 1}", before, [line.rstrip(b"\n") + b" \n"], after)
        for changed, how in _edited(line):
            yield made(f"line {n + 1} {how}", before, [changed], after)
        if after:
            yield made(f"lines {n + 1} and {n + 2} swapped", before, [after[0], line], after[1:])
    yield made("all with CRLF", [image.files[name].replace(b"\n", b"\r\n")])
    yield made("a byte order mark first", [b"\xef\xbb\xbf"], lines)
    yield made("a foreign line last", lines, [b"sun and sea\n"])


def _edited(line: bytes) -> Iterator[tuple[bytes, str]]:
    try:
        said = json.loads(line)
    except ValueError:
        return
    again = json.dumps(said, ensure_ascii=False).encode() + b"\n"
    yield again, "re-serialised with spaces"
    compact = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if compact.encode() != line.rstrip(b"\n"):
        yield compact.encode() + b"\n", "re-serialised in order of keys"
    if b"serves" in line:
        yield line.replace(b"serves", b"pays"), "edited"
    if b'"version":' in line:
        yield line.replace(b'"version":', b'"version":1', 1), "with another version"


def _rows(given: Whole, name: str, room: Path) -> Iterator[Edit]:
    """Every row of every table, by way of the database itself, its triggers taken off first."""

    def made(statements: Statements) -> Image | None:
        given.image.lay(room)
        try:
            with closing(sqlite3.connect(room / name, isolation_level=None)) as database:
                for statement, values in statements:
                    database.execute(statement, values)
        except sqlite3.Error:
            return None  # the tables themselves refuse this edit
        return Image.of(room)

    for what, statements in _statements(given, name, room):
        yield Edit(f"{name}: {what}", partial(made, statements))


Statements = list[tuple[str, tuple[Any, ...]]]


def _statements(given: Whole, name: str, room: Path) -> Iterator[tuple[str, Statements]]:
    given.image.lay(room)
    with closing(sqlite3.connect(room / name)) as database:
        master = database.execute("SELECT type, name FROM sqlite_master").fetchall()
        off: Statements = [(f'DROP TRIGGER "{n}"', ()) for kind, n in master if kind == "trigger"]
        tables = [n for kind, n in master if kind == "table"]
        contents = {table: _table(database, table) for table in tables}
    for kind, one in master:
        if kind != "table" and not one.startswith("sqlite_autoindex"):
            yield f"{kind} {one} dropped", [(f'DROP {kind.upper()} "{one}"', ())]
    for table, (columns, keys, rows) in contents.items():
        yield f"table {table} emptied", [*off, (f'DELETE FROM "{table}"', ())]  # noqa: S608
        if not table.startswith("sqlite_"):
            yield f"table {table} dropped", [*off, (f'DROP TABLE "{table}"', ())]
        for what, more in _row_edits(table, columns, keys, rows):
            yield what, off + more


def _table(
    database: sqlite3.Connection, table: str
) -> tuple[list[str], list[str], list[tuple[Any, ...]]]:
    about = database.execute(f'PRAGMA table_info("{table}")').fetchall()
    columns = [one[1] for one in about]
    keys = [one[1] for one in about if one[5]] or columns
    named = ", ".join(f'"{column}"' for column in columns)
    return columns, keys, database.execute(f'SELECT {named} FROM "{table}"').fetchall()  # noqa: S608


def _row_edits(
    table: str, columns: list[str], keys: list[str], rows: list[tuple[Any, ...]]
) -> Iterator[tuple[str, Statements]]:
    where = " AND ".join(f'"{key}" IS ?' for key in keys)

    def key(of: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(of[columns.index(k)] for k in keys)

    def put(column: str, value: Any, of: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        return f'UPDATE "{table}" SET "{column}" = ? WHERE {where}', (value, *key(of))  # noqa: S608

    for number, one in enumerate(rows):
        at = f"row {number + 1} of {table}"
        yield f"{at} taken out", [(f'DELETE FROM "{table}" WHERE {where}', key(one))]  # noqa: S608
        for column, value in zip(columns, one, strict=True):
            for changed in _values(value):
                yield (
                    f"{at}: {column} {value!r:.40} is {changed!r:.40}",
                    [put(column, changed, one)],
                )
    for here, there in pairwise(rows):
        for i, column in enumerate(columns):
            if here[i] != there[i] and column not in keys:
                swap = [put(column, there[i], here), put(column, here[i], there)]
                yield f"{column} of two rows of {table} swapped", swap


def _values(value: Any) -> Iterator[Any]:
    if isinstance(value, int):
        yield from (value + 1, value - 1, -value - 1, value + 1000, None, "1", b"1")
    elif isinstance(value, str):
        yield from (value + "x", value[:-1], value.upper(), None, 7, value.encode())
    elif isinstance(value, bytes):
        yield from (value[:-1], value + b" ", value.replace(b"serves", b"pays"), b"", None)
        yield value.decode("latin-1")
        for changed, _ in _edited(value):
            yield changed.rstrip(b"\n")
