"""The pages of the documentation and the fenced blocks in them.

Rule kept here: a page is read as its readers read it. A block whose first line is a comment
with nothing but a file name is that file; one marked ``no-run`` after its language is left.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]

FILE_NAME = re.compile(r"# (?P<name>[\w-]+\.\w+)\n")
"""The first line of a block that is a file."""

FENCE = re.compile(
    r"^(?P<indent> *)(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^ *(?P=ticks) *$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A fenced block: where its text begins, its language, the word after it, and its text."""

    line: int
    language: str
    word: str
    text: str
    follows: bool
    """Whether it follows the block before it with nothing but empty lines between."""

    @property
    def file(self) -> str | None:
        """The name of the file that the block is, if it is one."""
        found = FILE_NAME.match(self.text)
        return found["name"] if found else None

    @property
    def starts_noe(self) -> bool:
        """Whether it is a shell block that begins with our command."""
        return self.language == "sh" and self.text.startswith("noe ")


def pages() -> tuple[str, ...]:
    """The pages, by their path from the root."""
    found = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return tuple(page.relative_to(ROOT).as_posix() for page in found)


def blocks_of(page: str) -> tuple[Block, ...]:
    """The blocks of a page, in order."""
    return tuple(blocks((ROOT / page).read_text(encoding="utf-8")))


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text, in order."""
    end = -1
    for found in FENCE.finditer(text):
        language, _, word = found["info"].strip().partition(" ")
        yield Block(
            line=text.count("\n", 0, found.start("text")) + 1,
            language=language,
            word=word.strip(),
            text=textwrap.dedent(found["text"]),
            follows=end >= 0 and not text[end : found.start()].strip(),
        )
        end = found.end()
