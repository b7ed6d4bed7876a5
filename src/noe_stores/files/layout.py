"""Where everything of a store is.

Rule kept here: paths are put together here and nowhere else; what every opening asks for is
text, which costs nothing to put together.
"""

from __future__ import annotations

from pathlib import Path

from attrs import frozen

SIGN = "noe.json"
LOCAL = ".noe"


@frozen
class Layout:
    """The places in a store; ``name`` is its folder, as text."""

    name: str

    @property
    def root(self) -> Path:
        """The folder."""
        return Path(self.name)

    @property
    def sign(self) -> Path:
        """The file that says whose folder it is, and in which format."""
        return self.root / SIGN

    @property
    def local(self) -> Path:
        """The folder of what belongs to this copy of the store and not under git."""
        return self.root / LOCAL

    @property
    def journal(self) -> Path:
        """The folder of the segments."""
        return Path(f"{self.name}/{LOCAL}/journal")

    @property
    def heads(self) -> Path:
        """The table of where files end: a cache."""
        return Path(f"{self.name}/{LOCAL}/heads")

    @property
    def head(self) -> str:
        """The file of the mark."""
        return f"{self.name}/{LOCAL}/head"

    @property
    def checkpoint(self) -> str:
        """The file of what is known to be on the disk."""
        return f"{self.name}/{LOCAL}/checkpoint"

    @property
    def lock(self) -> str:
        """The file that writers lock."""
        return f"{self.name}/{LOCAL}/lock"

    @property
    def session(self) -> str:
        """The file that every open writer holds a share of."""
        return f"{self.name}/{LOCAL}/session"
