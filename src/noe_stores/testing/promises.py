"""The contract run by hand: each promise with what became of it on one kind of store.

Rule kept here: it is the same tests that pytest runs, nothing else; what fails says why.
"""

from __future__ import annotations

from enum import StrEnum
from inspect import getmembers, isfunction, signature
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from noe_stores.testing.contract import StoreContract
from noe_stores.testing.store import Store


class Verdict(StrEnum):
    """What became of a promise."""

    KEPT = "kept"
    BROKEN = "broken"
    SKIPPED = "skipped"


@frozen
class Promise:
    """A test of the contract: its name, and the sentence it stands for."""

    name: str
    says: str


@frozen
class Judged:
    """A promise, what became of it, and why."""

    promise: Promise
    verdict: Verdict
    why: str = ""
    error: BaseException | None = None


def promises() -> tuple[Promise, ...]:
    """Every promise of the contract, by name."""
    return tuple(
        Promise(name, (test.__doc__ or "").strip())
        for name, test in getmembers(StoreContract, isfunction)
        if name.startswith("test_")
    )


def judge(kind: type[StoreContract], promise: Promise, folder: Path) -> Judged:
    """Hold one kind of store to one promise, in a folder that is still free.

    Raises:
        FileExistsError: a store stands in the folder already.
    """
    folder = folder.absolute()  # other processes, which open the store too, may stand elsewhere
    place = folder / "store"
    place.mkdir(parents=True)
    test = getattr(kind(), promise.name)
    given: dict[str, Any] = {"tmp_path": folder} if "tmp_path" in signature(test).parameters else {}
    try:
        with Store(kind, place) as store:
            test(store, **given)
    except KeyboardInterrupt:
        raise
    except pytest.skip.Exception as skipped:
        return Judged(promise, Verdict.SKIPPED, str(skipped.msg))
    except BaseException as broken:  # noqa: BLE001 - whatever it is, the promise is not kept
        return Judged(promise, Verdict.BROKEN, _told(broken), broken)
    return Judged(promise, Verdict.KEPT)


def _told(error: BaseException) -> str:
    """An error in its own words, and in those of who met it: what was done, by which dice."""
    return "\n".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())])
