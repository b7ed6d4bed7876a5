"""Dossiers under git: real clones that record apart, merge, fork, go back, and are cloned anew."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from eventsourcing.persistence import StoredEvent
from world import Clock, opened, work

from noe_stores.errors import Forked, NewEpoch, StoreDamaged, StoreShortened
from noe_stores.files import FilesApplicationRecorder
from noe_stores.files.dossiers.names import path_of
from noe_stores.ledger import Ledger

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git here")

HALLES = "relationship/verger:halles"
PORT = "relationship/verger:port"
MARCHE = "relationship/verger:marché"

# Nothing of the machine's own settings plays a part.
SETTINGS = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Noor",
    "GIT_AUTHOR_EMAIL": "noor@verger.example",
    "GIT_COMMITTER_NAME": "Noor",
    "GIT_COMMITTER_EMAIL": "noor@verger.example",
    "GIT_TERMINAL_PROMPT": "0",
}


class Clone:
    """A store in a work tree of git, on a machine of its own."""

    def __init__(self, path: Path, closing: ExitStack) -> None:
        self.path = path
        self._closing = closing

    def git(self, *args: str, fails: bool = False) -> str:
        """Run git there; what it prints."""
        done = subprocess.run(
            ["git", *args],
            cwd=self.path,
            env={**os.environ, **SETTINGS},
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode != 0) == fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    def open(self) -> Ledger:
        """A ledger on the store as it is now."""
        recorder = FilesApplicationRecorder(self.path)
        return self._closing.enter_context(Ledger(recorder, clock=Clock(), place=str(self.path)))

    def record(self, stream: str, *works: str) -> None:
        """Record pieces of work and commit them."""
        with self.open() as ledger:
            if not ledger.history(stream).records:
                opened(ledger, stream)
            ledger.record(stream, [work(one) for one in works])
        self.commit(f"Work on {stream}")

    def commit(self, message: str) -> None:
        """Commit everything that git is not told to ignore."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", message)

    def cloned(self, name: str, *options: str) -> Clone:
        """Another clone, beside this one."""
        path = self.path.parent / name
        self.git("clone", "--quiet", *options, str(self.path), str(path))
        return Clone(path, self._closing)

    def pull(self, other: Clone, *, fails: bool = False) -> None:
        """Merge what the other has."""
        self.git(
            "pull", "--quiet", "--no-rebase", "--no-edit", str(other.path), "main", fails=fails
        )

    def dossier(self, stream: str) -> Path:
        """The file of a stream."""
        return self.path / path_of(stream)


@pytest.fixture
def paris(tmp_path: Path) -> Iterator[Clone]:
    """A store under git with two relationships, one of which is open for years."""
    with ExitStack() as closing:
        folder = tmp_path / "paris"
        folder.mkdir()
        clone = Clone(folder, closing)
        clone.git("init", "--quiet", "--initial-branch=main")
        clone.record(HALLES, "w1", "w2")
        clone.record(PORT, "w1")
        yield clone


@pytest.fixture
def lyon(paris: Clone) -> Clone:
    """A clone of it, with a journal of its own."""
    clone = paris.cloned("lyon")
    clone.open().close()
    return clone


def works(ledger: Ledger, stream: str) -> list[str]:
    """The works recorded in a stream, in order."""
    return [r.data.work_id for r in ledger.history(stream).records if hasattr(r.data, "work_id")]


def test_git_keeps_the_facts_and_nothing_local(paris: Clone) -> None:
    """What is committed are dossiers and the store's own few files; the rest is ignored."""
    kept = paris.git("ls-files", "-z").split("\0")
    assert sorted(kept) == [
        "",
        ".gitattributes",
        ".gitignore",
        "noe.json",
        "relationship/verger%3ahalles.jsonl",
        "relationship/verger%3aport.jsonl",
    ]
    with paris.open() as ledger:
        ledger.verify()
        ledger.history(HALLES)
    assert paris.git("status", "--porcelain") == ""


def test_a_fact_is_one_line_of_a_diff(paris: Clone) -> None:
    """What was recorded is what git shows as added, and nothing is shown as changed."""
    paris.record(HALLES, "w3")
    shown = paris.git("show", "--format=", "--numstat").split()
    assert shown[:2] == ["1", "0"]
    assert '+{"stream":"relationship/verger:halles","version":4,' in paris.git("show")


