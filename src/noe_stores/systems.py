"""On which systems a store can last: those on which its promises can be kept.

Rule kept here: elsewhere a store that lasts is refused by name; all that is in memory works.
"""

from __future__ import annotations

from importlib import import_module

from noe_stores.errors import NotDurable

SUPPORTED = "Linux and macOS"


def demand_supported(store: str) -> None:
    """Refuse a system without locks that end with the process that holds them.

    Raises:
        NotDurable: it is one.
    """
    try:
        import_module("fcntl")
    except ImportError as error:
        raise unsupported(store) from error


def unsupported(store: str = "a store") -> NotDurable:
    """The error for such a system."""
    return NotDurable(
        f"a store that lasts can be had on {SUPPORTED}; this system lacks the locks it needs",
        store=store,
        remedy="Use one of those systems; memory: works on this one",
    )
