"""``noe repair``: what can be salvaged of a damaged store, put into a new one.

Rule kept here: what is lost is said before what is kept.
"""

from __future__ import annotations

import click

from noe_stores.cli import options
from noe_stores.cli.failures import Unable
from noe_stores.cli.plain import as_plain
from noe_stores.cli.screen import Screen
from noe_stores.cli.verify import line_of
from noe_stores.repair.joining import StreamSalvaged
from noe_stores.repair.repairing import Repaired
from noe_stores.repair.repairing import repair as salvaged

SHOWN = 10
"""How many streams are named that are whole in the end; the JSON has them all."""


@click.command(
    epilog=options.example(
        "noe repair clients.db rescued.db", "noe repair clients.db new.db --format json"
    )
)
@click.argument("damaged", metavar="DAMAGED")
@click.argument("new", metavar="NEW")
@options.as_format("text", "json")
@options.progress
@click.pass_obj
def repair(screen: Screen, *, damaged: str, new: str, format_: str, progress: bool) -> int:
    """Salvage a damaged store into a new one, and never write to the damaged one.

    Of every stream what follows from its beginning without a gap is kept, also from second
    copies and from what is left in the bytes of the files. What stands after damage, or on
    either side of a fork, is set aside as lines of JSON in NEW.set-aside.jsonl, with reasons.
    Stop the writers of DAMAGED first; its bytes are copied beside NEW for the time of the work.
    NEW is of the same kind as DAMAGED unless its name says otherwise (new.db, new/).

    Exit code: 0 when nothing is lost as far as can be known, 1 when something is lost or in
    doubt, 2 when it could not be done.

    The JSON holds "damaged", "new", "complete", "lost", "whole" (how many streams), "facts",
    "guests", "streams" (those that are not whole or needed more than the store itself: "kept",
    "known", "set_aside", "second_copy", "remains", "why"), "findings" (what the store says of
    itself), "unopened", "unplaced", "log_read", "set_aside", "aside", "holes", "verified".
    """
    try:
        with screen.stages(shown=progress) as stages:
            done = salvaged(damaged, new, stages=stages)
    except ValueError as error:
        raise Unable(f"{error}") from error
    if format_ == "json":
        head = {"damaged": damaged, "new": new, "complete": done.complete, "lost": done.lost}
        screen.json({**head, **as_plain(done)})
    else:
        _say(screen, new, done)
    return 0 if done.complete else 1


def _say(screen: Screen, new: str, done: Repaired) -> None:
    if done.unopened:
        screen.say(f"cannot be used as it is: {done.unopened}", style="yellow")
    if done.holes:
        screen.say(f"bytes that the disk could not read: {done.holes}", style="yellow")
    for finding in done.findings:
        screen.say(f"found    {line_of(finding)}", style="yellow")
    for stream in done.streams:
        if not _is_whole(stream):
            screen.say(_line(stream), style="bold red" if stream.lost else "")
    whole = [stream for stream in done.streams if _is_whole(stream)]
    for stream in whole[:SHOWN]:
        screen.say(_line(stream))
    if len(whole) > SHOWN:
        screen.say(f"whole    and {len(whole) - SHOWN} streams more; --format json names them")
    if done.unplaced or not done.log_read:
        what = f"{done.unplaced} positions" if done.log_read else "the order across streams"
        screen.say(
            f"lost     {what} cannot be read; records of other applications may be gone with it",
            style="bold red",
        )
    if done.aside:
        screen.say(f"set aside {done.set_aside} records, with reasons: {done.aside}")
    verdict = f"LOST {done.lost} facts" if done.lost else "no fact is known to be lost"
    guests = f"; records of other applications: {done.guests}" if done.guests else ""
    screen.say(f"{new}: {verdict}; facts: {done.facts}; whole streams: {done.whole}{guests}")


def _is_whole(stream: StreamSalvaged) -> bool:
    return not (stream.lost or stream.doubtful)


def _line(stream: StreamSalvaged) -> str:
    parts = [f"{stream.stream} kept 1 to {stream.kept}" if stream.kept else f"{stream.stream}"]
    if stream.lost:
        parts.append(f"lost {stream.kept + 1} to {stream.known}: {stream.why}")
    elif stream.doubtful:
        parts.append(stream.why)
    if stream.second_copy:
        parts.append(f"{stream.second_copy} from the second copy")
    if stream.remains:
        parts.append(f"{stream.remains} from the bytes of the files")
    if stream.set_aside:
        parts.append(f"{stream.set_aside} set aside")
    word = "lost" if stream.lost else "doubt" if stream.doubtful else "whole"
    return f"{word:9}{'; '.join(parts)}"
