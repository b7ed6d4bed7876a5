"""The kit rejects stores that are broken, each by the test that stands for the promise."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken import followed, in_memory, on_disk, ours, shown
from eventsourcing.persistence import PersistenceError

from noe_stores.outcomes import LostRace
from noe_stores.testing import Promise, StoreContract, Verdict, judge, promises

BROKEN: dict[str, type[StoreContract]] = {
    # recording
    "test_a_record_comes_back_as_it_went_in": in_memory.ChangesValues,
    "test_a_large_call_is_kept": in_memory.HasALimit,
    "test_a_call_is_kept_whole_or_not_at_all": in_memory.KeepsHalf,
    "test_a_taken_version_is_refused": in_memory.SwallowsConflicts,
    "test_a_version_twice_in_one_call_is_refused": in_memory.KeepsTheFirstOfTwins,
    "test_positions_are_told_and_stand_together": in_memory.CountsCalls,
    "test_a_position_is_never_used_again": in_memory.Reuses,
    "test_recording_nothing_changes_nothing": in_memory.NotesEmptyCalls,
    # reading
    "test_records_come_in_order_of_version": shown.OrderOfComing,
    "test_bounds_of_a_stream_select_what_they_say": shown.CutsBeforeTurning,
    "test_bounds_of_the_log_select_what_they_say": shown.ForgetsWhereToStop,
    "test_a_limit_of_nothing_gives_nothing": shown.NoLimitIsNothing,
    "test_bounds_may_lie_beyond_all_counting": shown.CountsToSixtyFourBits,
    "test_an_unknown_stream_is_empty": shown.MakesWhatIsAsked,
    "test_it_does_what_the_memory_store_does": shown.CutsBeforeTurning,
    # ids
    "test_any_text_is_an_id_of_its_own": in_memory.SpellsIdsItsWay,
    "test_a_uuid_and_its_text_are_two_streams": in_memory.MixesIds,
    "test_what_cannot_be_kept_is_refused": in_memory.KeepsAnything,
    "test_an_impossible_id_is_not_looked_up": in_memory.KeepsAnything,
    # the index
    "test_a_head_is_where_its_stream_ends": shown.TakesTheLastForTheGreatest,
    "test_heads_are_in_order_of_code_points": shown.SortsAsPeopleDo,
    "test_a_refused_call_leaves_the_index_alone": shown.IndexesTooEarly,
    "test_lines_are_the_states_of_a_stream": shown.StripsLines,
    # snapshots
    "test_the_last_snapshot_is_found": ours.FirstSnapshotFirst,
    "test_snapshots_stand_apart_from_records": ours.OneShelfForAll,
    "test_snapshots_are_there_after_reopening": ours.SnapshotsForNow,
    # tracking
    "test_records_and_position_are_kept_together": in_memory.TracksNothing,
    "test_a_refused_record_leaves_no_position": in_memory.TracksFirst,
    "test_a_refused_position_leaves_no_record": in_memory.TracksLast,
    "test_a_position_may_be_kept_alone": in_memory.TracksOnlyWithRecords,
    "test_a_position_no_store_keeps_is_refused": in_memory.TracksAnything,
    "test_a_position_is_there_after_reopening": on_disk.TracksForNow,
    "test_of_many_at_one_position_one_goes_on": on_disk.TracksForNow,
    # following
    "test_following_begins_after_a_position": followed.RepeatsTheLast,
    "test_following_gives_what_comes_later": followed.EndsAtTheEnd,
    "test_following_of_some_topics_passes_over_others": followed.MissesTopics,
    "test_following_goes_on_after_a_restart": followed.BeginsNow,
    "test_following_ends_when_it_is_stopped": followed.NeverStops,
    "test_following_misses_nothing_of_many_writers": followed.SkipsUnderCrowds,
    "test_who_waits_for_growth_is_told": followed.SeesWhatIsThere,
    "test_who_waits_is_woken": followed.WakesNobody,
    "test_who_waits_is_woken_by_another_handle": on_disk.WakesOnlyItsOwn,
    # many at once
    "test_threads_lose_nothing_of_each_other": in_memory.Mingles,
    "test_of_threads_at_one_version_one_wins": in_memory.LooksBeforeItLeaps,
    "test_a_reader_goes_forward_and_misses_nothing": followed.SkipsUnderCrowds,
    "test_nobody_sees_what_is_not_kept": shown.ShowsTooEarly,
    "test_handles_see_each_other": on_disk.ReadsOnlyOnce,
    "test_many_may_be_the_first_to_open": on_disk.BeginsAnewIfFirst,
    "test_processes_lose_nothing_of_each_other": on_disk.ReadsOnlyOnce,
    "test_of_processes_at_one_version_one_wins": on_disk.LocksNothing,
    "test_a_follower_in_another_process_misses_nothing": on_disk.SkipsInOtherProcesses,
    "test_a_handle_carried_over_a_fork_does_no_harm": in_memory.ForksInSilence,
    # lasting
    "test_everything_is_there_after_reopening": on_disk.ForgetsTheLast,
    "test_it_is_there_for_another_process": on_disk.KeepsToItself,
    "test_positions_go_on_after_reopening": on_disk.NumbersEachLife,
    "test_what_was_acknowledged_survives_a_kill": on_disk.WritesLater,
    "test_a_projection_is_exactly_once_over_kills": on_disk.TracksForNow,
    "test_a_torn_write_costs_nothing_acknowledged": on_disk.GoesOnOnTheTornLine,
    "test_a_full_disk_costs_nothing_acknowledged": on_disk.ToleratesFullDisks,
    "test_a_history_goes_on_after_reopening": on_disk.ForgetsTheLast,
    # damage
    "test_a_changed_byte_never_passes_unseen": ours.HidesDamage,
    "test_a_cut_file_never_passes_unseen": on_disk.HidesCuts,
    "test_a_sound_store_has_nothing_to_tell": shown.MakesUpFindings,
    "test_a_backup_is_the_store_as_it_was": ours.BacksUpTheFile,
    "test_both_copies_are_the_same": ours.OneCopyTwice,
    "test_a_description_is_true": shown.CountsStreamsForRecords,
    # errors
    "test_the_store_is_what_it_is_said_to_be": shown.IsMoreThanItSays,
    "test_a_lost_race_says_what_became_of_the_call": shown.SaysNothingOfOutcomes,
    "test_what_is_refused_says_what_became_of_the_call": shown.LeaksItsDriver,
    "test_a_tracked_position_says_what_became_of_the_call": shown.SaysItIsKept,
    "test_a_place_that_cannot_be_is_told": on_disk.LeaksTheSystem,
    "test_a_closed_handle_says_so": shown.NeverCloses,
    "test_a_closed_handle_ends_its_followers": followed.FollowsTheClosed,
    # the ledger on top
    "test_facts_replay_as_they_were_recorded": shown.ListsWhatItCanSpell,
    "test_facts_follow_in_order_of_recording": shown.SkipsFirsts,
    "test_what_is_exported_is_imported_to_the_byte": shown.ListsWhatItCanSpell,
    "test_a_lost_race_is_told_with_what_came_between": in_memory.SwallowsConflicts,
    "test_a_retry_after_an_unknown_outcome_never_doubles": shown.ReadsLate,
    "test_an_id_belongs_to_one_fact": shown.ReadsLate,
}
"""For each promise a store that breaks it, and that the test of that promise must reject."""

MORE: list[tuple[str, type[StoreContract]]] = [
    ("test_what_was_acknowledged_survives_a_kill", on_disk.WritesRecordByRecord),
    ("test_a_torn_write_costs_nothing_acknowledged", on_disk.WritesRecordByRecord),
    ("test_a_full_disk_costs_nothing_acknowledged", on_disk.WritesLater),
    ("test_a_full_disk_costs_nothing_acknowledged", on_disk.RemembersWhatFailed),
    ("test_a_full_disk_costs_nothing_acknowledged", on_disk.ShowsWhatFailed),
    ("test_positions_are_told_and_stand_together", shown.BeginsWhereItEnded),
    ("test_a_reader_goes_forward_and_misses_nothing", shown.BeginsWhereItEnded),
    ("test_heads_are_in_order_of_code_points", shown.ListsFromTheFirst),
    ("test_following_begins_after_a_position", followed.HearsNothing),
    ("test_who_waits_for_growth_is_told", followed.WaitsForTheNext),
    ("test_what_cannot_be_kept_is_refused", in_memory.CutsVersions),
    ("test_what_is_refused_says_what_became_of_the_call", in_memory.CutsVersions),
    ("test_everything_is_there_after_reopening", on_disk.CannotBeClosed),
    ("test_a_record_comes_back_as_it_went_in", on_disk.CannotBeClosed),
    ("test_of_processes_at_one_version_one_wins", on_disk.ReadsOnlyOnce),
    ("test_it_does_what_the_memory_store_does", in_memory.TracksLast),
    ("test_it_does_what_the_memory_store_does", in_memory.MixesIds),
]
"""Other ways to break a promise."""

VERDICTS = (AssertionError, PersistenceError, LostRace, ValueError, OverflowError)
"""What the kit says, or what a store itself says where it fails."""

KNOWN = {promise.name: promise for promise in promises()}

TRIES = 5
"""How often a store is judged at most: what is broken by a race need not show at once."""


def test_every_promise_has_a_store_that_breaks_it() -> None:
    """No test of the contract stands there that nothing was seen to fail."""
    assert {*BROKEN} == {*KNOWN}


@pytest.mark.parametrize(
    ("name", "kind"),
    [*BROKEN.items(), *MORE],
    ids=lambda given: given.__name__ if isinstance(given, type) else given.removeprefix("test_"),
)
def test_a_broken_store_is_rejected(name: str, kind: type[StoreContract], tmp_path: Path) -> None:
    """The test of the promise finds that the store breaks it, and says so."""
    for attempt in range(TRIES):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        judged = judge(kind, KNOWN[name], folder)
        if judged.verdict is Verdict.BROKEN:
            break
    assert judged.verdict is Verdict.BROKEN, judged.why
    # Not a slip of the kit's own: what is raised is its verdict, or what the store itself said.
    assert isinstance(judged.error, VERDICTS), judged.why


SAID = [
    (
        "test_positions_are_told_and_stand_together",
        shown.BeginsWhereItEnded,
        "after position 6 the log gives position 6",
    ),
    (
        "test_a_full_disk_costs_nothing_acknowledged",
        on_disk.RemembersWhatFailed,
        "the same handle shows what is not there",
    ),
    ("test_a_full_disk_costs_nothing_acknowledged", on_disk.ShowsWhatFailed, "on the full disk"),
    (
        "test_a_torn_write_costs_nothing_acknowledged",
        on_disk.GoesOnOnTheTornLine,
        "notebook.jsonl, which grew from",
    ),
    (
        "test_following_begins_after_a_position",
        followed.HearsNothing,
        "still not done: a follower told to stop",
    ),
    (
        "test_who_waits_for_growth_is_told",
        followed.WaitsForTheNext,
        "still not done: who waits for what is there",
    ),
    ("test_what_cannot_be_kept_is_refused", in_memory.CutsVersions, "a version above the last"),
    ("test_an_unknown_stream_is_empty", on_disk.CannotBeClosed, "a handle cannot be closed"),
    ("test_an_unknown_stream_is_empty", on_disk.Exits, "SystemExit: 3"),
]
"""What the kit says of a store, where the error alone would not tell what is wrong with it."""


@pytest.mark.parametrize(("name", "kind", "said"), SAID)
def test_a_verdict_says_what_is_wrong(
    name: str, kind: type[StoreContract], said: str, tmp_path: Path
) -> None:
    """Whatever a store does there is a verdict, and it says what was done and what came of it."""
    judged = judge(kind, KNOWN[name], tmp_path)
    assert judged.verdict is Verdict.BROKEN
    assert said in judged.why


SKIPPED = [
    (
        "test_a_torn_write_costs_nothing_acknowledged",
        on_disk.FileByFile,
        "a call makes no file of this store longer: there is nothing to tear",
    ),
    (
        "test_a_full_disk_costs_nothing_acknowledged",
        on_disk.PieceByPiece,
        "no limit on the files of a process fills the place where its records are kept",
    ),
    (
        "test_a_backup_is_the_store_as_it_was",
        ours.Undescribed,
        "this store is not said to be: described",
    ),
]
"""Sound stores that a fault does not reach, or that say too little of themselves for it."""


@pytest.mark.parametrize(("name", "kind", "why"), SKIPPED)
def test_a_store_out_of_reach_is_not_accused(
    name: str, kind: type[StoreContract], why: str, tmp_path: Path
) -> None:
    """Where a fault cannot be brought about, the promise is skipped, and the reason is true."""
    judged = judge(kind, KNOWN[name], tmp_path)
    assert judged.verdict is Verdict.SKIPPED, judged.why
    assert judged.why == why


SOUND = (in_memory.InMemory, on_disk.OnDisk, on_disk.FileByFile)


@pytest.mark.parametrize("promise", KNOWN.values(), ids=lambda promise: promise.name)
@pytest.mark.parametrize("kind", SOUND)
def test_what_they_are_made_of_is_sound(
    kind: type[StoreContract], promise: Promise, tmp_path: Path
) -> None:
    """The stores that are broken here keep every promise until they are."""
    judged = judge(kind, promise, tmp_path)
    assert judged.verdict is not Verdict.BROKEN, judged.why
