"""How the blocks of a page are run: in order, in one module, in a folder of their own.

Rule kept here: a failure names the page and the line. What a block prints is what the
``text`` block right below it shows, where there is one; a test that it defines is run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from inspect import isfunction, signature
from io import StringIO
from pathlib import Path
from types import ModuleType

from pages import Block

from noe_stores.cli import main

NO_RUN = "no-run"

SHELLY = frozenset("|&;<>()$`\\\"'*?[#~%{}")
"""The signs by which a line asks for a shell."""


class PageWrong(AssertionError):  # noqa: N818 - says what the page is
    """A block of a page does not do what the page says."""


def run(page: str, blocks: tuple[Block, ...], module: ModuleType) -> None:
    """Run the blocks of a page in the working folder.

    Raises:
        PageWrong: a block fails, or prints something else than the page shows.
    """
    for block, printed in shown(page, blocks, module):
        if printed != block.text.strip():
            raise PageWrong(
                f"{page}:{block.line}: the page shows\n{block.text}\nbut what is printed is\n"
                f"{printed}\n(python tests/docs/show.py {page} writes it anew)"
            )


def shown(page: str, blocks: tuple[Block, ...], module: ModuleType) -> Iterator[tuple[Block, str]]:
    """Run the blocks of a page; the blocks that show what another prints, each with that.

    Raises:
        PageWrong: a block fails.
    """
    printed: str | None = None
    for block in blocks:
        if block.language == "text" and block.follows and printed is not None:
            yield block, printed.strip()
            printed = None
        else:
            printed = _run(page, block, module)


def _run(page: str, block: Block, module: ModuleType) -> str | None:
    """What a block prints; none for one that is not run."""
    if block.word == NO_RUN:
        return None
    if block.file:
        Path(block.file).write_text(block.text, encoding="utf-8")
        return None
    if block.language == "python":
        return _python(page, block, module)
    return _shell(page, block) if block.starts_noe else None


def _python(page: str, block: Block, module: ModuleType) -> str:
    code = compile("\n" * (block.line - 1) + block.text, page, "exec", dont_inherit=True)
    before = {**vars(module)}
    with redirect_stdout(StringIO()) as out:
        try:
            exec(code, vars(module))  # noqa: S102 - the page's own code is what is tested
            for name, thing in {**vars(module)}.items():
                if _is_test(name, thing) and before.get(name) is not thing:
                    thing()
        except Exception as error:
            raise PageWrong(f"{page}:{_line(error, page) or block.line}: {error!r}") from error
    return out.getvalue()


def _is_test(name: str, thing: object) -> bool:
    """Whether a reader would have a test there that asks for nothing."""
    return name.startswith("test_") and isfunction(thing) and not signature(thing).parameters


def _line(error: Exception, page: str) -> int | None:
    """The last line of the page that the error passed through."""
    trace, found = error.__traceback__, None
    while trace:
        if trace.tb_frame.f_code.co_filename == page:
            found = trace.tb_lineno
        trace = trace.tb_next
    return found


def _shell(page: str, block: Block) -> str:
    """What the block prints: our command alone runs here, which is quicker, all else in a shell."""
    code, out, err = (_in_a_shell if SHELLY & {*block.text} else _here)(block.text)
    if code:
        raise PageWrong(f"{page}:{block.line}: exit code {code}: {(err or out).strip()}")
    return out


def _here(text: str) -> tuple[int, str, str]:
    code = 0
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        for line in filter(None, text.splitlines()):
            code = code or main(line.split()[1:])
    return code, out.getvalue(), err.getvalue()


def _in_a_shell(text: str) -> tuple[int, str, str]:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    done = subprocess.run(
        ["sh", "-euc", text],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr
