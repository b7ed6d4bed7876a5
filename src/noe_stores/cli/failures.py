"""What a command says when it cannot do its work.

Rule kept here: one or two plain sentences that name the thing, the place and the remedy; no
traceback for what the world, the store or the caller did. A fault of ours is not dressed up
as one of theirs.
"""

from __future__ import annotations

import click
from eventsourcing.persistence import PersistenceError

from noe_stores.errors import Interrupted, StoreError
from noe_stores.lines.codec import Malformed
from noe_stores.outcomes import IdReused, LostRace, Refused


class Unable(Exception):  # noqa: N818 - says what the command is
    """A command cannot do what it was asked; the message is for the person who asked."""


EXPECTED = (
    Unable,
    StoreError,
    PersistenceError,
    Malformed,
    Refused,
    LostRace,
    IdReused,
    OSError,
)
"""What can go wrong without anything being wrong here."""


def sentence(error: Exception) -> str:
    """What went wrong, as a sentence."""
    if isinstance(error, click.UsageError):
        path = error.ctx.command_path if error.ctx else "noe"
        return f"{_stopped(error.format_message())} See: {path} --help"
    if isinstance(error, click.ClickException):
        return _stopped(error.format_message())
    if isinstance(error, OSError) and not isinstance(error, StoreError):
        place = f"{error.filename}: " if error.filename else ""
        return _stopped(f"{place}{error.strerror or error}")
    if isinstance(error, EXPECTED):
        return _stopped(str(error) or type(error).__name__)
    # A rule that fails is named in a note; it may come from an installed package.
    notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
    return (
        f"{type(error).__name__}: {_stopped(f'{error}{notes}')} This is a fault of noe"
        f"{', or of the package the rule comes from' if notes else ''}; "
        "run `noe --traceback …` to see where, and report it"
    )


def interrupted(error: BaseException) -> str:
    """What an interruption left behind, as a sentence: the notes say it, or the store does."""
    told = [str(error)] if isinstance(error, Interrupted) else ["interrupted"]
    return " ".join(map(_stopped, [*told, *getattr(error, "__notes__", ())]))


def _stopped(text: str) -> str:
    text = text.rstrip()
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."
