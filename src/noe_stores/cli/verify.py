"""``noe verify``: whether a store still holds what was written.

Rule kept here: what could not be checked is said with what was.
"""

from __future__ import annotations

import click

from noe_stores.cli import options
from noe_stores.cli.plain import as_plain
from noe_stores.cli.reading import opened
from noe_stores.cli.screen import Screen
from noe_stores.verify import Verified


@click.command(
    epilog=options.example("noe verify clients.db", "noe verify clients.db --format json")
)
@options.store
@options.as_format("text", "json")
@click.pass_obj
def verify(screen: Screen, *, store: str, format_: str) -> int:
    """Check that nothing recorded was altered.

    Every record of every stream is checked against the digest chained to the one before, and
    every stream against the store's index.

    Exit code: 0 when all is sound, 1 when something is not, 2 when it could not be checked.

    The JSON holds "store", "sound", "streams", "facts", "bad_records", "bad_indexes", "unread"
    (facts this release keeps but cannot read), "not_ours" (streams of other applications),
    "indexed" and "unreachable".
    """
    with opened(store) as ledger, screen.busy(f"verify {ledger.place}"):
        found = ledger.verify()
    if format_ == "json":
        screen.json({"store": ledger.place, "sound": found.sound, **as_plain(found)})
    else:
        _say(screen, found)
    return 0 if found.sound else 1


def _say(screen: Screen, found: Verified) -> None:
    for bad in found.bad_records:
        screen.say(f"damaged  {bad.stream} version {bad.version}: {bad.why}", style="bold red")
    for index in found.bad_indexes:
        screen.say(f"damaged  {index.stream}: {index.why}", style="bold red")
    for why in found.unreachable:
        screen.say(f"damaged  {why}", style="bold red")
    for unread in found.unread:
        screen.say(
            f"unread   {unread.stream} from version {unread.first} on, {unread.count} of "
            f"{unread.event}: {unread.reason}",
            style="yellow",
        )
    for guest in found.not_ours:
        screen.say(f"not ours {guest.stream}, {guest.count} records", style="dim")
    if not found.indexed:
        screen.say("This store keeps no index: a tail cut off would not show.", style="yellow")
    verdict = "sound" if found.sound else "NOT sound"
    screen.say(f"{verdict}; facts: {found.facts}; streams: {found.streams}")
