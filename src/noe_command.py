"""The command ``noe`` from its first moment on, while all it needs is still being loaded.

Rule kept here: nothing else is imported before a Ctrl-C would be heard as what it is.
"""

import sys

INTERRUPTED = 130
"""The exit code of a command that was stopped by Ctrl-C, as shells have it."""


def main() -> int:
    """Run ``noe`` and give its exit code."""
    try:
        from noe_stores.cli import main as loaded  # noqa: PLC0415 - takes most of a second

        return loaded()
    except KeyboardInterrupt:
        sys.stderr.write("noe: interrupted.\n")
        return INTERRUPTED
