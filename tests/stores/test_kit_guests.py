"""What the recorders of ``eventsourcing`` do not keep is listed with its reason, and no more."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from guests import BREAKS, PAGE, rewritten

from noe_stores.testing import Promise, StoreContract, Verdict, judge, promises


@pytest.fixture
def swept() -> Iterator[None]:
    """What a guest leaves unclosed after a failure goes at once, not in a later test."""
    yield
    gc.collect()


# From Python 3.13 on, a connection that nobody closed says so when it goes.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.usefixtures("swept")
@pytest.mark.parametrize("promise", promises(), ids=lambda promise: promise.name)
@pytest.mark.parametrize("kind", BREAKS, ids=lambda kind: kind.__name__)
def test_a_guest_breaks_what_is_listed_and_no_more(
    kind: type[StoreContract], promise: Promise, tmp_path: Path
) -> None:
    """A promise listed is broken, one that is not is kept, or skipped for what it needs."""
    listed = promise.name in BREAKS[kind]
    # What is broken by a race need not show at once.
    for attempt in range(5 if listed else 1):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        judged = judge(kind, promise, folder)
        if judged.verdict is Verdict.BROKEN:
            break
    assert (judged.verdict is Verdict.BROKEN) == listed, judged.why


def test_the_page_tells_it() -> None:
    """The how-to page shows the lists as they are: python tests/stores/guests.py writes them."""
    page = PAGE.read_text(encoding="utf-8")
    assert rewritten(page) == page


def test_the_page_shows_the_store_that_is_broken_here() -> None:
    """The small store of the page is the one whose promises the broken stores break."""
    source = (Path(__file__).parent / "broken" / "notebook.py").read_text(encoding="utf-8")
    assert f"```python\n# notebook.py\n{source}```\n" in PAGE.read_text(encoding="utf-8")
