"""Our own stores keep every promise of the kit, and lack what is listed here and no more."""

from __future__ import annotations

from pathlib import Path

import pytest
from kinds import OURS, Files, Memory, SQLite

from noe_stores.testing import EVERYTHING, Capability, StoreContract, judge, promises
from noe_stores.testing.capabilities import named
from noe_stores.testing.dice import VARIABLE, dice
from noe_stores.testing.promises import Verdict


class TestMemory(Memory):
    """The store in memory keeps what it promises."""


class TestSQLite(SQLite):
    """The store in one SQLite file keeps what it promises."""


class TestFiles(Files):
    """The store in a folder of files keeps what it promises."""


LACKING = {
    Memory: [
        "durable",
        "shared",
        "snapshots",
        "backed up",
        "twofold",
        "tells changes",
        "tells cuts",
    ],
    SQLite: ["twofold"],
    Files: [],
}
"""What our stores are not said to be; snapshots in memory are a recorder of their own."""


@pytest.mark.parametrize("kind", OURS)
def test_what_a_store_of_ours_lacks_is_listed(kind: type[StoreContract]) -> None:
    """No capability is left out in silence."""
    assert named(EVERYTHING & ~kind.capabilities) == LACKING[kind]


def test_what_a_store_lacks_is_skipped_by_name(tmp_path: Path) -> None:
    """A promise that a store cannot keep is neither kept nor broken, and the reason names it."""
    durable = next(p for p in promises() if p.name == "test_positions_go_on_after_reopening")
    judged = judge(Memory, durable, tmp_path)
    assert judged.verdict is Verdict.SKIPPED
    assert judged.why == "this store is not said to be: durable"


@pytest.mark.parametrize(
    "name", ["test_a_backup_is_the_store_as_it_was", "test_it_is_there_for_another_process"]
)
def test_a_folder_may_be_named_from_here(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store is judged alike in a folder that is named from where one stands."""
    monkeypatch.chdir(tmp_path)
    promise = next(p for p in promises() if p.name == name)
    judged = judge(SQLite, promise, Path("here"))
    assert judged.verdict is Verdict.KEPT, judged.why


def test_every_promise_is_a_sentence() -> None:
    """The tests of the contract say what they promise."""
    for promise in promises():
        assert promise.says.endswith("."), promise.name


def test_every_capability_is_explained_by_a_promise(tmp_path: Path) -> None:
    """Without its capabilities a store skips something for each: none is an empty word."""
    reasons = {
        judge(Bare, promise, tmp_path / promise.name).why
        for promise in promises()
        if promise.name != "test_the_store_is_what_it_is_said_to_be"
    }
    told = {reason.partition(": ")[2] for reason in reasons if reason}
    # Of a promise that needs several, the first is named; these always come second.
    assert {*named(EVERYTHING)} - told <= {"durable"}


class Bare(Memory):
    """The store in memory, of which nothing is said."""

    capabilities = Capability(0)
    examples = 1


def test_chance_can_be_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails under the dice names their seed, and the seed brings the same choices again."""
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(AssertionError) as failed, dice() as chance:  # noqa: PT012 - both fail
        first = [chance.random() for _ in range(3)]
        raise AssertionError
    [note] = failed.value.__notes__
    monkeypatch.setenv(VARIABLE, note.rpartition("=")[2])
    with dice() as again:
        assert [again.random() for _ in range(3)] == first
