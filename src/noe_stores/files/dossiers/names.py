"""Which file a stream's records stand in, and which stream a file's name says.

Rule kept here: any id is safe as a file name on every system, and no two ids share one.
Names are lower-case ASCII, so neither case folding nor Unicode normalisation can bring two
together; a byte outside ``a-z 0-9 . _ -`` is written ``%`` and two digits, capitals too. An
id too long for a name is cut and told apart by its digest after a ``~``; the id is then
read from the file's first line.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256
from urllib.parse import unquote_to_bytes
from uuid import UUID

from noe_stores.files.journal.batch import SNAPSHOTS
from noe_stores.identity import KINDS, is_stream

ENDING = ".jsonl"

GUESTS = "guests"
"""The folder of the records that no ledger wrote."""

LONGEST = 180
"""How many characters of an id's name are written out; systems take 255 for a whole name."""

_PLAIN = re.compile(r"[a-z0-9_-][a-z0-9._-]*")
_CUT_SHORT = re.compile(r"%[0-9a-f]?\Z")
_SAFE = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789._-")
_WRITTEN = tuple(chr(byte) if byte in _SAFE else f"%{byte:02x}" for byte in range(256))

# Windows takes these for devices, whatever stands behind the first dot.
_DEVICES = frozenset(
    {"aux", "con", "nul", "prn"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)

_IN_USE = 4096
"""How many names are remembered: those of the streams in use."""

_EMPTY = "%"
"""The name of the empty id: no other has a lone percent sign."""


@lru_cache(maxsize=_IN_USE)
def path_of(stream: UUID | str) -> str:
    """The file of a stream, seen from the store's folder: its dossier, or a guest's file.

    Raises:
        UnicodeEncodeError: the id holds a lone surrogate; no store admits it.
    """
    if not is_stream(stream):
        return guest_path(stream)
    kind, _, own = stream.partition("/")
    return f"{kind}/{_named(own, stream)}"


@lru_cache(maxsize=_IN_USE)
def guest_path(stream: UUID | str) -> str:
    """The file of the records under that id that no ledger wrote, whatever the id looks like.

    Raises:
        UnicodeEncodeError: the id holds a lone surrogate; no store admits it.
    """
    if isinstance(stream, UUID):
        return f"{GUESTS}/uuid/{stream}{ENDING}"
    return f"{GUESTS}/text/{_named(stream, stream)}"


def snapshots_path(stream: UUID | str) -> str:
    """The file of the snapshots of an aggregate."""
    return SNAPSHOTS + guest_path(stream).removeprefix(GUESTS)


def is_mixed(path: str, stream: UUID | str) -> bool:
    """Whether that is the file of a guest's records under the id of a ledger's stream."""
    return path.startswith(GUESTS) and is_stream(stream)


@lru_cache(maxsize=4 * _IN_USE)
def stream_of(path: str) -> UUID | str | None:
    """The stream whose file that is; ``None`` where the name does not say the id whole.

    That is a long id's name, or a file that is not ours. Of a long one the first line says
    the id; the file is its only if `is_file_of` says so.
    """
    found: UUID | str | None = None
    match path.removesuffix(ENDING).split("/"):
        case ["guests" | "snapshots", "uuid", name]:
            found = _uuid(name)
        case ["guests" | "snapshots", "text", name]:
            found = _read(name)
        case [tree, name] if tree in KINDS:
            own = _read(name)
            found = f"{tree}/{own}" if own else None
    return None if found is None or not is_file_of(path, found) else found


def is_file_of(path: str, stream: UUID | str) -> bool:
    """Whether records under that id may stand in that file."""
    return path in {path_of(stream), guest_path(stream), snapshots_path(stream)}


def _named(own: str, stream: str) -> str:
    """The name of a file: of an id of its own within a folder, of the whole id if it is long."""
    name = own if _PLAIN.fullmatch(own) else "".join([_WRITTEN[byte] for byte in own.encode()])
    if name[:1] == ".":
        name = f"%2e{name[1:]}"
    elif name.partition(".")[0] in _DEVICES:
        name = f"%{ord(name[0]):02x}{name[1:]}"
    if len(name) > LONGEST:
        digest = sha256(stream.encode()).hexdigest()
        prefix = name[: LONGEST - len(digest) - 1]
        name = f"{_CUT_SHORT.sub('', prefix)}~{digest}"
    return f"{name or _EMPTY}{ENDING}"


def _read(name: str) -> str | None:
    """What a name says, as far as it can; whether it says it rightly is asked of `_named`."""
    if "~" in name or not name.isascii():
        return None
    try:
        return "" if name == _EMPTY else unquote_to_bytes(name).decode()
    except UnicodeDecodeError:
        return None


def _uuid(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
