"""Measure our stores beside `eventsourcing` and beside the limits, in one interleaved run.

    python tests/benchmarks/stores.py [--rounds 7] [--only W1,W3] [--stores sqlite,files]
        [--scale 0.1] [--growth] [--profile W3] [--folder FOLDER] [--markdown]

Medians and ratios are printed, with the targets beside them; nothing is asserted, since
machines are noisy. A ratio is the median of the ratios of the rounds, each of which lets the
parties take turns on fresh folders of a real disk. Every party commits durably.
"""

from __future__ import annotations

import argparse
import platform
import sqlite3
import tempfile
from pathlib import Path
from statistics import median

from disks import kind_of_disk
from growth import growth
from memory import memory
from parties import FILES_LIMIT, ON_FILES, ON_SQLITE, OUR_FILES, our_files_exist, party
from stages import profile
from tables import UNITS, Figures, Run, as_markdown, ratio_of
from targets import TARGETS, verdict
from workloads import WORKLOADS, Bench, Sizes, Turn


def main() -> None:
    """Run what is asked and print it."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--only", help="workloads, such as W1,W3; all of them by default")
    options.add_argument("--stores", default="sqlite,files")
    options.add_argument("--scale", type=float, default=1.0, help="sizes times this number")
    options.add_argument("--growth", action="store_true", help="how W3 and W5 grow with the store")
    options.add_argument("--profile", metavar="W3", help="where our own time goes")
    options.add_argument("--markdown", action="store_true", help="print tables at the end")
    options.add_argument("--folder", type=Path, help="where to make the stores, on a real disk")
    given = options.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder, prefix="noe-bench-") as made:
        bench = Bench(Path(made), Sizes.scaled(given.scale))
        _say_machine(bench)
        names = _parties(bench, given.stores.split(","))
        if given.profile:
            profile(bench, given.profile, names)
        elif given.growth:
            growth(bench, names, given.scale)
        else:
            run = _measure(bench, names, given.rounds, given.only)
            if given.markdown:
                print(f"\n{as_markdown(run)}")


def _say_machine(bench: Bench) -> None:
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.release()}, stores on {kind_of_disk(bench.folder)}"
    )


def _parties(bench: Bench, stores: list[str]) -> tuple[str, ...]:
    names: tuple[str, ...] = ON_SQLITE if "sqlite" in stores else ()
    if "files" in stores:
        there = our_files_exist(bench.fresh())
        names += ON_FILES if there else (FILES_LIMIT,)
        if not there:
            print(f"{OUR_FILES}: this release has no file store")
    return names


def _measure(bench: Bench, names: tuple[str, ...], rounds: int, only: str | None) -> Run:
    run: dict[str, Figures] = {}
    for number in only.split(",") if only else [*WORKLOADS, "W6"]:
        if number == "W6":
            run[number] = memory(bench, names)
            continue
        title, turn = WORKLOADS[number]
        print(f"\n{number}: {title}")
        run[number] = _in_turns(bench, names, rounds, turn)
        _tell(number, run[number])
    return run


def _in_turns(bench: Bench, names: tuple[str, ...], rounds: int, turn: Turn) -> Figures:
    parties = {name: party(name) for name in names}
    figures: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            figures[name].append(turn(bench, name, parties[name]))
    return figures


def _tell(number: str, figures: Figures) -> None:
    for name, seconds in figures.items():
        spread = f"{min(seconds) * 1e6:,.1f} to {max(seconds) * 1e6:,.1f}"
        print(f"  {name:22} {median(seconds) * 1e6:10,.1f} {UNITS[number]}  ({spread})")
    for target in TARGETS[number]:
        ratio = ratio_of(target, figures)
        if ratio is not None:
            said = verdict(ratio, target.least)
            print(f"  {target.ours} against {target.other:22} {ratio:6.2f}  {said}".rstrip())


if __name__ == "__main__":
    main()
