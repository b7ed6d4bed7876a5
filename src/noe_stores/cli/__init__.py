"""The command ``noe``: a thin skin over the public API.

Rule kept here: this module needs neither click nor rich, so that it can say when one of
them is missing. Every command opens a store, asks the API, and renders what it answers.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``noe`` and give its exit code: see `noe_stores.cli.program`."""
    try:
        from noe_stores.cli.program import run  # noqa: PLC0415 - needs the extra
    except ModuleNotFoundError as error:
        package = (error.name or "").partition(".")[0]
        if package not in {"click", "rich"}:
            raise
        sys.stderr.write(
            f"noe: the command needs {package}, which is not installed. "
            "Install it with: pip install 'noe[cli]'\n"
        )
        return 2
    return run(sys.argv[1:] if arguments is None else arguments)
