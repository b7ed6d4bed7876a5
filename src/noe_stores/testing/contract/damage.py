"""Damage: what was changed or lost in the files is told, or what is read is as it was."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from noe_stores.errors import StoreError
from noe_stores.ledger import Ledger
from noe_stores.testing.capabilities import Capability
from noe_stores.testing.dice import dice
from noe_stores.testing.faults.damage import Damage, changed, cut, missing
from noe_stores.testing.ledgers import remember
from noe_stores.testing.records import Content
from noe_stores.testing.store import Store


class Damages:
    """What a store promises that knows its own files."""

    def test_a_changed_byte_never_passes_unseen(self, store: Store, tmp_path: Path) -> None:
        """A bit that is flipped in a file is told, or nothing reads differently."""
        store.needs(Capability.TELLS_CHANGES)
        content = _kept(store)
        with dice() as chance:
            copies = changed(store.place, tmp_path / "changed", chance, store.kind.damages)
            _judge(store, content, copies)

    def test_a_cut_file_never_passes_unseen(self, store: Store, tmp_path: Path) -> None:
        """A file that is cut short or taken away is told, or nothing reads differently."""
        store.needs(Capability.TELLS_CUTS)
        content = _kept(store)
        with dice() as chance:
            short = cut(store.place, tmp_path / "cut", chance, store.kind.damages)
            _judge(store, content, chain(short, missing(store.place, tmp_path / "missing")))

    def test_a_sound_store_has_nothing_to_tell(self, store: Store) -> None:
        """No finding is made up, neither of a new store nor of one in use."""
        store.needs(Capability.SELF_CHECKING)
        recorder: Any = store.open()
        assert [*recorder.inspect()] == []
        remember(Ledger(recorder))
        assert [*recorder.inspect()] == []
        assert Ledger(recorder).verify().sound

    def test_a_backup_is_the_store_as_it_was(self, store: Store, tmp_path: Path) -> None:
        """A backup shows what the store showed, and nothing of what came later."""
        store.needs(Capability.BACKED_UP, Capability.DESCRIBED)
        recorder: Any = store.open()
        remember(Ledger(recorder))
        before = Content.of(recorder)
        # Wherever the kind keeps its store within the folder, the backup goes to that place.
        at = Path(recorder.describe().place).resolve().relative_to(store.place.resolve())
        copy = store.at(tmp_path / "backup")
        copy.place.mkdir()
        recorder.back_up(copy.place / at)
        remember(Ledger(recorder), "later")
        assert Content.of(copy.open()) == before

    def test_both_copies_are_the_same(self, store: Store) -> None:
        """The other place has the very states of the first."""
        store.needs(Capability.TWOFOLD)
        recorder: Any = store.open()
        ledger = Ledger(recorder)
        remember(ledger)
        for stream in ledger.streams():
            states = [event.state for event in recorder.select_events(stream)]
            assert [*recorder.other_copy(stream)] == states
            assert [*recorder.other_copy(stream, after=1)] == states[1:]

    def test_a_description_is_true(self, store: Store) -> None:
        """It counts the streams and the records, and knows the last position."""
        store.needs(Capability.DESCRIBED)
        recorder: Any = store.open()
        empty = recorder.describe()
        assert (empty.streams, empty.records, empty.last_position) == (0, 0, None)
        remember(Ledger(recorder))
        content, told = Content.of(recorder), recorder.describe()
        assert (told.streams, told.records) == (len(content.streams), len(content.log))
        assert told.last_position == content.last
        assert told.writable
        assert told.kind
        assert told.durability


def _kept(store: Store) -> Content:
    recorder = store.open()
    remember(Ledger(recorder))
    content = Content.of(recorder)
    store.end(recorder)
    return content


def _judge(store: Store, content: Content, copies: Iterable[Damage]) -> None:
    leaks: list[str] = []
    for damage in copies:
        try:
            seen = _seen(store.at(damage.place), content)
        except AssertionError as error:
            raise AssertionError(f"{damage.what}: {error}") from error
        except Exception as error:  # noqa: BLE001 - told, if not in words of ours
            leaks.append(f"{damage.what}: {error!r}")
            continue
        assert seen in (None, content), f"{damage.what}: in silence, other things are read"
    if Capability.TYPED in store.kind.capabilities:
        assert not leaks, f"told, but by errors that are not ours: {leaks[0]}"


def _seen(store: Store, content: Content) -> Content | None:
    """What a damaged store shows; none where it tells of the damage."""
    recorder: Any = None
    try:
        recorder = store.kind.open_recorder(store.place)
        if not Ledger(recorder).verify().sound:
            return None
        seen = Content.of(recorder)
        for stream in content.streams:
            # A stream that fell out of the log is asked for all the same.
            seen.streams.setdefault(stream, tuple(recorder.select_events(stream)))
    except StoreError:
        return None
    else:
        return seen
    finally:
        if recorder is not None:
            with suppress(Exception):
                store.end(recorder)
