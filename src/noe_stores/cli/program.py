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
from importlib.metadata import version
from typing import Any, Final

import click

from noe_command import INTERRUPTED
from noe_stores.cli.ask import ask
from noe_stores.cli.audit import audit
from noe_stores.cli.copying import backup, copy, upgrade
from noe_stores.cli.demo import demo
from noe_stores.cli.failures import interrupted, sentence
from noe_stores.cli.info import info
from noe_stores.cli.moving import export, import_
from noe_stores.cli.narrate import narrate
from noe_stores.cli.quote import quote
from noe_stores.cli.repair import repair
from noe_stores.cli.schema import schema
from noe_stores.cli.screen import Screen
from noe_stores.cli.show import show
from noe_stores.cli.streams import streams
from noe_stores.cli.verify import verify

UNABLE: Final = 2
READER_GONE: Final = 141

COMMANDS = (
    *(demo, import_, export, streams, show, ask, narrate, audit, quote, schema),
    *(info, verify, copy, backup, repair, upgrade),
)


@click.group(
    commands=COMMANDS,
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
