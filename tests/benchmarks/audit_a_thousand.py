"""Audit 1,000 relationships of 50 facts: alone, on every core, and beside a peer that only loads.

    python tests/benchmarks/audit_a_thousand.py [--streams 1000] [--rounds 3]

Beside us: `eventsourcing`'s own Application on SQLite, which loads as many aggregates of as
many events and does nothing with them. They run in turn, each in its own process; what is
printed are medians and ratios, since machines are noisy. The memory of `--jobs` is that of
its greatest process.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import fifty_facts

from noe_stores import connect

Figure = tuple[float, float]
"""Seconds, and mebibytes at the most."""

Figures = dict[str, list[Figure]]

PEER = Path(__file__).with_name("peer_application.py")


def main() -> None:
    """Make the stores, run both in turn, print the medians and the ratios."""
    options = argparse.ArgumentParser()
    options.add_argument("--streams", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "noe.db", Path(folder) / "peer.db"
        _fill(ours, given.streams)
        _run([sys.executable, str(PEER), "fill", str(theirs), str(given.streams)])
        audit = [_noe(), "audit", str(ours), "--as-of", "2024-08-01"]
        load = [sys.executable, str(PEER), "load", str(theirs)]
        runs = {"noe audit": audit, "noe audit --jobs auto": [*audit, "--jobs", "auto"]}
        runs["eventsourcing, load only"] = load
        figures: Figures = {name: [] for name in runs}
        for _ in range(given.rounds):
            for name, command in runs.items():
                figures[name].append(_run(command))
    facts = given.streams * fifty_facts.FACTS
    for name, measured in figures.items():
        _report(name, facts, measured)
    _compare("alone / on every core", figures["noe audit"], figures["noe audit --jobs auto"])
    _compare("ours / theirs", figures["noe audit"], figures["eventsourcing, load only"])


def _compare(title: str, these: list[Figure], those: list[Figure]) -> None:
    pairs = list(zip(these, those, strict=True))
    seconds = median(one[0] / other[0] for one, other in pairs)
    memory = median(one[1] / other[1] for one, other in pairs)
    sys.stdout.write(f"{title}: time {seconds:.2f}, peak memory {memory:.2f}\n")


def _noe() -> str:
    return str(Path(sys.executable).with_name("noe"))


def _fill(path: Path, streams: int) -> None:
    with connect(path) as ledger:
        for number in range(streams):
            stream = f"relationship/client-{number:05d}"
            ledger.record(stream, fifty_facts.life(stream), recorded_by="bench")


def _run(command: list[str]) -> Figure:
    """Seconds and peak mebibytes of a process; an audit that finds something exits with 1."""
    before = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = _wait(process)
    if status not in {0, 1}:
        raise SystemExit(f"{command} ended with {status}")
    return time.perf_counter() - before, usage.ru_maxrss / 1024


def _wait(process: subprocess.Popen[bytes]) -> tuple[int, int, resource.struct_rusage]:
    pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return pid, process.returncode, usage


def _report(name: str, facts: int, figures: list[Figure]) -> None:
    seconds = median(figure[0] for figure in figures)
    memory = median(figure[1] for figure in figures)
    sys.stdout.write(
        f"{name}: {facts / seconds:,.0f} facts/s, {seconds:.1f} s, {memory:.0f} MiB peak\n"
    )


if __name__ == "__main__":
    main()
