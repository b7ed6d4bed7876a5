"""Where stores live: a URL or a path, read as a kind and the files it stands for.

Rule kept here: a place is named before it is opened, so that an operation can refuse one
that is taken and ask for one that is not there; a name is given where nothing has it yet.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote

from attrs import frozen

from noe_stores.errors import StoreError, StoreMissing

SQLITE, FILES = "sqlite", "files"

MEMORY = "memory:"
"""The URL of a store that ends with its process."""


class PlaceTaken(StoreError, FileExistsError):  # noqa: N818 - says what is
    """Something is there already; it was left as it is."""


@frozen
class Place:
    """A durable store's place: which kind it is of, and its file or folder."""

    kind: str
    path: Path

    @property
    def name(self) -> str:
        """The path, as errors name the store."""
        return str(self.path)

    @property
    def url(self) -> str:
        """The URL that `noe_stores.connect` opens."""
        return f"{self.kind}:///{quote(os.fsencode(self.path))}"

    def moved(self, folder: Path) -> Place:
        """The same store once its files are in that folder."""
        return Place(self.kind, folder / self.path.name)

    def real(self) -> Place:
        """The same store by the path of its own files, which lie beside it and not beside a link.

        Raises:
            StoreMissing: a link leads to nothing.
        """
        place = Place(self.kind, self.path.resolve())
        if not place.roots():
            raise StoreMissing(
                f"it is a link to {place.path}, where there is nothing",
                store=str(self.path),
                remedy="Check the link",
            )
        return place

    def is_vacant(self) -> bool:
        """Whether no store is there and one can be made: at most an empty file or folder is."""
        parent, roots = self.path.parent, self.roots()
        if not roots:
            return parent.is_dir() and os.access(parent, os.W_OK)
        if roots != [self.path]:
            return False
        if self.kind == SQLITE:
            return size_of(self.path) == 0
        # A folder may be under git already.
        return self.path.is_dir() and {*os.listdir(self.path)} <= {".git"}  # noqa: PTH208

    def witness(self) -> Path:
        """The file beside an SQLite store that says how far it went; elsewhere there is none."""
        return self.path.with_name(f"{self.path.name}-noe")

    def roots(self) -> list[Path]:
        """The folder of the store, or its file and those SQLite and we keep beside it."""
        ends = ("",) if self.kind == FILES else ("", *BESIDE)
        found = (self.path.with_name(self.path.name + end) for end in ends)
        return [path for path in found if os.path.lexists(path)]

    def files(self) -> Iterator[Path]:
        """Every file of the store."""
        for root in self.roots():
            if root.is_dir() and not root.is_symlink():
                yield from sorted(p for p in root.rglob("*") if p.is_file() and _is_stored(p, root))
            else:
                yield root


def size_of(path: str | Path) -> int | None:
    """The bytes of a file; nothing where none is, such as one that was taken away a moment ago."""
    try:
        seen = os.stat(path)  # noqa: PTH116 - a path may be plain text
    except (FileNotFoundError, NotADirectoryError):
        return None
    return seen.st_size if stat.S_ISREG(seen.st_mode) else None


def _is_stored(path: Path, root: Path) -> bool:
    return ".git" not in path.relative_to(root).parts


BESIDE = ("-journal", "-noe", "-shm", "-wal")
"""What SQLite and we add to a store's name for files beside it."""

WAYS = (
    "sqlite:///path/to.db, files:///folder, a path ending in .db, or a folder (with a slash at its "
    "end for a new one)"
)
"""How a store that lasts is named, in the words of an error."""


def place_of(url: str | Path, *, like: str = "") -> Place:
    """The place that a URL or a bare path names.

    A bare path is an SQLite file where it ends in ``.db`` or is a file, and a folder of files
    where it ends in a slash or is a folder. Any other name is of the kind ``like``, where one
    is given: that of the store it is to be made of.

    Raises:
        ValueError: it is no place of a store that lasts.
    """
    text = str(url)
    scheme, sign, path = text.partition(":///")
    if "\0" in unquote(text):
        raise ValueError(f"no path holds a NUL, as {text!r} does")
    if sign and path and scheme in {SQLITE, FILES}:
        # A name whose bytes are no UTF-8 stays the same name.
        return Place(scheme, Path(unquote(path, errors="surrogateescape")))
    if text == MEMORY:
        raise ValueError(f"{MEMORY} ends with its process; name a store that lasts: {WAYS}")
    kind = "" if "://" in text or not text else _kind_of(text, like)
    if not kind:
        nothing = "" if "://" in text else ", and no file or folder is there"
        raise ValueError(f"no store is known for {text!r}{nothing}; give {WAYS}")
    return Place(kind, Path(text))


def _kind_of(path: str, like: str) -> str:
    """Of which kind the store at a bare path is, or is to be; nothing where that is not said."""
    if path.endswith(".db") or os.path.isfile(path):  # noqa: PTH113 - a Path raises for long names
        return SQLITE
    if path.endswith("/") or os.path.isdir(path):  # noqa: PTH112 - as above
        return FILES
    mistyped = path.startswith((f"{SQLITE}:", f"{FILES}:"))
    return like if like in {SQLITE, FILES} and not mistyped else ""


def standing(url: str | Path) -> Place:
    """The place of a store that must be there, or some of its files.

    Raises:
        ValueError: it is no place of a store that lasts.
        StoreMissing: nothing is there.
    """
    place = place_of(url)
    if not place.roots():
        what = "folder" if place.kind == FILES else "file"
        raise StoreMissing(
            f"there is no store, since there is no {what} {place.path.absolute()}",
            store=str(url),
            remedy="Check the path",
        )
    return place


def free(url: str | Path, *, like: str = "", apart: Path | None = None) -> Place:
    """The place of a store that is to be made, where nothing is yet, and not within another.

    Raises:
        ValueError: it is no place of a store that lasts, or lies in the folder ``apart``.
        PlaceTaken: something is there.
        StoreMissing: its folder is not there.
    """
    place = place_of(url, like=like)
    for root in place.roots():
        refuse_taken(root)
    if apart is not None:
        refuse_within(place, apart)
    if not place.path.parent.is_dir():
        raise StoreMissing(
            "its folder does not exist",
            store=str(place.path),
            remedy=f"Create {place.path.parent} first",
        )
    return place


def refuse_within(place: Place, store: Path) -> None:
    """Refuse a place in the folder of a store, where it would be a foreign file, or that store.

    Raises:
        ValueError: it is one.
    """
    new, old = place.path.resolve(), store.resolve()
    if new == old:
        raise ValueError(f"{place.path} is {store} itself; choose another place")
    if new.is_relative_to(old):
        raise ValueError(f"{place.path} lies within the store {store}; choose a place outside it")


def refuse_taken(path: Path) -> None:
    """Refuse a path where something is.

    Raises:
        PlaceTaken: something is there.
    """
    if os.path.lexists(path):
        raise taken(path)


def taken(path: Path) -> PlaceTaken:
    """The error for a path where something is, or was a moment ago."""
    return PlaceTaken(
        "it is there already", store=str(path), remedy="Choose a path where nothing is yet"
    )


def give_name(fresh: Path, path: Path) -> None:
    """Give a finished file its name, where nothing has it yet.

    Raises:
        PlaceTaken: something has it.
        OSError: the system would not have it.
    """
    try:
        try:
            os.link(fresh, path)
        except FileExistsError:
            raise
        except OSError:  # a disk that knows no links, such as a stick's
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC))
            fresh.replace(path)
        else:
            fresh.unlink()
    except FileExistsError as error:
        raise taken(path) from error
