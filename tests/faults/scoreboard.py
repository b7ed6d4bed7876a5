"""All rigs on all stores, printed and written down.

``python tests/faults/scoreboard.py`` takes some minutes; with ``--long`` it takes hours.
The seed it prints brings the same run about again, as far as moments in time allow.
"""

from __future__ import annotations

import argparse
import platform
import signal
import sqlite3
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import SystemRandom
from tempfile import TemporaryDirectory
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent))

from rigs import board
from rigs.run import LONG, RIGS, SHORT, Bench, Scale
from rigs.subjects import ALL, Subject
from rigs.tally import Row

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where there is one


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run what was asked for; 1 if one of our stores broke a promise."""
    # Ended from outside, it still unmounts and ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked = _asked()
    _say(f"seed {asked.seed}")
    scale = LONG if asked.long else SHORT
    columns = {name: _column(ALL[name], asked.rigs, scale, asked.seed) for name in asked.stores}
    length = "long" if asked.long else "short"
    said = (
        f"The {length} run of {datetime.now(UTC):%Y-%m-%d}, seed {asked.seed}, on {_machine()}.\n\n"
        + board.table(columns)
    )
    _say(f"\n{said}")
    if asked.rigs == list(RIGS) and set(asked.stores) == set(ALL):
        board.write(PAGE, said)
        _say(f"\nwritten into {PAGE}")
    ours = [one for name, rows in columns.items() if ALL[name].ours for one in rows]
    return 0 if all(one.sound for one in ours) else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--long", action="store_true", help="ten thousands instead of hundreds")
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(10**6))
    parser.add_argument("--stores", type=_names(ALL), default=list(ALL))
    parser.add_argument("--rigs", type=_names(RIGS), default=list(RIGS))
    return parser.parse_args()


def _names(known: object) -> object:
    def names(text: str) -> list[str]:
        given = text.split(",")
        unknown = [name for name in given if name not in known]  # type: ignore[operator]
        if unknown:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(known)}")  # type: ignore[call-overload]
        return given

    return names


def _column(subject: Subject, rigs: list[str], scale: Scale, seed: int) -> list[Row]:
    rows: list[Row] = []
    for name in rigs:
        began = monotonic()
        with (
            TemporaryDirectory(prefix="faults-") as disk,
            TemporaryDirectory(prefix="faults-", dir=MEMORY if MEMORY.is_dir() else None) as memory,
        ):
            reason = subject.why_not()
            bench = Bench(
                subject=subject, disk=Path(disk), memory=Path(memory), seed=seed, scale=scale
            )
            found = [Row(name, reason=reason)] if reason else RIGS[name](bench)
        for one in found:
            _say(f"{subject.name}: {one}")
        _say(f"  ({monotonic() - began:.0f} s)")
        rows += found
    return board.with_errors(rows)


def _machine() -> str:
    return (
        f"{platform.system()} {platform.release().split('-')[0]}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"eventsourcing {version('eventsourcing')}"
    )


if __name__ == "__main__":
    sys.exit(main())
