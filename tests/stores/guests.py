"""Which promises the recorders of ``eventsourcing`` do not keep, and how that shows.

Rule kept here: the reasons are written by hand, the list is not: a test runs every promise.
Run it to write the tables of the how-to page anew: ``python tests/stores/guests.py``.
"""

from __future__ import annotations

import re
from pathlib import Path

from kinds import GuestPOPO, GuestSQLite

from noe_stores.testing import StoreContract, promises

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "write-a-store.md"

NOT_OURS = "an error without place, streams or outcome"
NO_SUBSCRIPTION = "this recorder does not support subscriptions"

BREAKS: dict[type[StoreContract], dict[str, str]] = {
    GuestSQLite: {
        "test_a_limit_of_nothing_gives_nothing": "a limit below zero gives everything",
        "test_bounds_may_lie_beyond_all_counting": "`OverflowError` from the driver",
        "test_a_uuid_and_its_text_are_two_streams": "ids are one kind for the whole file",
        "test_what_cannot_be_kept_is_refused": "`UnicodeEncodeError` from the driver",
        "test_an_impossible_id_is_not_looked_up": "`UnicodeEncodeError` from the driver",
        "test_a_position_no_store_keeps_is_refused": "`UnicodeEncodeError` from the driver",
        "test_following_begins_after_a_position": NO_SUBSCRIPTION,
        "test_following_gives_what_comes_later": NO_SUBSCRIPTION,
        "test_following_of_some_topics_passes_over_others": NO_SUBSCRIPTION,
        "test_following_goes_on_after_a_restart": NO_SUBSCRIPTION,
        "test_following_ends_when_it_is_stopped": NO_SUBSCRIPTION,
        "test_following_misses_nothing_of_many_writers": NO_SUBSCRIPTION,
        "test_a_follower_in_another_process_misses_nothing": NO_SUBSCRIPTION,
        "test_a_closed_handle_ends_its_followers": NO_SUBSCRIPTION,
        "test_it_does_what_the_memory_store_does": "subscriptions and limits, as above",
        "test_many_may_be_the_first_to_open": "`database is locked` for some of them",
        "test_a_closed_handle_says_so": "an error that is no `InterfaceError`",
        "test_a_changed_byte_never_passes_unseen": "other positions, or records gone, in silence",
        "test_a_cut_file_never_passes_unseen": "a file taken away is made anew, empty",
        "test_a_full_disk_costs_nothing_acknowledged": NOT_OURS,
        "test_a_place_that_cannot_be_is_told": NOT_OURS,
        "test_a_lost_race_says_what_became_of_the_call": NOT_OURS,
        "test_a_tracked_position_says_what_became_of_the_call": NOT_OURS,
        "test_what_is_refused_says_what_became_of_the_call": "`UnicodeEncodeError` from the driver",
    },
    GuestPOPO: {
        "test_records_come_in_order_of_version": "they come in the order in which they were kept",
        "test_bounds_of_a_stream_select_what_they_say": "in the order in which they were kept",
        "test_a_taken_version_is_refused": "it is, but the versions come back out of order",
        "test_a_limit_of_nothing_gives_nothing": "a limit of zero gives everything",
        "test_it_does_what_the_memory_store_does": "order and limits, as above",
        "test_a_uuid_and_its_text_are_two_streams": "a UUID is taken for the text that spells it",
        "test_what_cannot_be_kept_is_refused": "anything is kept",
        "test_an_impossible_id_is_not_looked_up": "the answer is nothing",
        "test_a_position_no_store_keeps_is_refused": "any position and any name is kept",
        "test_a_closed_handle_says_so": "it cannot be closed",
        "test_a_closed_handle_ends_its_followers": "it cannot be closed",
        "test_a_handle_carried_over_a_fork_does_no_harm": "what the child keeps nobody else sees",
        "test_a_lost_race_says_what_became_of_the_call": NOT_OURS,
        "test_a_tracked_position_says_what_became_of_the_call": NOT_OURS,
        "test_what_is_refused_says_what_became_of_the_call": "anything is kept",
    },
}
"""By recorder, the tests of the contract that fail on it, each with the reason."""

NAMES = {GuestSQLite: "eventsourcing.sqlite", GuestPOPO: "eventsourcing.popo"}


def table(kind: type[StoreContract]) -> str:
    """The promises that a recorder breaks, as Markdown."""
    says = {promise.name: promise.says for promise in promises()}
    rows = [f"| {says[name]} | {reason} |" for name, reason in BREAKS[kind].items()]
    return "\n".join([f"| Not kept by `{NAMES[kind]}` | How it shows |", "| --- | --- |", *rows])


def rewritten(page: str) -> str:
    """The page with its tables as they are today."""
    for kind in BREAKS:
        old = re.compile(rf"\| Not kept by `{NAMES[kind]}` \|.*\n(?:\|.*\n)*")
        assert old.search(page), f"the page has no table of {NAMES[kind]}"
        page = old.sub(lambda _, kind=kind: table(kind) + "\n", page)
    return page


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
