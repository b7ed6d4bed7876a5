"""What the tests of a shared-out audit give to workers, which must find it in a module."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Callable
from concurrent.futures import Executor, Future
from multiprocessing import parent_process
from typing import Any

from noe_core.audit import Report
from noe_core.history import History


class Posted(Executor):
    """An executor of one's own: it does the work at once, on what the post would have left."""

    def __init__(self) -> None:
        self.under_way = 0
        self.most = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Do it, and give the answer to whoever asks for it."""
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        sent, given = pickle.loads(pickle.dumps((fn, args)))  # noqa: S301 - its own bytes
        future = Answer(self)
        future.set_result(pickle.loads(pickle.dumps(sent(*given, **kwargs))))  # noqa: S301
        return future


class Answer(Future[Any]):
    """An answer that says when it was fetched."""

    def __init__(self, office: Posted) -> None:
        super().__init__()
        self.office = office

    def result(self, timeout: float | None = None) -> Any:
        """Fetch it."""
        self.office.under_way -= 1
        return super().result(timeout)


def name_and_rules(history: History, report: Report) -> tuple[str, tuple[str, ...]]:
    """What is made of a report where it is made."""
    return history.stream, tuple(finding.rule for finding in report.findings)


def killed(history: History, _report: Report) -> str:
    """The worker is killed at one of the streams, as the system does when memory is short."""
    if history.stream.endswith("-4") and parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return history.stream