def test_two_clones_that_recorded_on_different_relationships_merge(
    paris: Clone, lyon: Clone
) -> None:
    """Each has all the facts afterwards, sound, and follows those of the other exactly once."""
    before = {}
    for clone in (paris, lyon):
        with clone.open() as ledger:
            before[clone] = max(fact.position for fact in ledger.follow())
    paris.record(HALLES, "w3", "w4")
    lyon.record(PORT, "w2")
    lyon.record(MARCHE, "w1")
    lyon.pull(paris)
    paris.pull(lyon)
    for clone in (paris, lyon):
        with clone.open() as ledger:
            assert works(ledger, HALLES) == ["w1", "w2", "w3", "w4"]
            assert works(ledger, PORT) == ["w1", "w2"]
            assert works(ledger, MARCHE) == ["w1"]
            assert ledger.verify().sound
            news = list(ledger.follow(before[clone]))
            assert sorted((one.fact.stream, one.fact.version) for one in news) == [
                (HALLES, 4),
                (HALLES, 5),
                (MARCHE, 1),
                (MARCHE, 2),
                (PORT, 3),
            ]
            positions = [one.position for one in news]
            assert positions == sorted(set(positions))
            assert list(ledger.follow(positions[-1])) == []
        assert clone.git("status", "--porcelain") == ""


def test_a_merged_store_goes_on(paris: Clone, lyon: Clone) -> None:
    """What came by git is continued like what was recorded here, back and forth."""
    for round_ in range(3):
        paris.record(HALLES, f"p{round_}")
        lyon.pull(paris)
        lyon.record(HALLES, f"l{round_}")
        paris.pull(lyon)
    with paris.open() as ledger:
        assert works(ledger, HALLES) == ["w1", "w2", "p0", "l0", "p1", "l1", "p2", "l2"]
        assert ledger.verify().sound
        followed = [(one.fact.stream, one.fact.version) for one in ledger.follow()]
        assert len(followed) == len(set(followed)) == 11


def test_a_merge_under_an_open_store_is_seen(paris: Clone, lyon: Clone) -> None:
    """A handle that was open all along reads and continues what came in."""
    ledger = lyon.open()
    assert works(ledger, HALLES) == ["w1", "w2"]
    last = max(fact.position for fact in ledger.follow())
    paris.record(HALLES, "w3")
    lyon.pull(paris)
    assert works(ledger, HALLES) == ["w1", "w2", "w3"]
    ledger.record(PORT, [work("w2")])
    ledger.record(HALLES, [work("w4")])
    ledger.close()
    with lyon.open() as ledger:
        seen = [(one.fact.stream, one.fact.version) for one in ledger.follow(last)]
        assert works(ledger, HALLES) == ["w1", "w2", "w3", "w4"]
        assert len(seen) == len(set(seen))
        assert (HALLES, 4) in seen
        assert ledger.verify().sound


def test_who_waits_for_an_open_store_sees_a_merge(paris: Clone, lyon: Clone) -> None:
    """A follower is given what came in, though nobody asks for that relationship, and once."""
    ledger = lyon.open()
    last = max(fact.position for fact in ledger.follow())
    paris.record(HALLES, "w3", "w4")
    lyon.pull(paris)
    with ledger.watch(last) as watch:
        seen = [next(watch).fact for _ in range(2)]
        assert [(fact.stream, fact.data.work_id) for fact in seen] == [
            (HALLES, "w3"),
            (HALLES, "w4"),
        ]
        ledger.record(PORT, [work("w2")])
        assert next(watch).fact.data.work_id == "w2"


def test_a_relation_held_open_reads_what_came_in(paris: Clone, lyon: Clone) -> None:
    """Whoever has read a stream to its end and reads on is given what a merge added."""
    stream = lyon.open().stream(HALLES)
    assert len(stream.refresh()) == 3
    paris.record(HALLES, "w3")
    lyon.pull(paris)
    assert [record.version for record in stream.refresh()] == [4]
    assert stream.refresh() == []


def _markers(clone: Clone) -> None:
    """Nothing is resolved."""


def _theirs(clone: Clone) -> None:
    clone.git("checkout", "--theirs", "--", ".")
    clone.commit("Theirs")


def _union(clone: Clone) -> None:
    path = clone.dossier(HALLES)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(one for one in lines if one.startswith(b"{")))
    clone.commit("Both")


RESOLVED: dict[str, Callable[[Clone], None]] = {
    "markers": _markers,
    "theirs": _theirs,
    "union": _union,
}


@pytest.fixture(params=RESOLVED)
def forked(request: pytest.FixtureRequest, paris: Clone, lyon: Clone) -> Clone:
    """A store in which the same relationship was continued here and elsewhere, and merged."""
    paris.record(HALLES, "w3 of Paris")
    paris.record(PORT, "w2")
    lyon.record(HALLES, "w3 of Lyon", "w4 of Lyon")
    lyon.record(MARCHE, "w1")
    lyon.pull(paris, fails=True)
    RESOLVED[request.param](lyon)
    return lyon


