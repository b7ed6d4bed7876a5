"""The journal: every batch that was ever kept, in order, in segments of some megabytes.

Rule kept here: it is only ever appended to, and what is read from it has been checked, sum
by sum, each batch following the one before. Segments are named by their number and their
first position, so that a place is found without reading what lies before it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from noe_stores.files.journal import batch
from noe_stores.files.journal.batch import Batch, batch_in
from noe_stores.files.journal.marks import Place
from noe_stores.files.system import OpenFile

SEGMENT = 4 * 2**20
"""How many bytes a segment holds at most, unless a single batch is larger."""

_USUAL = 1024
"""Bytes in which a header stands, as a rule, and a batch of one fact."""

_NAME = re.compile(r"([0-9]{8})-([0-9]{20})\.log")
UNUSED = (b"", b"\0")
"""What stands behind the last batch of all."""

_OPEN_AT_ONCE = 4
_FOLLOWS_NOT = "the batch does not follow from the one before"


class Broken(Exception):  # noqa: N818 - says what is
    """The journal does not hold what was written: where, and why."""

    def __init__(self, path: Path, place: Place, why: str) -> None:
        super().__init__(f"{path}, byte {place[1]}: {why}")
        self.path = path
        self.place = place
        self.why = why


def segment_name(number: int, first: int) -> str:
    """The name of a segment's file."""
    return f"{number:08}-{first:020}.log"


