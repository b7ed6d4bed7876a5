"""Write into a page what its blocks print: ``python tests/docs/show.py docs/tutorial.md``.

Rule kept here: only the ``text`` blocks right below a block that ran are written anew; read
the difference before you commit it.
"""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryDirectory
from types import ModuleType

from pages import ROOT, blocks
from running import shown


def rewritten(page: str, text: str) -> str:
    """The text of a page with what its blocks print today."""
    module = sys.modules["page"] = ModuleType("page")
    lines = text.splitlines()
    # From the last block up, so that the lines of those before stay where they are.
    for block, printed in reversed([*shown(page, tuple(blocks(text)), module)]):
        start = block.line - 1
        lines[start : start + block.text.count("\n")] = printed.splitlines()
    return "\n".join(lines) + "\n"


def main(pages: list[str]) -> None:
    """Write the pages named, each run in a folder of its own."""
    for page in pages:
        path = ROOT / page
        with TemporaryDirectory() as folder:
            os.chdir(folder)
            sys.path.insert(0, folder)
            text = rewritten(page, path.read_text(encoding="utf-8"))
            os.chdir(ROOT)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
