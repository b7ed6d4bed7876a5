"""Two processes that make a store at one place: one of them does, and no work of his is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from world import advice, exported, work

from noe_stores import connect
from noe_stores.keeping import back_up
from noe_stores.ledger import Ledger
from noe_stores.places import PlaceTaken, give_name

GOLDEN = Path(__file__).parent.parent / "golden" / "stores"
ROUNDS = 8

MAKING = """
import sys
from pathlib import Path
from noe_stores import LostRace, StoreError, connect
from noe_stores.cli.reading import to_record_in
from noe_stores.keeping import back_up, copy, upgrade
from noe_stores.repair import repair

def backup(source, target):
    with connect(source, create=False) as ledger:
        return back_up(ledger, target)

def copied(source, target):
    with connect(source, create=False) as ledger, connect(target) as made:
        return copy(ledger, made)

def imported(source, target):
    with open(source, "rb") as lines, to_record_in(target) as ledger:
        return ledger.import_(lines)

def by_recorder(source, target):
    with connect(source, create=False) as ledger:
        ledger.recorder.back_up(Path(target))

WORK = {
    "backup": backup, "upgrade": upgrade, "repair": repair, "copy": copied, "import": imported,
    "by-recorder": by_recorder,
}
for line in sys.stdin:
    what, source, target = line.split()
    try:
        WORK[what](source, target)
        print("made", flush=True)
    except (StoreError, LostRace) as error:
        print(type(error).__name__, flush=True)
