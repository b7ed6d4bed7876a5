"""The table of where streams end: a cache that answers rightly, or says that it cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noe_stores.files.dossiers.end import End
from noe_stores.files.ends.heads import UNKNOWN, Heads, TableLost

SUM = "0123456789abcdef" * 4
PAGE = 4096

ENTRIES = st.builds(
    End,
    count=st.integers(0, 2**53),
    version=st.integers(0, 2**53),
    bytes=st.integers(0, 2**53),
    sum=st.binary(min_size=32, max_size=32).map(bytes.hex),
    contiguous=st.booleans(),
)
STREAMS = st.integers(0, 20).map(str) | st.text()


def entry(number: int) -> End:
    """An entry that tells which it is."""
    return End(number, number, 300 * number, SUM)


def built(path: Path, entries: Iterable[tuple[str, End]] = ()) -> Heads:
    """A new table, in the place of whatever was there."""
    heads = Heads(path, writable=True)
    heads.build(entries)
    return heads


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the table stands."""
    return tmp_path / "heads"


@given(st.lists(st.tuples(STREAMS, ENTRIES)))
def test_the_last_that_was_put_is_got(
    tmp_path_factory: pytest.TempPathFactory, puts: list[tuple[str, End]]
) -> None:
    """By the handle that put it and by another."""
    path = tmp_path_factory.mktemp("law") / "heads"
    half = len(puts) // 2
    heads = built(path, puts[:half])
    heads.put(puts[half:])
    other = Heads(path)
    for stream, last in dict(puts).items():
        assert heads.get(stream) == other.get(stream) == last
    assert other.get("77") is None


def test_it_grows_while_others_read(path: Path) -> None:
    """A table too full is made anew; who has the old one open sees the new one at once."""
    heads, reader = built(path), Heads(path)
    size = path.stat().st_size
    for number in range(1500):
        heads.put([(f"relationship/{number}", entry(number))])
        assert reader.get(f"relationship/{number}") == entry(number)
    for number in range(1500):
        heads.put([(f"relationship/{number}", entry(number + 1))])
    for number in range(1500):
        assert reader.get(f"relationship/{number}") == entry(number + 1)
    assert reader.get("relationship/1500") is None
    assert path.stat().st_size > size
    assert [one.name for one in path.parent.iterdir()] == ["heads"]


def test_what_was_synced_is_there_when_opened_again(path: Path) -> None:
    """Opening costs nothing: the first look opens."""
    heads = built(path, [("a", entry(1))])
    heads.put([("b", entry(2))])
    heads.sync()
    heads.close()
    assert heads.get("b") == Heads(path).get("b") == entry(2)


READER = """
import sys
from collections.abc import Iterable
from pathlib import Path
from noe_stores.files.ends.heads import Heads
heads = Heads(Path(sys.argv[1]))
for line in sys.stdin:
    print(heads.get(line.strip()), flush=True)
"""


