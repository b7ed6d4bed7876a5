"""``noe export`` and ``noe import``: facts out of a store and into one.

Rule kept here: what ends up under a name is whole. An export goes beside its file first;
an import records all of a file or nothing, unless it is told otherwise.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final

import click

from noe_stores import Ledger
from noe_stores.cli import options
from noe_stores.cli.failures import Unable
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import opened, to_record_in
from noe_stores.cli.screen import Screen, writing
from noe_stores.errors import StoreError
from noe_stores.exchange.interchange import BadLine, Imported, ImportRefused, NoSuchStream
from noe_stores.outcomes import LostRace
from noe_stores.places import give_name

NAMED: Final = 10
"""How many bad lines are printed; the JSON has more."""


@click.command(
    epilog=options.example(
        "noe export clients.db everything.jsonl",
        "noe export clients.db - --stream studio-marelle:atelier-lys",
    )
)
@options.store
@click.argument("file", default="-", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--stream", "streams", multiple=True, metavar="ID", help="Only that one; repeatable.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@options.progress
@click.pass_obj
def export(
    screen: Screen, *, store: str, file: Path, streams: tuple[str, ...], force: bool, progress: bool
) -> None:
    """Write facts as lines of JSON.

    To FILE, or to stdout without one: the stored bytes as they are, by stream id, then
    version. The file appears only once it is whole.
    """
    to_stdout = str(file) == "-"
    if file.is_file() and not force:
        raise Unable(f"{file}: is there already. Choose another name, or give --force")
    with (
        opened(store) as ledger,
        screen.counting("export", shown=progress) as count,
        screen.binary() if to_stdout else _whole(file, force=force) as out,
    ):
        try:
            done = ledger.export(out, streams=streams or None, progress=count)
        except (NoSuchStream, ValueError) as error:
            raise Unable(f"{ledger.place}: {error}") from error
    if not to_stdout:
        screen.tell(f"{file}: facts written: {done.lines}; streams: {done.streams}")


@contextmanager
def _whole(file: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file that takes its name once it is written; a pipe or a device is written straight.

    Raises:
        PlaceTaken: somebody gave that name to another one meanwhile.
        OSError: it cannot be written; the file is named.
    """
    if file.exists() and not file.is_file():
        with writing(str(file)), file.open("wb") as out:
            yield out
        return
    try:
        with TemporaryDirectory(prefix=".noe-", dir=file.parent) as folder:
            part = Path(folder) / file.name
            with part.open("wb") as out:
                yield out
                out.flush()
                os.fsync(out.fileno())
            if force:
                part.replace(file)
            else:
                give_name(part, file)
    except OSError as error:
        if not isinstance(error, StoreError):
            error.filename = str(file)
        raise


@click.command(
    "import",
    epilog=options.example(
        "noe import copy.db clients.jsonl",
        "noe export clients.db | noe import copy.db - --format json",
    ),
)
@options.store
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.File("rb"))
@click.option("--partial", is_flag=True, help="Record the good lines and report the bad ones.")
@click.option(
    "--keep-unknown",
    is_flag=True,
    help="Take events that this release does not know, and facts with sealed texts; it keeps "
    "and reports them.",
)
@options.as_format("text", "json")
@options.progress
@click.pass_obj
def import_(
    screen: Screen,
    *,
    store: str,
    files: tuple[BinaryIO, ...],
    partial: bool,
    keep_unknown: bool,
    format_: str,
    progress: bool,
) -> int:
    """Record facts given as lines of JSON.

    Each FILE (- is stdin) is recorded whole or not at all; what is recorded already adds
    nothing, so importing again is safe. Where there is no store, one is made once there is
    something to keep in it.

    Exit code: 0 when every line is in the store, 1 when --partial left some out, 2 when a
    file was refused: those before it are recorded, it and those after it are not.

    The JSON holds "store", and in "files" an object for each: "file", "lines", "added",
    "already", "streams", "kept_unknown", "refused" (how many lines), "bad" (those lines).
    """
    done: list[tuple[BinaryIO, Imported]] = []
    refused = False
    with to_record_in(store) as ledger:
        for file in files:
            with screen.counting(f"import {file.name}", shown=progress) as count:
                try:
                    taken = ledger.import_(
                        file, partial=partial, keep_unknown=keep_unknown, progress=count
                    )
                except ImportRefused as error:
                    refused, taken = True, _nothing(error)
                except LostRace as race:
                    raise Unable(
                        f"{file.name}: {race.conflict.stream} was recorded in meanwhile. Run the "
                        "same command again: what is recorded already adds nothing"
                    ) from race
            done.append((file, taken))
            if refused:
                _tell_refused(screen, ledger, file, taken)
                break
            if format_ == "text":
                _say(screen, file, taken)
        if format_ == "json":
            answers = [_as_plain(file, taken) for file, taken in done]
            screen.json({"store": ledger.place, "files": answers})
    return 2 if refused else int(any(taken.refused for _, taken in done))


def _say(screen: Screen, file: BinaryIO, done: Imported) -> None:
    unknown = f"; of events unknown here: {done.kept_unknown}" if done.kept_unknown else ""
    screen.say(
        f"{file.name}: lines: {done.lines}; added: {done.added}; "
        f"there already: {done.already}; streams: {done.streams}{unknown}"
    )
    _tell_bad(screen, done.bad, done.refused)


def _tell_refused(screen: Screen, ledger: Ledger, file: BinaryIO, taken: Imported) -> None:
    screen.tell(
        f"noe: {file.name}: nothing of it was recorded in {ledger.place}. "
        "Mend these lines, or give --partial to leave them out:"
    )
    _tell_bad(screen, taken.bad, taken.refused)


def _nothing(error: ImportRefused) -> Imported:
    return Imported(
        lines=0,
        added=0,
        already=0,
        streams=0,
        kept_unknown=0,
        bad=error.bad,
        refused=error.refused,
    )


def _tell_bad(screen: Screen, bad: tuple[BadLine, ...], refused: int) -> None:
    for line in bad[:NAMED]:
        screen.tell(f"  {line}")
    if refused > NAMED:
        screen.tell(f"  and {refused - NAMED} more")


def _as_plain(file: BinaryIO, done: Imported) -> dict[str, Any]:
    return {"file": file.name, **as_plain(done), "bad": [_bad_as_plain(line) for line in done.bad]}


def _bad_as_plain(line: BadLine) -> dict[str, Any]:
    return {"line": line.line, "field": line.field, "why": line.why}