class Journal:
    """The segments in a folder; threads may share it for reading."""

    def __init__(self, folder: Path, *, writable: bool) -> None:
        self.folder = folder
        self._flags = (os.O_RDWR if writable else os.O_RDONLY) | os.O_CLOEXEC | os.O_NOFOLLOW
        self._firsts: dict[int, int] = {}
        self._files: dict[int, OpenFile] = {}

    def segments(self) -> dict[int, int]:
        """The first position of every segment by its number, as the folder has them now."""
        found = (_NAME.fullmatch(name) for name in os.listdir(self.folder))  # noqa: PTH208 - names are enough
        self._firsts = dict(sorted((int(name[1]), int(name[2])) for name in found if name))
        return self._firsts

    def know(self, number: int, first: int) -> None:
        """Be told the first position of a segment, which saves looking for it."""
        self._firsts.setdefault(number, first)

    def first_of(self, number: int) -> int:
        """The first position of a segment.

        Raises:
            Broken: there is none of that number.
        """
        if number not in self.segments():
            raise self._missing(number)
        return self._firsts[number]

    def path(self, number: int) -> Path:
        """The file of a segment.

        Raises:
            Broken: there is none of that number.
        """
        if number not in self._firsts and number not in self.segments():
            raise self._missing(number)
        return self.folder / segment_name(number, self._firsts[number])

    def file(self, number: int) -> OpenFile:
        """An open segment, which stays open as long as somebody holds it.

        Raises:
            Broken: there is none of that number.
            OSError: the system would not open it.
        """
        found = self._files.get(number)
        if found is None:
            path = self.path(number)
            try:
                found = OpenFile(os.open(path, self._flags), os.fspath(path))
            except FileNotFoundError as error:
                self._firsts.pop(number, None)
                raise Broken(path, (number, 0), "the segment is missing") from error
            while len(self._files) >= _OPEN_AT_ONCE:
                self._files.pop(min(self._files), None)
            self._files[number] = found
        return found

    def is_in_place(self, number: int) -> bool:
        """Whether the segment that is open is the one that stands in the folder."""
        found = self._files.get(number)
        if found is None:
            return True
        try:
            seen = os.lstat(found.path)
        except (FileNotFoundError, NotADirectoryError):
            return False
        return found.identity == (seen.st_dev, seen.st_ino)

    def forget(self) -> None:
        """Close every segment; reading opens them again."""
        self._files.clear()
        self._firsts.clear()

    def batches(self, start: Place, end: Place, after: str | None = None) -> Iterator[Batch]:
        """The batches between two places; ``after`` is the sum of the one before, where known.

        Raises:
            Broken: one of them is not as it was written.
            OSError: the system would not read.
        """
        number, offset = start
        while (number, offset) < end:
            is_last = number == end[0]
            for found in self._within(number, offset, end[1] if is_last else None):
                if isinstance(found, Broken):
                    raise found
                if after not in {None, found.header.after}:
                    raise Broken(self.path(number), found.place, _FOLLOWS_NOT)
                after, offset = found.header.sum, found.next[1]
                yield found
            if is_last and offset < end[1]:
                raise Broken(self.path(number), (number, offset), "there is no header of a batch")
            number, offset = number + 1, 0

    def sound(self, start: Place, after: str) -> Iterator[Batch]:
        """The batches from a place on, as far as each is whole and follows from the one before.

        Raises:
            OSError: the system would not read.
        """
        number, offset = start
        numbers = self.segments()
        while number in numbers:
            for found in self._within(number, offset):
                if isinstance(found, Broken):
                    break
                if found.header.after != after:
                    return
                after = found.header.sum
                yield found
            number, offset = number + 1, 0

    def everything(self, end: Place | None) -> Iterator[Batch | Broken]:
        """Every batch that can be read up to an end, and in their places the breaks between."""
        last = 0
        for number in self.segments():
            if last and number != last + 1:
                yield self._missing(last + 1)
            last = number
            if end is None or number <= end[0]:
                limit = end[1] if end is not None and number == end[0] else None
                yield from self._salvaged(number, limit)
        if end is not None and last < end[0]:
            yield self._missing(last + 1)

    def _salvaged(self, number: int, limit: int | None) -> Iterator[Batch | Broken]:
        data, after, at = self._read(number, 0, limit), None, 0
        if limit is None:
            data = data[: data.rfind(b"\n") + 1]
        while at < len(data):
            found = batch_in(data, at, (number, at))
            if isinstance(found, Batch) and after not in {None, found.header.after}:
                found = _FOLLOWS_NOT
            if isinstance(found, Batch):
                yield found
                after, at = found.header.sum, found.next[1]
                continue
            yield Broken(self.path(number), (number, at), found)
            behind = data.find(b"\n" + batch.OPENING, at)
            after, at = None, behind + 1 if behind >= 0 else len(data)
        if limit is not None and len(data) < limit:
            yield Broken(self.path(number), (number, len(data)), "the batch is cut short")

    def _within(
        self, number: int, offset: int, limit: int | None = None
    ) -> Iterator[Batch | Broken]:
        """The batches of a segment from a byte on, to its unused end or the first that is none."""
        data, at = self._read(number, offset, limit), 0
        while at < len(data) and data[at]:
            found = batch_in(data, at, (number, offset + at))
            if isinstance(found, str):
                yield Broken(self.path(number), (number, offset + at), found)
                return
            yield found
            at = found.next[1] - offset

    def _read(self, number: int, offset: int, limit: int | None = None) -> bytes:
        """What stands in a segment from a byte on; none has more than some megabytes."""
        file = self.file(number)
        end = file.size if limit is None else limit
        return os.pread(file.fd, max(end - offset, 0), offset)

    def next_after(self, place: Place, after: str) -> Batch | str | None:
        """What stands behind the end: a whole batch, why it is none, or ``None`` for nothing."""
        file = self.file(place[0])
        if os.pread(file.fd, 1, place[1]) in UNUSED:
            return None
        found = self.at(place)
        if isinstance(found, Batch) and found.header.after != after:
            return _FOLLOWS_NOT
        return found

    def check_end(self, end: Place, last: int, total: str) -> bytes:
        """See that the last batch of a segment is still the one written there; the byte behind it.

        Raises:
            Broken: another one stands there, or none: an old copy was put in its place.
        """
        fd, size = self.file(end[0]).fd, end[1] - last
        if last >= 0:
            said = b'"sum":"%b"}\n' % total.encode()
            seen = os.pread(fd, min(size + 1, _USUAL), last)
            if said not in seen:
                seen = os.pread(fd, min(size + 1, batch.HEADER_LIMIT), last)
            if said not in seen:
                why = "the last batch is missing: another content was put in the place of this one"
                raise Broken(self.path(end[0]), (end[0], last), why)
            if len(seen) > size:
                return seen[size:]
        return os.pread(fd, 1, end[1])

    def at(self, place: Place) -> Batch | str:
        """The batch at a place, whatever stands before it, or why there is none."""
        return batch_in(self._read(*place), 0, place)

    def is_sound_behind(self, place: Place) -> bool:
        """Whether a whole batch stands anywhere behind a place at which there is none.

        Raises:
            OSError: the system would not read.
        """
        for number in [n for n in self.segments() if n >= place[0]]:
            data = self.rest((number, place[1] + 1 if number == place[0] else 0))
            at = data.find(batch.OPENING)
            while at >= 0:
                if isinstance(batch_in(data, at, (number, at)), Batch):
                    return True
                at = data.find(batch.OPENING, at + 1)
        return False

    def rest(self, place: Place) -> bytes:
        """What stands in a segment from a place on, without the unused end."""
        return self._read(*place).rstrip(b"\0")

    def _missing(self, number: int) -> Broken:
        missing = self.folder / f"{number:08}-….log"
        return Broken(missing, (number, 0), "the segment is missing")
