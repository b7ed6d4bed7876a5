"""File systems of one's own: an ext4 that can lose its power, a small one to fill up.

Rule kept here: what was mounted is unmounted at the end of the ``with``, whatever happened
in it; no name of a device is kept, since the loop goes with the mount.
"""

from __future__ import annotations

import fcntl
import os
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

_SHUTDOWN = 0x8004587D  # FS_IOC_SHUTDOWN
_WITHOUT_FLUSH = struct.pack("I", 2)
_MEGABYTE = 2**20


class Refused(Exception):  # noqa: N818 - says what happened
    """The system does not mount, unmount or cut."""


def _run(*command: str | Path) -> None:
    done = subprocess.run([str(word) for word in command], capture_output=True, check=False)
    if done.returncode != 0:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise Refused(f"{command[0]}: {said:.100}")


def _unmount(point: Path) -> None:
    for _ in range(50):
        if not point.is_mount():
            return
        try:
            _run("umount", point)
        except Refused:
            sleep(0.02)
    _run("umount", "--lazy", point)


class Disk:
    """An ext4 in a file: mounted, cut from its power, mounted again."""

    def __init__(self, folder: Path, *, megabytes: int) -> None:
        self._image = folder / "disk.ext4"
        self.point = folder / "disk"
        self.point.mkdir()
        with self._image.open("wb") as image:
            image.truncate(megabytes * _MEGABYTE)
        _run("mkfs.ext4", "-q", "-F", self._image)
        self.on()

    def on(self) -> None:
        """Mount it; the file system replays its journal."""
        _run("mount", "-o", "loop", self._image, self.point)

    def cut(self) -> None:
        """Take its power away: what was not synced is gone."""
        folder = os.open(self.point, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, _SHUTDOWN, _WITHOUT_FLUSH)
        finally:
            os.close(folder)

    def off(self) -> None:
        """Unmount it."""
        _unmount(self.point)


@contextmanager
def disk(folder: Path, *, megabytes: int = 64) -> Iterator[Disk]:
    """An ext4 of one's own."""
    folder.mkdir(parents=True)
    made = None
    try:
        made = Disk(folder, megabytes=megabytes)
        yield made
    finally:
        _unmount(folder / "disk")


@contextmanager
def small(point: Path, *, kilobytes: int) -> Iterator[Path]:
    """A file system in memory that holds so much."""
    point.mkdir(parents=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "rig", point)
    try:
        yield point
    finally:
        _unmount(point)


def read_only(point: Path, *, on: bool) -> None:
    """Make a mounted file system read-only, or writable again."""
    _run("mount", "-o", f"remount,{'ro' if on else 'rw'}", point)


@cache
def why_no_memory() -> str | None:
    """Why no file system can be mounted here; ``None`` where one can."""
    return _why_not(lambda folder: small(folder / "probe", kilobytes=64))


@cache
def why_no_disk() -> str | None:
    """Why no ext4 can be mounted and cut here; ``None`` where it can."""

    @contextmanager
    def probe(folder: Path) -> Iterator[None]:
        with disk(folder / "probe", megabytes=8) as made:
            made.cut()
            yield

    return _why_not(probe)


def _why_not(probe: object) -> str | None:
    if os.geteuid() != 0:
        return "only root may mount"
    with TemporaryDirectory() as folder:
        try:
            with probe(Path(folder)):  # type: ignore[operator]
                return None
        except (Refused, OSError) as error:
            return f"{error}"
