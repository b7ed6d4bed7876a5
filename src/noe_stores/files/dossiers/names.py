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
from pathlib import PurePosixPath
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

_EMPTY = "%"
"""The name of the empty id: no other has a lone percent sign."""


def path_of(stream: UUID | str) -> PurePosixPath:
    """The file of a stream, seen from the store's folder: its dossier, or a guest's file.

    Raises:
        UnicodeEncodeError: the id holds a lone surrogate; no store admits it.
    """
    if not is_stream(stream):
        return guest_path_of(stream)
    kind, _, own = stream.partition("/")
    return PurePosixPath(kind, _named(own, stream))


def guest_path_of(stream: UUID | str) -> PurePosixPath:
    """The file of the records under that id that no ledger wrote, whatever the id looks like.

    Raises:
        UnicodeEncodeError: the id holds a lone surrogate; no store admits it.
    """
    if isinstance(stream, UUID):
        return PurePosixPath(GUESTS, "uuid", f"{stream}{ENDING}")
    return PurePosixPath(GUESTS, "text", _named(stream, stream))


def stream_of(path: PurePosixPath) -> UUID | str | None:
    """The stream whose file that is; ``None`` where the name does not say the id whole.

    That is a long id's name, or a file that is not ours. Of a long one the first line says
    the id; the file is its only if `path_of` or `guest_path_of` lead back to it.
    """
    match path.parts:
        case ("guests", "uuid", _) if path.suffix == ENDING:
            return _uuid(path.stem)
        case ("guests", "text", name) if name.endswith(ENDING):
            own = _read(name)
            return own if own is not None and guest_path_of(own) == path else None
        case (kind, name) if kind in KINDS and name.endswith(ENDING):
            own = _read(name)
            return f"{kind}/{own}" if own and path_of(f"{kind}/{own}") == path else None
        case _:
            return None


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
    own = name.removesuffix(ENDING)
    if "~" in own or not own.isascii():
        return None
    try:
        return "" if own == _EMPTY else unquote_to_bytes(own).decode()
    except UnicodeDecodeError:
        return None


def _uuid(name: str) -> UUID | None:
    try:
        found = UUID(name)
    except ValueError:
        return None
    return found if str(found) == name else None


_IN_USE = 4096


@lru_cache(maxsize=_IN_USE)
def dossier_path(stream: str) -> str:
    """Where the facts of a ledger's stream stand."""
    return str(path_of(stream))


@lru_cache(maxsize=_IN_USE)
def guest_path(stream: UUID | str) -> str:
    """Where the records under that id stand that no ledger wrote."""
    return str(guest_path_of(stream))


def snapshots_path(stream: UUID | str) -> str:
    """Where the snapshots of an aggregate stand."""
    return f"{SNAPSHOTS}/{guest_path(stream).removeprefix(GUESTS + '/')}"


def is_mixed(path: str, stream: UUID | str) -> bool:
    """Whether that is the file of a guest's records under the id of a ledger's stream."""
    return path.startswith(GUESTS) and is_stream(stream)
