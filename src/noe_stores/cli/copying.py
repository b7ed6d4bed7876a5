"""``noe copy``, ``noe backup`` and ``noe upgrade``: a store made anew from another.

Rule kept here: what is made is seen to be whole before it is called done; what was only
begun is either taken away or can be gone on with, and that is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from eventsourcing.persistence import OperationalError

from noe_stores import Ledger
from noe_stores.checks.checked import Verified
from noe_stores.cli import options
from noe_stores.cli.failures import Unable, sentence
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import opened
from noe_stores.cli.screen import Screen
from noe_stores.cli.verify import say_found
from noe_stores.keeping.backing_up import back_up
from noe_stores.keeping.copying import NOT_COPIED, Copied
from noe_stores.keeping.copying import copy as copied_into
from noe_stores.keeping.describing import kind_of
from noe_stores.keeping.upgrading import NothingToUpgrade
from noe_stores.keeping.upgrading import upgrade as upgraded_into
from noe_stores.places import place_of, refuse_within

GO_ON = "What was copied so far stands in {target}; run the same command again to go on"


@click.command(
    epilog=options.example(
        "noe copy clients.db archive.db", "noe copy clients.db archive.db --format json"
    )
)
@options.store
@click.argument("target", metavar="TARGET")
@options.as_format("text", "json")
@options.progress
@click.pass_obj
def copy(screen: Screen, *, store: str, target: str, format_: str, progress: bool) -> int:
    """Copy a store into another, of any kind.

    The stored bytes as they are, in the order across streams, records of other applications
    too; not their snapshots, nor how far they have followed. TARGET is made if there is none,
    of the kind its name says (new.db, new/), or else of the same kind as STORE.
    What is there already adds nothing, so a copy that broke off is gone on with by running it
    again; a TARGET that holds anything else is refused. At the end both are compared record
    by record, and TARGET is verified.

    Exit code: 0 when TARGET holds all of it and is sound, 1 when it is not sound, 2 when it
    could not be copied.

    The JSON holds "store", "target", "records", "added", "guests", "last_position",
    "renumbered" (whether positions differ), "not_copied", and "verified" as noe verify has it.
    """
    with opened(store) as source, _target(source, target) as made:
        try:
            with screen.stages(shown=progress) as stages:
                done = copied_into(source, made, stages=stages)
        except KeyboardInterrupt as interrupt:
            interrupt.add_note(GO_ON.format(target=made.place))
            raise
        except OperationalError as error:
            raise Unable(f"{sentence(error)} {GO_ON.format(target=made.place)}") from error
        return _told(screen, source.place, made.place, done, format_)


@click.command(
    epilog=options.example(
        "noe upgrade clients.db upgraded.db", "noe upgrade clients.db new.db --format json"
    )
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.as_format("text", "json")
@options.progress
@click.pass_obj
def upgrade(screen: Screen, *, old: str, new: str, format_: str, progress: bool) -> int:
    """Read a store of an earlier release into a new one of this release's format.

    The old store is left as it is; the new one holds the same bytes in the same order, and is
    of the same kind unless its name says otherwise (new.db, new/). A store that needs no
    upgrade says so, and nothing is made.

    Exit code: 0 when NEW holds all of it and is sound, or nothing was to be done; 1 when NEW
    is not sound; 2 when it could not be done.

    The JSON is that of noe copy; where nothing was to be done, it holds "store" and "current".
    """
    try:
        with screen.stages(shown=progress) as stages:
            done = upgraded_into(old, new, stages=stages)
    except NothingToUpgrade as nothing:
        if format_ == "json":
            screen.json({"store": old, "current": True})
        else:
            screen.say(str(nothing))
        return 0
    except ValueError as error:
        raise Unable(f"{error}") from error
    return _told(screen, old, new, done, format_)


@click.command(
    epilog=options.example(
        "noe backup clients.db backup-2022-06-15.db", "noe backup clients.db b.db --format json"
    )
)
@options.store
@click.argument("target", metavar="TARGET")
@options.as_format("text", "json")
@options.progress
@click.pass_obj
def backup(screen: Screen, *, store: str, target: str, format_: str, progress: bool) -> int:
    """Back up a store while others write to it.

    TARGET, a bare name or one that says the kind of STORE, becomes a store of that kind, whole
    as of one moment; something that is there already is never written over. It is compared
    with STORE and verified before this ends.

    Exit code: 0 when TARGET is sound, 1 when it is not, 2 when it could not be made.

    The JSON holds "store", "target", "records", "last_position", and "verified" as noe verify
    has it.
    """
    with opened(store) as source:
        try:
            with screen.stages(shown=progress) as stages:
                done = back_up(source, target, stages=stages)
        except ValueError as error:
            raise Unable(f"{error}") from error
    if format_ == "json":
        screen.json({"store": source.place, "target": target, **as_plain(done)})
    else:
        _say_verified(screen, target, done.verified)
        screen.say(f"{target}: records: {done.records}; up to position {done.last_position}")
    return 0 if done.verified.sound else 1


def _target(source: Ledger, target: str) -> Ledger:
    """The store to copy into, made if there is none.

    Raises:
        Unable: it is no place for it.
        StoreError: it cannot be opened.
    """
    try:
        place = place_of(target, like=kind_of(source))
        refuse_within(place, Path(source.place))
    except ValueError as error:
        raise Unable(f"{error}") from error
    return opened(place.url, create=True)


def _told(screen: Screen, store: str, target: str, done: Copied, format_: str) -> int:
    if format_ == "json":
        screen.json(_as_plain(store, target, done))
    else:
        _say_verified(screen, target, done.verified)
        there = done.records - done.added
        screen.say(
            f"{target}: records: {done.records}; added: {done.added}; there already: {there}"
        )
        if done.renumbered:
            screen.say("Positions are numbered anew there: followers begin again.", style="yellow")
        screen.say(f"not copied: {NOT_COPIED}", style="dim")
    return 0 if done.verified.sound else 1


def _as_plain(store: str, target: str, done: Copied) -> dict[str, Any]:
    return {"store": store, "target": target, **as_plain(done), "not_copied": NOT_COPIED}


def _say_verified(screen: Screen, target: str, verified: Verified) -> None:
    if not verified.sound:
        say_found(screen, verified)
        screen.say(f"{target}: NOT sound", style="bold red")
