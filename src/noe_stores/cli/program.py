"""The command itself: its parts, its exit codes, and how it ends.

Rule kept here: 0 when it did what was asked; 1 when an audit or a verification found
something; 2 when it could not be done; 130 when interrupted; 141 when the reader of its
output went away. A message goes to stderr, a traceback only where one is asked for.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Any, Final, cast

import click

from noe_command import INTERRUPTED
from noe_stores.cli.failures import interrupted, sentence
from noe_stores.cli.screen import Screen

UNABLE: Final = 2
READER_GONE: Final = 141

ROOMS: Final = {
    "demo": "demo",
    "import": "moving",
    "export": "moving",
    "streams": "streams",
    "show": "show",
    "ask": "ask",
    "narrate": "narrate",
    "audit": "audit",
    "quote": "quote",
    "schema": "schema",
    "info": "info",
    "verify": "verify",
    "copy": "copying",
    "backup": "copying",
    "repair": "repair",
    "upgrade": "copying",
}
"""The commands, and the modules beside this one that have them."""


class Commands(click.Group):
    """The commands, each loaded when it is asked for: most of them need the whole domain."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        # By their names alone, which is what click lists and suggests by.
        self.commands = cast("dict[str, click.Command]", dict.fromkeys(ROOMS))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One of them, if there is one of that name."""
        if cmd_name not in ROOMS:
            return None
        module = import_module(f"noe_stores.cli.{ROOMS[cmd_name]}")
        found: click.Command = getattr(module, "import_" if cmd_name == "import" else cmd_name)
        return found


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="A STORE is sqlite:///clients.db or its file, files:///clients or its folder. A new one "
    "is named clients.db or clients/; one made of another may have any name. Begin with: noe demo",
)
@click.version_option(version("noe"), prog_name="noe", message="%(prog)s %(version)s")
@click.option("--traceback", is_flag=True, help="Where something goes wrong, show where.")
def noe(**_: Any) -> None:
    """Remember, replay, tell and audit client relationships."""


def run(arguments: Sequence[str]) -> int:
    """Run the command with those arguments and give its exit code."""
    screen = Screen()
    try:
        code = _invoke(arguments, screen)
        screen.flush()
    except BrokenPipeError:
        _give_up_output()
        return READER_GONE
    except (KeyboardInterrupt, click.Abort) as interrupt:
        screen.tell(f"noe: {interrupted(interrupt)}")
        return INTERRUPTED
    except click.exceptions.NoArgsIsHelpError as error:
        screen.tell_help(error.format_message())
        return UNABLE
    except Exception as error:  # noqa: BLE001 - the last one to say it, and it says it
        if "--traceback" in arguments:
            traceback.print_exc()
        screen.tell(f"noe: {sentence(error)}")
        _give_up_output()
        return UNABLE
    return code


def _invoke(arguments: Sequence[str], screen: Screen) -> int:
    # click's own `main` would take a reader that went away for its business, and exit 1.
    try:
        with noe.make_context("noe", list(arguments), obj=screen) as context:
            return noe.invoke(context) or 0
    except click.exceptions.Exit as asked:
        return asked.exit_code


def _give_up_output() -> None:
    """Let the interpreter end in peace: what could not be written is not tried again."""
    try:
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
