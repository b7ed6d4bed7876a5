"""``noe verify``: whether a store still holds what was written.

Rule kept here: what could not be checked is said with what was.
"""

from __future__ import annotations

import click

from noe_stores.checks.checked import Verified
from noe_stores.cli import options
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import opened
from noe_stores.cli.screen import Screen
from noe_stores.errors import StoreDamaged
from noe_stores.port import Finding


@click.command(
    epilog=options.example("noe verify clients.db", "noe verify clients.db --format json")
)
@options.store
@options.as_format("text", "json")
@options.progress
@click.pass_obj
def verify(screen: Screen, *, store: str, format_: str, progress: bool) -> int:
    """Check that nothing recorded was altered.

    Every record of every stream is checked against the digest chained to the one before, and
    every stream against the store's index; the order across streams against the streams; and
    what lies beneath, files and journal, by the store itself. Nothing is written.

    The rest of a write that was never acknowledged is reported and is no damage.

    Exit code: 0 when all is sound, 1 when something is not, 2 when it could not be checked.

    The JSON holds "store", "sound", "streams", "facts", "bad_records", "bad_indexes", "unread"
    (facts this release keeps but cannot read), "not_ours" (streams of other applications),
    "indexed", "unreachable", "findings" (what is wrong beneath the streams), "torn" (writes
    that were never acknowledged) and "unchecked" (what was not looked at).
    """
    place, found = _verified(screen, store, shown=progress)
    if format_ == "json":
        screen.json({"store": place, "sound": found.sound, **as_plain(found)})
    else:
        say_found(screen, found)
        verdict = "sound" if found.sound else "NOT sound"
        screen.say(f"{verdict}; facts: {found.facts}; streams: {found.streams}")
        screen.say(f"not checked: {'; '.join(found.unchecked)}", style="dim")
        if not found.sound:
            screen.tell(f"What can be salvaged: noe repair {place} NEW")
    return 0 if found.sound else 1


def _verified(screen: Screen, store: str, *, shown: bool) -> tuple[str, Verified]:
    """What was found in a store, and its name; one that will not open for damage is damaged."""
    try:
        ledger = opened(store)
    except StoreDamaged as error:
        return store, Verified.unopened(str(error))
    with ledger, screen.counting(f"verify {ledger.place}", shown=shown) as count:
        return ledger.place, ledger.verify(progress=count)


def say_found(screen: Screen, found: Verified) -> None:
    """All that was found, a line each."""
    for bad in found.bad_records:
        at = f" ({bad.place})" if bad.place else ""
        screen.say(f"damaged  {bad.stream} version {bad.version}{at}: {bad.why}", style="bold red")
    for index in found.bad_indexes:
        screen.say(f"damaged  {index.stream}: {index.why}", style="bold red")
    for why in found.unreachable:
        screen.say(f"damaged  {why}", style="bold red")
    for finding in found.findings:
        screen.say(f"damaged  {line_of(finding)}", style="bold red")
    for finding in found.torn:
        screen.say(f"torn     {line_of(finding)}; no fact is lost", style="yellow")
    for unread in found.unread:
        screen.say(
            f"unread   {unread.stream} from version {unread.first} on, {unread.count} of "
            f"{unread.event}: {unread.reason}",
            style="yellow",
        )
    for guest in found.not_ours:
        screen.say(f"not ours {guest.stream}, {guest.count} records", style="dim")


SHOWN = 5
"""How many streams of a finding are named on its line; the JSON has them all."""


def line_of(finding: Finding) -> str:
    """A finding on one line."""
    if not finding.streams:
        return f"{finding.place}: {finding.why}"
    more = len(finding.streams) - SHOWN
    streams = ", ".join(finding.streams[:SHOWN]) + (f" and {more} more" if more > 0 else "")
    return f"{finding.place}: {finding.why} ({streams})"