"""

Maker = subprocess.Popen[str]


@pytest.fixture(scope="module")
def makers() -> Iterator[tuple[Maker, Maker]]:
    """Two processes that make stores when told."""
    with ExitStack() as running:

        def started() -> Maker:
            pipe = subprocess.PIPE
            command = [sys.executable, "-c", MAKING]
            made = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
            return running.enter_context(made)

        pair = started(), started()
        yield pair
        for maker in pair:
            assert maker.stdin is not None
            maker.stdin.close()


@pytest.fixture(scope="module")
def told(makers: tuple[Maker, Maker]) -> Callable[..., list[str]]:
    """Has both make the same store at once, and gives what each says."""

    def telling(*words: object) -> list[str]:
        for maker in makers:
            assert maker.stdin is not None
            maker.stdin.write(" ".join(map(str, words)) + "\n")
        for maker in makers:
            assert maker.stdin is not None
            maker.stdin.flush()
        return sorted(maker.stdout.readline().strip() for maker in makers if maker.stdout)

    return telling


def fill(ledger: Ledger) -> None:
    """Two streams of facts."""
    for number in range(20):
        ledger.record("a:b", [work(f"w{number}"), advice(f"x{number}")])
        ledger.record("c:d", [work(f"v{number}")])


@pytest.mark.parametrize(
    ("what", "store", "target"),
    [
        ("backup", "given.db", "made.db"),
        ("backup", "given/", "made/"),
        ("repair", "given.db", "made.db"),
        ("repair", "given/", "made/"),
        ("upgrade", "old.db", "made.db"),
        ("upgrade", "old.db", "made/"),
    ],
)
def test_of_two_at_one_place_one_makes_it_and_the_other_is_told(
    what: str, store: str, target: str, tmp_path: Path, told: Callable[..., list[str]]
) -> None:
    """The one who was later takes nothing away, and nothing of his is left."""
    source, folder = f"{tmp_path}/{store}", tmp_path / "new"
    if store == "old.db":
        shutil.copy(GOLDEN / "sqlite_v1.db", source)
    else:
        with connect(source) as ledger:
            fill(ledger)
    with connect(source, create=False) as ledger:
        lines = exported(ledger)
    for turn in range(ROUNDS):
        folder.mkdir()
        assert told(what, source, f"{folder}/{target}") == ["PlaceTaken", "made"], turn
        with connect(f"{folder}/{target}", create=False) as made:
            assert exported(made) == lines
            assert made.verify().sound
        assert {path.name for path in folder.iterdir()} <= {Path(target).name, f"{target}-noe"}
        folder.rename(tmp_path / f"done-{turn}")


@pytest.mark.parametrize("name", ["given.db", "given/"])
def test_of_two_recorders_that_copy_to_one_place_none_spoils_what_the_other_made(
    name: str, tmp_path: Path, told: Callable[..., list[str]]
) -> None:
    """Asked directly, without a command that makes it aside first, one of them makes it."""
    source = f"{tmp_path}/{name}"
    with connect(source) as ledger:
        fill(ledger)
        lines = exported(ledger)
    for turn in range(ROUNDS):
        place = f"{tmp_path}/{turn}-{name}"
        refused, made = told("by-recorder", source, place)
        assert made == "made"
        assert refused in {"PlaceTaken", "StoreBusy"}, turn
        with connect(place, create=False) as copied:
            assert exported(copied) == lines
            assert copied.verify().sound


@pytest.mark.parametrize("target", ["made.db", "made/"])
def test_two_copies_into_one_store_lose_and_double_nothing(
    target: str, tmp_path: Path, told: Callable[..., list[str]]
) -> None:
    """Either both are content or one of them is told, and what they made is a copy."""
    with connect(tmp_path / "given.db") as ledger:
        fill(ledger)
        lines = exported(ledger)
    for turn in range(ROUNDS):
        place = f"{tmp_path}/{turn}-{target}"
        assert told("copy", tmp_path / "given.db", place) in (
            ["StoreBusy", "made"],
            ["made", "made"],
        ), turn
        with connect(place, create=False) as made:
            assert exported(made) == lines
            assert made.verify().sound


@pytest.mark.parametrize("target", ["made.db", "made/"])
def test_two_imports_into_one_new_store_lose_and_double_nothing(
    target: str, tmp_path: Path, told: Callable[..., list[str]]
) -> None:
    """Either the second finds all of it there, or he is told that he lost the race."""
    with connect("memory:") as ledger:
        fill(ledger)
        lines = exported(ledger)
    (tmp_path / "lines.jsonl").write_bytes(lines)
    for turn in range(ROUNDS):
        place = f"{tmp_path}/{turn}-{target}"
        assert told("import", tmp_path / "lines.jsonl", place) in (
            ["LostRace", "made"],
            ["made", "made"],
        ), turn
        with connect(place, create=False) as made:
            assert exported(made) == lines
            assert made.verify().sound


@pytest.mark.parametrize(("store", "target"), [("given.db", "made.db"), ("given/", "made/")])
def test_a_store_that_others_make_meanwhile_stays(store: str, target: str, tmp_path: Path) -> None:
    """It is refused and left as it is, facts and all."""
    there = f"{tmp_path}/{target}"

    def meanwhile(stage: str, done: int) -> None:  # noqa: ARG001 - told, and not needed
        with connect(there) as other:
            other.record("e:f", [work("w")], expected=None)

    with connect(f"{tmp_path}/{store}") as ledger:
        fill(ledger)
        with pytest.raises(PlaceTaken, match=r"made.*it is there already"):
            back_up(ledger, there, stages=meanwhile)
    with connect(there, create=False) as other:
        assert [*other.streams()] == ["relationship/e:f"]
        assert other.verify().sound


def test_a_name_is_given_once(tmp_path: Path) -> None:
    """What has it already keeps it, be it a link that leads nowhere."""
    (tmp_path / "fresh").write_text("new")
    (tmp_path / "taken").write_text("precious")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    for name in ("taken", "dangling"):
        with pytest.raises(PlaceTaken):
            give_name(tmp_path / "fresh", tmp_path / name)
    assert (tmp_path / "taken").read_text() == "precious"
    give_name(tmp_path / "fresh", tmp_path / "named")
    assert (tmp_path / "named").read_text() == "new"
    assert not (tmp_path / "fresh").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")
def test_a_name_is_given_once_where_files_have_one_name_only() -> None:
    """As on a disk that knows no links: here the system allows none to a stranger's file."""
    with tempfile.TemporaryDirectory() as folder:
        fresh, taken, named = (Path(folder) / name for name in ("fresh", "taken", "named"))
        fresh.write_text("new")
        fresh.chmod(0o600)
        taken.write_text("precious")
        Path(folder).chmod(0o777)
        child = os.fork()
        if child == 0:
            try:
                os._exit(_as_stranger(fresh, taken, named))
            finally:
                os._exit(70)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code == LINKED:
            pytest.skip("this system lets anybody link to any file")
        assert code == 0
        assert (taken.read_text(), named.read_text()) == ("precious", "new")
        assert not fresh.exists()


LINKED = 3


def _as_stranger(fresh: Path, taken: Path, named: Path) -> int:
    os.setuid(65534)
    try:
        os.link(fresh, named)
    except PermissionError:
        pass
    else:
        return LINKED
    try:
        give_name(fresh, taken)
    except PlaceTaken:
        give_name(fresh, named)
        return 0
    return 1
