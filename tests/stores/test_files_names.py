"""Names of files in a file store: safe on every system, one an id, and read back."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noe_stores.files.dossiers.names import guest_path, path_of, stream_of

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
TRICKY = st.text("aA.~%/\\:*\x00 \u0301é\u212a\ufb01Ωß-_c", max_size=8)
DEVICES = st.sampled_from(("con", "CON", "aux.x", "nul", "com1", "lpt9.", "prn", "com", "%63on"))
OWN = TEXT | TRICKY | DEVICES | st.text("aé", min_size=150, max_size=260)
KINDS = st.sampled_from(("relationship", "team", "practitioner", "firm", "guests", ""))
IDS = st.uuids() | OWN | st.builds("{}/{}".format, KINDS, OWN)


@pytest.mark.parametrize(
    ("stream", "path"),
    [
        ("relationship/print-shop", "relationship/print-shop.jsonl"),
        ("relationship/print-shop:town-hall", "relationship/print-shop%3atown-hall.jsonl"),
        ("team/Bench", "team/%42ench.jsonl"),
        ("practitioner/zoé", "practitioner/zo%c3%a9.jsonl"),
        ("firm/../../etc/passwd", "firm/%2e.%2f..%2fetc%2fpasswd.jsonl"),
        ("firm/con", "firm/%63on.jsonl"),
        ("firm/com1.2", "firm/%63om1.2.jsonl"),
        ("firm/console", "firm/console.jsonl"),
        ("firm/%", "firm/%25.jsonl"),
        ("firm/", "guests/text/firm%2f.jsonl"),
        ("", "guests/text/%.jsonl"),
        ("dog", "guests/text/dog.jsonl"),
        (
            UUID("6F1D3B0A-6C52-5F0E-9D0B-2F6A4B1C7E58"),
            "guests/uuid/6f1d3b0a-6c52-5f0e-9d0b-2f6a4b1c7e58.jsonl",
        ),
    ],
)
def test_a_name_is_what_a_person_would_look_for(stream: UUID | str, path: str) -> None:
    """Plain ids stand as they are; the rest is written in escapes, and says its stream."""
    assert path_of(stream) == path
    assert stream_of(path) == stream


def test_a_guest_under_an_id_of_ours_has_a_file_of_its_own() -> None:
    """The dossier of a relationship holds nothing that no ledger wrote."""
    path = guest_path("relationship/a")
    assert path == "guests/text/relationship%2fa.jsonl"
    assert stream_of(path) == "relationship/a"


@given(IDS, IDS)
def test_two_ids_never_share_a_name(one: UUID | str, other: UUID | str) -> None:
    """Not even where the system folds case or composes accents."""
    paths = [path_of(stream).casefold() for stream in (one, other)]
    for form in ("NFC", "NFD"):
        first, second = (unicodedata.normalize(form, path) for path in paths)  # type: ignore[arg-type]
        assert (first == second) == (one == other)


@given(IDS)
def test_a_name_is_safe_and_says_its_id(stream: UUID | str) -> None:
    """Two or three parts of plain letters, none hidden, none a device; read back, unless long."""
    path = path_of(stream)
    *folders, name = path.split("/")
    assert len(folders) in {1, 2}
    assert name.endswith(".jsonl")
    assert len(name) <= 190
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-%~")
    assert name[0] != "."
    assert name.partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert stream_of(path) == (None if "~" in name else stream)
    guests = guest_path(stream)
    assert guests.startswith("guests/")
    assert stream_of(guests) == (None if "~" in guests else stream)


def test_a_long_id_is_cut_and_told_apart() -> None:
    """Two ids that differ only at their ends have different names of bounded length."""
    one, other = (path_of("relationship/" + "é" * 300 + end) for end in "ab")
    assert one != other
    assert len(PurePosixPath(one).name) <= 190
    assert "%~" not in one
    assert one.startswith("relationship/%c3%a9")
    assert stream_of(one) is None


def test_a_long_id_fits_into_a_folder(tmp_path: Path) -> None:
    """The longest names are ones that a file system takes."""
    path = tmp_path / path_of("relationship/" + "long " * 5000)
    path.parent.mkdir()
    path.touch()
    assert path.exists()


@pytest.mark.parametrize(
    "path",
    [
        "relationship/A.jsonl",
        "relationship/a.json",
        "relationship/a",
        "relationship/.jsonl",
        "relationship/%.jsonl",
        "relationship/%61.jsonl",
        "relationship/%3A.jsonl",
        "relationship/%ff.jsonl",
        "relationship/con.jsonl",
        "relationship/zoé.jsonl",
        "relationship/a/b.jsonl",
        "relationship/.hidden.jsonl",
        "relationship/" + "a" * 181 + ".jsonl",
        "customers/a.jsonl",
        "guests/a.jsonl",
        "guests/text/relationship/a.jsonl",
        "guests/uuid/dog.jsonl",
        "guests/uuid/6F1D3B0A-6C52-5F0E-9D0B-2F6A4B1C7E58.jsonl",
        "guests/uuid/6f1d3b0a-6c52-5f0e-9d0b-2f6a4b1c7e58.txt",
        "notes.jsonl",
    ],
)
def test_a_file_of_another_name_is_no_stream(path: str) -> None:
    """A name that no id has says no stream, however near it comes."""
    assert stream_of(path) is None