def test_another_process_sees_what_is_put(path: Path) -> None:
    """At once, also after the table grew, was thrown away, or was built anew."""
    heads = built(path)
    command = [sys.executable, "-c", READER, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as reader:
        assert reader.stdin
        assert reader.stdout

        def seen(stream: str) -> str:
            print(stream, file=reader.stdin, flush=True)
            return reader.stdout.readline().strip()  # type: ignore[union-attr]

        assert seen("a") == "None"
        heads.put([("a", entry(1))])
        assert seen("a") == str(entry(1))
        heads.put((str(number), entry(number)) for number in range(1500))
        assert seen("a") == str(entry(1))
        assert seen("1499") == str(entry(1499))
        heads.discard()
        assert seen("a") == str(UNKNOWN)
        built(path, [("a", entry(3))])
        assert seen("a") == str(entry(3))
        assert seen("1499") == "None"
        reader.stdin.close()


def page_of(path: Path, stream: str) -> int:
    """Where the page begins on which a stream's entry stands: the one that a put changes."""
    before = path.read_bytes()
    heads = Heads(path, writable=True)
    heads.put([(stream, End(9, 9, 9, SUM))])
    after = path.read_bytes()
    path.write_bytes(before)
    (changed,) = {at // PAGE for at in range(len(after)) if before[at] != after[at]}
    return changed * PAGE


def test_a_flipped_bit_never_makes_a_wrong_answer(path: Path) -> None:
    """Neither of a stream that is there, nor of one that is not and would stand on that page."""
    streams = [f"relationship/{number}" for number in range(100)]
    built(path, [(stream, entry(1)) for stream in streams])
    sound = path.read_bytes()
    at = page_of(path, "relationship/7")
    absent = next(f"team/{n}" for n in range(1000) if page_of(path, f"team/{n}") == at)
    heads = Heads(path)
    with path.open("r+b", buffering=0) as file:
        for place in [*range(44), *range(at, at + PAGE)]:
            os.pwrite(file.fileno(), bytes([sound[place] ^ 1 << place % 8]), place)
            heads.close()
            assert heads.get(absent) is UNKNOWN
            assert heads.get("relationship/7") is UNKNOWN
            os.pwrite(file.fileno(), sound[place : place + 1], place)
    assert heads.get("relationship/7") == entry(1)


@pytest.mark.parametrize("size", [0, 1, 43, 44, PAGE - 1, PAGE, 5 * PAGE, 17 * PAGE - 1])
def test_a_table_cut_off_is_unknown(path: Path, size: int) -> None:
    """Of a part of a table nothing is believed."""
    heads = built(path, [("a", entry(1))])
    assert heads.get("a") == entry(1)
    os.truncate(path, size)
    heads.close()
    assert heads.get("a") is UNKNOWN
    with pytest.raises(TableLost, match="heads"):
        heads.put([("a", entry(2))])


def test_a_page_zeroed_or_misplaced_is_not_an_empty_page(path: Path) -> None:
    """A stream that stood there is unknown, not absent; nothing more is put there."""
    heads = built(path, [("a", entry(1))])
    at = page_of(path, "a")
    sound = path.read_bytes()
    empty = next(
        page * PAGE for page in range(1, 17) if sound[page * PAGE :][4:PAGE] == bytes(PAGE - 4)
    )
    for page in (bytes(PAGE), sound[empty : empty + PAGE]):
        path.write_bytes(sound[:at] + page + sound[at + PAGE :])
        assert heads.get("a") is UNKNOWN
    with pytest.raises(TableLost, match="not sound"):
        heads.put([("a", entry(2))])
    assert not path.exists()


def test_a_page_of_another_table_is_not_taken_for_one_of_this(path: Path) -> None:
    """What is left over from an earlier table answers nothing."""
    built(path, [("a", entry(1))])
    at = page_of(path, "a")
    old = path.read_bytes()
    heads = built(path, [("a", entry(2))])
    new = path.read_bytes()
    path.write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
    assert heads.get("a") is UNKNOWN
    assert Heads(path).get("b") in {None, UNKNOWN}


def test_a_table_that_cannot_grow_is_thrown_away(path: Path) -> None:
    """An entry nobody can read is not left out of a new table in silence."""
    heads = built(path, [("a", entry(1))])
    at = page_of(path, "a")
    image = bytearray(path.read_bytes())
    image[at : at + PAGE] = bytes(PAGE)
    path.write_bytes(image)
    with pytest.raises(TableLost):
        heads.put((str(number), entry(number)) for number in range(1500))
    assert heads.get("0") is UNKNOWN


def test_a_table_that_is_gone_is_unknown(path: Path) -> None:
    """Deleted or never there: nothing is said of any stream until it is built."""
    heads = Heads(path)
    assert heads.get("a") is UNKNOWN
    writer = built(path, [("a", entry(1))])
    assert heads.get("a") == entry(1)
    path.unlink()
    assert heads.get("a") is UNKNOWN
    for act in (lambda: writer.put([("a", entry(2))]), writer.sync):
        with pytest.raises(TableLost, match="heads"):
            act()
    built(path, [("a", entry(3))])
    assert heads.get("a") == entry(3)


def test_who_only_reads_changes_nothing(path: Path) -> None:
    """A put by a handle that was opened for reading fails and leaves the table to others."""
    built(path, [("a", entry(1))])
    before = path.read_bytes()
    reader = Heads(path)
    with pytest.raises(TableLost):
        reader.put([("a", entry(2))])
    reader.discard()
    assert path.read_bytes() == before
    assert reader.get("a") == entry(1)


def test_a_link_is_not_followed(path: Path) -> None:
    """A table is a file of the store, not one that somebody pointed to."""
    other = path.with_name("other")
    built(other, [("a", entry(1))])
    path.symlink_to(other)
    assert Heads(path).get("a") is UNKNOWN
