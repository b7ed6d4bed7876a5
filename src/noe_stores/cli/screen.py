"""Where a command writes: its answer to stdout, everything else to stderr.

Rule kept here: UTF-8 whatever the locale says; colours, wrapping and progress bars only for
a terminal; nothing recorded reaches a terminal raw (`safe`).
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO, TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn
from rich.text import Text

from noe_stores import safe

T = TypeVar("T")

EVERY = 1000
"""How many steps lie between two lines of progress where there is no terminal."""


def _utf8(stream: Any) -> IO[str]:
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    found: IO[str] = stream
    return found


class _Console(Console):
    """A console that leaves it to the program to say how a run ends."""

    def on_broken_pipe(self) -> None:
        """Pass on that the reader went away; rich would exit with 1."""
        raise BrokenPipeError


def _console(stream: IO[str]) -> Console:
    # Said outright: variables that force colours on or off a terminal are not consulted.
    return _Console(
        file=stream,
        force_terminal=stream.isatty(),
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=not stream.isatty(),
    )


STDOUT = "standard output"


@contextmanager
def writing(what: str) -> Iterator[None]:
    """Have an error of the system name what was written; it says so only of what it opened."""
    try:
        yield
    except OSError as error:
        if error.filename is None and error.errno is not None:
            error.filename = what
        raise


class Screen:
    """The two outputs of one run."""

    def __init__(self) -> None:
        self._out = _console(_utf8(sys.stdout))
        self._err = _console(_utf8(sys.stderr))

    def say(self, text: str = "", style: str = "", indent: int = 0) -> None:
        """One line of the answer; ``indent`` is kept when a terminal wraps it."""
        shown = Text(" " * indent + safe.on_one_line(text), style=style)
        with writing(STDOUT):
            self._out.print(shown, soft_wrap=self._out.soft_wrap)

    def document(self, text: str) -> None:
        """A text of several lines: as it is for a file, made safe for a terminal."""
        if self._out.is_terminal:
            self._out.print(Text(safe.as_document(text)))
        else:
            self._write(text if text.endswith("\n") else f"{text}\n")

    def json(self, value: Any) -> None:
        """The answer as one JSON text."""
        self._write_json(value)
        self._write("\n")

    def json_list(self, head: dict[str, Any], name: str, items: Iterable[Any]) -> None:
        """One JSON object: the members of ``head``, then a long list, written as it comes."""
        opening = json.dumps({**head, name: []}, ensure_ascii=False)
        self._write(safe.in_json(opening[: -len("]}")]))
        for number, item in enumerate(items):
            self._write(",\n" if number else "\n")
            self._write_json(item, indent=None)
        self._write("\n]}\n")

    def _write_json(self, value: Any, indent: int | None = 2) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        self._write(safe.in_json(text))

    def _write(self, text: str) -> None:
        with writing(STDOUT):
            self._out.file.write(text)

    def tell(self, text: str) -> None:
        """A line for the person at the keyboard, not part of the answer."""
        self._err.print(Text(safe.on_one_line(text)), soft_wrap=self._err.soft_wrap)

    def track(
        self, items: Iterable[T], what: str, *, shown: bool, total: Callable[[], int] | None = None
    ) -> Iterator[T]:
        """The items, with the progress of the work shown on a terminal, or when asked for.

        ``total`` counts them beforehand, and is only asked where that will be seen.
        """
        if self._err.is_terminal:
            with Progress(console=self._err, transient=True) as bar:
                yield from bar.track(items, total=total() if total else None, description=what)
        elif shown:
            yield from self._counted(items, what, f" of {total()}" if total else "")
        else:
            yield from items

    def _counted(self, items: Iterable[T], what: str, of_total: str) -> Iterator[T]:
        done = 0
        for done, item in enumerate(items, start=1):
            yield item
            if done % EVERY == 0:
                self.tell(f"{what}: {done}{of_total}")
        self.tell(f"{what}: {done}{of_total}, done")

    @contextmanager
    def counting(self, what: str, *, shown: bool) -> Iterator[Callable[[int], None] | None]:
        """Something to tell how many lines are done, where anybody wants to know."""
        if self._err.is_terminal:
            columns = (SpinnerColumn(), "{task.description}", "{task.completed}")
            with Progress(*columns, console=self._err, transient=True) as bar:
                task = bar.add_task(what)
                yield lambda done: bar.update(task, completed=done)
        elif shown:
            tell = self._told_once()
            yield lambda done: tell(f"{what}: {done}")
        else:
            yield None

    @contextmanager
    def stages(self, *, shown: bool) -> Iterator[Callable[[str, int], None]]:
        """Something to tell at which stage a long work is and how much of it is done."""
        if self._err.is_terminal:
            columns = (SpinnerColumn(), "{task.description}", "{task.completed}")
            with Progress(*columns, console=self._err, transient=True) as bar:
                task = bar.add_task("")
                yield lambda stage, done: bar.update(task, description=stage, completed=done)
        elif shown:
            tell = self._told_once()
            yield lambda stage, done: tell(f"{stage}: {done}")
        else:
            yield lambda _stage, _done: None

    def _told_once(self) -> Callable[[str], None]:
        """Tell a line unless it was the last: the end of a work may have been told already."""
        last = ""

        def tell(text: str) -> None:
            nonlocal last
            if text != last:
                self.tell(text)
            last = text

        return tell

    @contextmanager
    def binary(self) -> Iterator[BinaryIO]:
        """Stdout for bytes."""
        self.flush()
        with writing(STDOUT):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()

    def tell_help(self, text: str) -> None:
        """The help of a command, for somebody who gave it nothing to do."""
        self._err.file.write(f"{text}\n")

    def flush(self) -> None:
        """Hand over what is still held back."""
        with writing(STDOUT):
            self._out.file.flush()