def test_a_relationship_continued_on_both_sides_is_told(forked: Clone) -> None:
    """The error says fork, stream, file and both sides; and so does verify."""
    with forked.open() as ledger:
        with pytest.raises(Forked) as caught:
            ledger.history(HALLES)
        assert caught.value.streams == (HALLES,)
        said = str(caught.value)
        assert "verger%3ahalles.jsonl" in said
        assert "version 4 beginning" in said
        assert "versions 4–5 beginning" in said
        found = ledger.verify()
        assert not found.sound
        assert any(HALLES in str(one) for one in found.findings)


def test_nothing_is_added_to_a_forked_relationship(forked: Clone) -> None:
    """The refusal is the same error, and the file stays as git left it."""
    before = forked.dossier(HALLES).read_bytes()
    with forked.open() as ledger:
        with pytest.raises(Forked):
            ledger.record(HALLES, [work("w9")])
        assert forked.dossier(HALLES).read_bytes() == before
    with forked.open() as ledger, pytest.raises(Forked):
        ledger.history(HALLES)
    assert forked.dossier(HALLES).read_bytes() == before


def test_of_a_fork_neither_side_is_given_out(forked: Clone) -> None:
    """What both sides have can be read; a version on which they differ cannot."""
    recorder = forked.open().recorder
    assert isinstance(recorder, FilesApplicationRecorder)
    assert len(recorder.select_events(HALLES, lte=3)) == len(recorder.lines(HALLES, limit=3)) == 3
    for version in (4, 5, 6):
        with pytest.raises(Forked):
            recorder.select_events(HALLES, gt=version - 1, lte=version)
        with pytest.raises(Forked):
            recorder.lines(HALLES, after=version - 1, limit=1)


def test_beside_a_fork_the_other_relationships_live(forked: Clone) -> None:
    """They are read, continued and followed, those that came in by the merge too."""
    with forked.open() as ledger:
        assert works(ledger, PORT) == ["w1", "w2"]
        assert works(ledger, MARCHE) == ["w1"]
        ledger.record(PORT, [work("w3")])
        followed = [(one.fact.stream, one.fact.version) for one in ledger.follow()]
        assert len(followed) == len(set(followed))
        assert {(PORT, 3), (PORT, 4), (MARCHE, 2)} <= set(followed)


@pytest.mark.parametrize("how", ["markers", "union"])
def test_a_fork_that_was_committed_is_told_in_a_fresh_clone(
    paris: Clone, lyon: Clone, how: str
) -> None:
    """No journal is needed to see it; the rest is taken up, and what is forked is not."""
    paris.record(HALLES, "w3 of Paris")
    lyon.record(HALLES, "w3 of Lyon")
    lyon.pull(paris, fails=True)
    RESOLVED[how](lyon)
    lyon.git("commit", "--quiet", "--all", "--allow-empty", "-m", "As it is")
    clone = lyon.cloned("nice")
    for _ in range(2):
        with clone.open() as ledger:
            with pytest.raises(Forked, match="verger:halles"):
                ledger.history(HALLES)
            with pytest.raises(Forked):
                ledger.record(HALLES, [work("w9")])
            assert works(ledger, PORT) == ["w1"]
            assert {one.fact.stream for one in ledger.follow()} == {PORT}
            assert not ledger.verify().sound
        assert clone.git("status", "--porcelain") == ""


def test_a_relationship_begun_on_both_sides_is_a_fork(paris: Clone, lyon: Clone) -> None:
    """Both called it by the same id: it is told from its first version on."""
    paris.record(MARCHE, "w1 of Paris")
    lyon.record(MARCHE, "w1 of Lyon")
    lyon.pull(paris, fails=True)
    with lyon.open() as ledger:
        with pytest.raises(Forked, match="from version 1 on"):
            ledger.history(MARCHE)
        assert works(ledger, HALLES) == ["w1", "w2"]


def test_a_dossier_taken_away_is_told_as_shortened(paris: Clone) -> None:
    """Facts that were acknowledged are missing, though git calls it a commit like any other."""
    paris.git("rm", "--quiet", "--", path_of(PORT))
    paris.commit("No longer a client")
    with paris.open() as ledger:
        with pytest.raises(StoreShortened, match="verger:port"):
            ledger.history(PORT)
        with pytest.raises(StoreShortened):
            ledger.record(PORT, [work("w2")])
        assert any(PORT in one.streams for one in ledger.verify().findings)
        assert works(ledger, HALLES) == ["w1", "w2"]


