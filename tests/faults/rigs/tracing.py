"""System calls of a writer, listed and tampered with by ``strace``.

Rule kept here: only calls on the files of the store are touched, so that what fails is the
store's disk and not the interpreter; the n-th call of a name is the same one in every run,
since the writer does the same each time.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from time import monotonic, sleep

from attrs import frozen

from rigs.children import PATIENCE, Child, Died
from rigs.told import DONE, READY, Told
from rigs.writer import Plan, write

_NAMES = (
    "write pwrite64 pwritev pwritev2 fsync fdatasync sync_file_range rename renameat renameat2 "
    "ftruncate truncate fallocate openat open creat unlink unlinkat link linkat mkdir mkdirat "
    "flock fcntl pread64 read readv close fchmod copy_file_range sendfile"
)
WATCHED = ",".join(f"?{name}" for name in _NAMES.split(" "))
"""Whatever a store may do to its files; a name this system has not is passed over."""

_STRACE = ("strace", "-qq", "-f", "-ttt", "-e", f"trace={WATCHED}")
_CALL = re.compile(r"^\d+ +([\d.]+) (\w+)\((.*)\) += (-?\d+|\?)(.*)$")
_SIZE = re.compile(r", (\d+)(?:, \d+)?$")


@frozen
class Call:
    """One system call that was seen."""

    at: float
    name: str
    nth: int
    result: int
    size: int
    injected: bool
    text: str


@cache
def why_not() -> str | None:
    """Why calls cannot be tampered with here; ``None`` where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    tried = subprocess.run(
        ["strace", "-qq", "-e", "trace=none", "-e", "inject=getppid:retval=1", "true"],
        capture_output=True,
        check=False,
    )
    return None if tried.returncode == 0 else "strace may not trace or inject here"


@frozen
class Traced:
    """A run of a writer: what it told, its calls on the store, and whether it came to its end."""

    told: list[Told]
    calls: list[Call]
    done: bool


def touched(plan: Plan, scratch: Path) -> list[str]:
    """The paths of the store that a writer with such a plan touches."""
    listing = scratch / "calls"
    _run(plan, ["-y", "-o", str(listing)])
    text = listing.read_text(errors="replace")
    place = re.escape(plan.place)
    return sorted({plan.place, *re.findall(rf'[<"]({place}/[^">]*)[>"]', text)})


def traced(plan: Plan, scratch: Path, paths: Iterable[str], *, inject: str = "") -> Traced:
    """Run a writer, tampering with one of its calls on those paths."""
    listing = scratch / "calls"
    listing.unlink(missing_ok=True)
    only = [word for path in paths for word in ("-P", path)]
    tamper = ["-e", f"inject={inject}"] if inject else []
    told, done = _run(plan, ["-s", "0", "-o", str(listing), *tamper, *only])
    return Traced(told, _calls(listing), done)


def _run(plan: Plan, options: list[str]) -> tuple[list[Told], bool]:
    with Child(write, plan, gated=True) as child:
        if not child.told.until(READY, PATIENCE):
            raise Died("the writer does not start")
        tracer = subprocess.Popen(
            [*_STRACE, *options, "-p", str(child.pid)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for_tracer(child.pid, tracer)
            child.go()
            ended = child.told.to_the_end(PATIENCE)
        finally:
            child.kill()
            tracer.wait(PATIENCE)
        return child.told.heard, ended and any(one.said == DONE for one in child.told.heard)


def _wait_for_tracer(pid: int, tracer: subprocess.Popen[bytes]) -> None:
    until = monotonic() + PATIENCE
    wanted = f"TracerPid:\t{tracer.pid}".encode()
    while wanted not in Path(f"/proc/{pid}/status").read_bytes():
        if monotonic() > until or tracer.poll() is not None:
            raise Died("strace does not get hold of the writer")
        sleep(0.001)


def _calls(listing: Path) -> list[Call]:
    seen: dict[str, int] = {}
    calls: list[Call] = []
    for text in listing.read_text(errors="replace").splitlines():
        found = _CALL.match(text)
        if found is None:
            continue
        at, name, arguments, result, rest = found.groups()
        seen[name] = seen.get(name, 0) + 1
        size = _SIZE.search(arguments)
        calls.append(
            Call(
                at=float(at),
                name=name,
                nth=seen[name],
                result=-1 if result == "?" else int(result),
                size=int(size[1]) if size else 0,
                injected="INJECTED" in rest,
                text=f"{name}({arguments:.120})",
            )
        )
    return calls
