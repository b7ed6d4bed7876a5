"""Dossiers as a text file can come to be: each kind of damage has its name and its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noe_stores.errors import Forked, StoreDamaged
from noe_stores.files.dossiers.dossier import Judged, judge, lines_of, parted
from noe_stores.files.dossiers.faults import Reason, Side
from noe_stores.files.dossiers.line import sum_of
from noe_stores.lines import chain
from noe_stores.lines.codec import LINE_LIMIT
from noe_stores.lines.tail import Tail

STREAM = "relationship/joinery"
START = Tail.of(STREAM)


def written(versions: range, by: str = "léa", after: str = STREAM) -> list[bytes]:
    """Sound lines of those versions, told apart by who recorded them."""
    lines = []
    for version in versions:
        line = (
            f'{{"stream":"{STREAM}","version":{version},"id":"{version:08d}-0000-5000-8000-'
            f'000000000000","event":"work_recorded","schema":1,"occurred_at":"2022-05-02",'
            f'"recorded_at":"2022-05-02T09:00:00.000000Z","recorded_by":"{by}",'
            f'"data":{{"minutes":60,"work_id":"w{version}"}}}}'
        ).encode()
        after = chain.link(after, line)
        lines.append(chain.seal(line, after))
    return lines


def file(*lines: bytes) -> bytes:
    """A file of these lines."""
    return b"".join(line + b"\n" for line in lines)


LINES = written(range(1, 6))
ONE, TWO, THREE, FOUR, FIVE = LINES
SOUND = file(*LINES)
OURS = written(range(6, 8), by="léa", after=sum_of(FIVE))
THEIRS = written(range(6, 9), by="noé", after=sum_of(FIVE))
TOLD = Side(6, sum_of(OURS[0]), 2), Side(6, sum_of(THEIRS[0]), 3)
OTHER = written(range(1, 2))[0].replace(b"joinery", b"bakery")
EDITED = FOUR.replace(b'"minutes":60', b'"minutes":90')
RESEALED = written(range(4, 5), by="eve", after=sum_of(THREE))[0]
LONG = written(range(3, 4), by="x" * LINE_LIMIT, after=sum_of(TWO))[0]


def test_a_sound_dossier_gives_its_facts() -> None:
    """Records with stream, version and name as the lines say, and where they end."""
    judged = judge(SOUND, START)
    assert [event.state for event in judged.records] == LINES
    assert [event.originator_version for event in judged.records] == [1, 2, 3, 4, 5]
    assert {(event.originator_id, event.topic) for event in judged.records} == {
        (STREAM, "work_recorded")
    }
    assert judged.lines == LINES
    assert (judged.size, judged.fault) == (len(SOUND), None)
    assert judge(b"", START) == Judged()


def test_a_dossier_is_judged_on_from_any_of_its_lines() -> None:
    """What comes after a tail is judged alone, at its own place in the file."""
    before = file(ONE, TWO)
    judged = judge(file(THREE, EDITED), Tail(STREAM, 2, sum_of(TWO)), line=3, offset=len(before))
    assert [event.state for event in judged.records] == [THREE]
    assert judged.fault
    assert (judged.fault.line, judged.fault.offset) == (4, len(file(ONE, TWO, THREE)))


@pytest.mark.parametrize(
    ("content", "line", "reason", "why"),
    [
        (file(ONE, TWO) + THREE[:40], 3, Reason.TORN, "breaks off"),
        (file(ONE, TWO) + THREE, 3, Reason.TORN, "whole but for the end"),
        (ONE[:1], 1, Reason.TORN, "breaks off"),
        (file(ONE) + TWO[:40] + bytes(99), 2, Reason.TORN, "zero bytes"),
        (file(ONE) + bytes(99), 2, Reason.TORN, "zero bytes"),
        (file(ONE, bytes(99), THREE), 2, Reason.ZEROED, "zero bytes"),
        (file(ONE, TWO[:40] + bytes(40) + TWO[80:]), 2, Reason.ZEROED, "zero bytes"),
        (b"\xef\xbb\xbf" + SOUND, 1, Reason.BOM, "byte order mark"),
        (SOUND.replace(b"\n", b"\r\n"), 1, Reason.CRLF, "CR LF"),
        (file(ONE, TWO, LONG), 3, Reason.OVERSIZED, "more than any fact"),
        (file(ONE, TWO, b"x" * 2 * LINE_LIMIT), 3, Reason.OVERSIZED, "more than any fact"),
        (file(ONE, THREE), 2, Reason.GAP, "is version 3: 2 is missing"),
        (file(TWO, THREE), 1, Reason.GAP, "is version 2: 1 is missing"),
        (file(ONE, FIVE), 2, Reason.GAP, "2–4 are missing"),
        (file(ONE, TWO, TWO, THREE), 3, Reason.REPEATED, "is version 2 once more"),
        (file(ONE, THREE, TWO, FOUR), 2, Reason.SWAPPED, "2 stands further down"),
        (file(ONE, TWO, THREE, RESEALED, TWO.replace(b"60", b"61")), 5, Reason.SWAPPED, "where 5"),
        (file(ONE, b"call the client on Monday", TWO), 2, Reason.FOREIGN, "no ledger wrote"),
        (file(ONE) + b"call the client", 2, Reason.FOREIGN, "no ledger wrote"),
        (file(ONE, b"", TWO), 2, Reason.FOREIGN, "is empty"),
        (file(ONE, b'{"guest":"dog"}', TWO), 2, Reason.FOREIGN, "no ledger wrote"),
        (file(ONE, OTHER), 2, Reason.MISPLACED, "relationship/bakery"),
        (file(ONE, TWO, THREE, EDITED, FIVE), 4, Reason.EDITED, "does not follow"),
        (file(ONE, TWO, THREE, RESEALED, FIVE), 5, Reason.EDITED, "does not follow"),
        (file(ONE, TWO.replace(b'":', b'": ')), 2, Reason.EDITED, "not read as a fact"),
        (file(ONE, TWO.replace(b"stream", b"strean")), 2, Reason.EDITED, "not read as a fact"),
        (file(ONE.replace(b"work_rec", b"work\trec")), 1, Reason.EDITED, "not read as a fact"),
        (file(ONE, TWO[:-1] + b" }"), 2, Reason.EDITED, "not read as a fact"),
        (file(*LINES, *OURS, *THEIRS), 8, Reason.FORK, "versions 6–7"),
        (file(*LINES, OURS[0], THEIRS[0]), 7, Reason.FORK, "a second version 6"),
        (file(*LINES, OURS[0], *THEIRS), 7, Reason.FORK, "versions 6–8"),
        (file(*LINES, b"=======", *THEIRS), 6, Reason.CONFLICT, "conflict marker"),
    ],
)
def test_damage_has_a_name_and_a_place(content: bytes, line: int, reason: Reason, why: str) -> None:
    """The line and byte of the first that is not sound; what stands before it is given."""
    judged = judge(content, START)
    assert judged.fault
    assert (judged.fault.reason, judged.fault.line) == (reason, line)
    assert why in judged.fault.why
    assert judged.fault.version == line
    assert judged.fault.offset == len(file(*content.split(b"\n")[: line - 1]))
    assert len(judged.records) == (5 if reason is Reason.FORK else line - 1)
    assert judged.size == len(file(*LINES[: len(judged.records)])) or RESEALED in content.split()


CONFLICTS = {
    "merge": [b"<<<<<<< HEAD", *OURS, b"=======", *THEIRS, b">>>>>>> work"],
    "diff3": [b"<<<<<<< HEAD", *OURS, b"||||||| 1a2b3c", b"=======", *THEIRS, b">>>>>>> work"],
}


@pytest.mark.parametrize("style", CONFLICTS)
def test_a_conflict_of_git_is_told_with_both_sides(style: str) -> None:
    """From which version, with which sums, and how many facts each side has."""
    judged = judge(file(*LINES, *CONFLICTS[style]), START)
    assert judged.fault
    assert judged.fault.reason is Reason.CONFLICT
    assert judged.fault.sides == TOLD
    assert "versions 6–7" in judged.fault.why
    assert "versions 6–8" in judged.fault.why
    assert len(judged.records) == 5


@pytest.mark.parametrize(
    ("lines", "sides"),
    [
        ([*OURS, *THEIRS], TOLD),
        ([*THEIRS, *OURS], TOLD[::-1]),
        ([OURS[0], THEIRS[0]], (Side(6, TOLD[0].sum, 1), Side(6, TOLD[1].sum, 1))),
        ([OURS[0], THEIRS[0], OURS[1]], (Side(6, TOLD[0].sum, 1), Side(6, TOLD[1].sum, 1))),
    ],
)
def test_both_sides_kept_is_a_fork(lines: list[bytes], sides: tuple[Side, Side]) -> None:
    """Both are named and neither is given: the facts end where the sides part."""
    judged = judge(file(*LINES, *lines), START)
    assert judged.fault
    assert (judged.fault.reason, judged.fault.sides) == (Reason.FORK, sides)
    assert [event.state for event in judged.records] == LINES


def test_a_fault_becomes_the_error_that_names_everything() -> None:
    """Stream, file, line, byte, both sides and what to do; a fork has a class of its own."""
    fault = judge(file(*LINES, *OURS, *THEIRS), START).fault
    assert fault
    error = fault.told(STREAM, path="relationship/joinery.jsonl", store="/clients")
    assert isinstance(error, Forked)
    assert error.streams == (STREAM,)
    said = str(error)
    for part in (
        f"{STREAM} is damaged from version 6 on",
        "joinery.jsonl line 8 (byte ",
        sum_of(OURS[0])[:12],
        "one side",
    ):
        assert part in said
    for change in (file(ONE, EDITED), file(ONE)[:-9]):
        other = judge(change, START).fault
        assert other
        error = other.told(STREAM, path="joinery.jsonl", store="/clients")
        assert isinstance(error, StoreDamaged)
        assert not isinstance(error, Forked)
        assert error.remedy


CHANGES: dict[str, Callable[[bytes, int], bytes]] = {
    "cut": lambda content, at: content[:at],
    "flip": lambda content, at: (
        content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :]
    ),
    "drop": lambda content, at: content[:at] + content[at + 1 :],
    "double": lambda content, at: content[: at + 1] + content[at:],
    "zero": lambda content, at: content[:at] + bytes(9) + content[at + 9 :],
    "paste": lambda content, at: content[:at] + ONE + b"\n" + content[at:],
}


@pytest.mark.parametrize("change", CHANGES)
def test_no_change_of_a_byte_goes_unseen(change: str) -> None:
    """At every byte: what is still given was written so, and something else is told as wrong.

    A file cut at the end of a line is the one exception: only the store's index shows it.
    """
    for at in range(len(SOUND)):
        content = CHANGES[change](SOUND, at)
        judged = judge(content, START)
        states = [event.state for event in judged.records]
        assert states == LINES[: len(states)]
        assert len(states) < len(LINES) or judged.fault or content == SOUND
        if judged.fault is None and content != SOUND:
            assert change == "cut"
            assert content == file(*states)


@given(st.lists(st.sampled_from([*LINES, *OURS, *THEIRS, OTHER, EDITED, b"", b"x"])))
def test_any_pile_of_lines_is_judged(lines: list[bytes]) -> None:
    """Only what follows is given, and anything more is a fault."""
    judged = judge(file(*lines), START)
    states = [event.state for event in judged.records]
    assert states == lines[: len(states)]
    assert [event.originator_version for event in judged.records] == [*range(1, len(states) + 1)]
    assert (judged.fault is None) == (states == lines)


@given(st.binary(max_size=200))
def test_any_bytes_are_judged(content: bytes) -> None:
    """What no ledger wrote gives no fact, and never anything but a fault."""
    judged = judge(content, START)
    assert judged.records == []
    assert (judged.fault is None) == (content == b"")


def test_a_dossier_of_the_expected_end_is_taken_as_it_is() -> None:
    """So many lines, the last with that digest; anything else is to be judged."""
    assert lines_of(SOUND, count=5, digest=sum_of(FIVE)) == LINES
    for content in (SOUND[:-1], SOUND + b"\n", file(*LINES[:4]), file(*LINES[1:]), b""):
        assert lines_of(content, count=5, digest=sum_of(FIVE)) is None


def test_two_copies_of_a_stream_part_somewhere() -> None:
    """At the first version they do not share; a copy that is only shorter has not parted."""
    assert parted([*LINES, *OURS], [*LINES, *THEIRS]) == TOLD
    assert parted(OURS, THEIRS) == TOLD
    assert parted([ONE, *LINES[3:], *OURS], [*LINES, *THEIRS]) == TOLD
    assert parted([ONE, FIVE], LINES) is None
    assert parted(LINES, [*LINES, *THEIRS]) is None
    assert parted(LINES, LINES) is None