def test_a_dossier_under_another_name_is_told(paris: Clone) -> None:
    """A file is of the stream its name says: a copy under another name adds no facts."""
    paris.git("mv", path_of(PORT), "relationship/port.jsonl")
    paris.commit("A shorter name")
    with paris.open() as ledger:
        for stream, why in ((PORT, StoreShortened), ("relationship/port", StoreDamaged)):
            with pytest.raises(why, match="port"):
                ledger.history(stream)
        assert not ledger.verify().sound
        assert {one.fact.stream for one in ledger.follow()} == {HALLES, PORT}


def test_records_of_guests_merge_too(paris: Clone, lyon: Clone) -> None:
    """Aggregates of another application, recorded apart, are all there and followed once."""
    for clone, name in ((paris, "dog"), (lyon, "cat")):
        with clone.open() as ledger:
            ledger.recorder.insert_events([StoredEvent(name, 1, "Registered", b"\xff")])
        clone.commit(name)
    lyon.pull(paris)
    with lyon.open() as ledger:
        recorder = ledger.recorder
        assert len(recorder.select_events("dog")) == len(recorder.select_events("cat")) == 1
        followed = [one.originator_id for one in recorder.select_notifications(None, 100)]
        assert (followed.count("dog"), followed.count("cat")) == (1, 1)
        assert ledger.verify().sound


def test_a_fork_ends_when_our_side_is_taken(paris: Clone, lyon: Clone) -> None:
    """Here all is as before; the other clone is told that its facts were given up."""
    paris.record(HALLES, "w3 of Paris")
    lyon.record(HALLES, "w3 of Lyon", "w4 of Lyon")
    lyon.pull(paris, fails=True)
    lyon.git("checkout", "--ours", "--", ".")
    lyon.commit("Ours")
    with lyon.open() as ledger:
        assert works(ledger, HALLES) == ["w1", "w2", "w3 of Lyon", "w4 of Lyon"]
        ledger.record(HALLES, [work("w3 of Paris")])
        assert ledger.verify().sound
    lyon.commit("What only Paris had, recorded anew")
    paris.pull(lyon)
    with paris.open() as ledger:
        with pytest.raises(Forked, match="version 4"):
            ledger.history(HALLES)
        assert works(ledger, PORT) == ["w1"]


def test_a_fresh_clone_begins_a_new_epoch(paris: Clone) -> None:
    """It has no journal: who followed elsewhere is told so, and can follow from its beginning."""
    with paris.open() as ledger:
        last = max(fact.position for fact in ledger.follow())
    with paris.cloned("nice").open() as ledger:
        assert works(ledger, HALLES) == ["w1", "w2"]
        assert ledger.verify().sound
        with pytest.raises(NewEpoch) as caught:
            list(ledger.follow(last))
        begun = list(ledger.follow(caught.value.first - 1))
        assert len(begun) == 5
        assert begun[0].position == caught.value.first


def test_an_older_commit_is_told_as_shortened(paris: Clone) -> None:
    """Facts that were acknowledged are missing; back on the branch all is well again."""
    paris.record(HALLES, "w3")
    paris.git("checkout", "--quiet", "HEAD~1")
    before = paris.dossier(HALLES).read_bytes()
    with paris.open() as ledger:
        with pytest.raises(StoreShortened, match="verger:halles"):
            ledger.history(HALLES)
        with pytest.raises(StoreShortened):
            ledger.record(HALLES, [work("w4")])
        assert works(ledger, PORT) == ["w1"]
        assert not ledger.verify().sound
    assert paris.dossier(HALLES).read_bytes() == before
    paris.git("checkout", "--quiet", "main")
    with paris.open() as ledger:
        assert works(ledger, HALLES) == ["w1", "w2", "w3"]
        assert ledger.verify().sound


def test_git_does_not_convert_line_ends(paris: Clone) -> None:
    """Though it is told to: the store's own attributes stand above a person's settings."""
    clone = paris.cloned("nice", "--config", "core.autocrlf=true", "--config", "core.eol=crlf")
    assert clone.dossier(HALLES).read_bytes() == paris.dossier(HALLES).read_bytes()
    with clone.open() as ledger:
        assert ledger.verify().sound
    clone.record(HALLES, "w3")
    paris.pull(clone)
    with paris.open() as ledger:
        assert works(ledger, HALLES) == ["w1", "w2", "w3"]


def test_line_ends_that_were_converted_are_told(paris: Clone) -> None:
    """Without the attributes git converts; the error says so, and how to get the file back."""
    clone = paris.cloned("nice", "--no-checkout", "--config", "core.autocrlf=true")
    (clone.path / ".git" / "info" / "attributes").write_text("*.jsonl text\n")
    clone.git("checkout", "--quiet", "main")
    assert b"\r\n" in clone.dossier(HALLES).read_bytes()
    with clone.open() as ledger:
        with pytest.raises(StoreDamaged, match="CR LF"):
            ledger.history(HALLES)
        assert not ledger.verify().sound
