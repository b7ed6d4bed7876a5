"""Stores to break and places to break them in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from rigs.run import SHORT, Bench
from rigs.subjects import ALL, FILES, PEER, SQLITE, Subject

SEED = 20260105

KNOWN = {
    "[sqlite-calls]": "two writes that are reported as done while they were not: of a log's page "
    "that a split moved older records to, which is told by the next reader, and of the file of "
    "shared memory, for which the system ends the process",
}
"""Where a store of ours still falls short, and how; docs/reliability.md counts it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say of a known shortfall what it is, without hiding it or waiting for it."""
    for item in items:
        for known, reason in KNOWN.items():
            if item.name.endswith(known):
                # Not strict: whether a strike of a short run meets it depends on the moment.
                item.add_marker(pytest.mark.xfail(reason=reason, strict=False))


MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where there is one


@pytest.fixture(params=[SQLITE.name, FILES.name])
def subject(request: pytest.FixtureRequest) -> Subject:
    """Each of our stores on disk."""
    chosen = ALL[request.param]
    reason = chosen.why_not()
    if reason is not None:
        pytest.skip(reason)
    return chosen


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory."""
    with TemporaryDirectory(prefix="faults-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def bench(subject: Subject, tmp_path: Path, memory: Path) -> Bench:
    """One of our stores on the bench, for a short run."""
    return Bench(subject=subject, disk=tmp_path, memory=memory, seed=SEED, scale=SHORT)


@pytest.fixture
def peer(tmp_path: Path, memory: Path) -> Bench:
    """The peer on the bench, to prove that a rig can see."""
    return Bench(subject=PEER, disk=tmp_path, memory=memory, seed=SEED, scale=SHORT)
