"""What a factory of a durable store does with what the environment says.

Rule kept here: the environment says where the store is, whether it may be created and how long
to wait; it changes no promise of the store. A class is taken from the environment, which the
guest sets himself, and never from stored data.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from eventsourcing.persistence import (
    AggregateRecorder,
    ApplicationRecorder,
    InfrastructureFactory,
    ProcessRecorder,
    Recorder,
    TrackingRecorder,
)
from eventsourcing.utils import Environment, EnvType, resolve_topic, strtobool

from noe_stores.durability import LOCK_TIMEOUT, seconds

R = TypeVar("R", bound=Recorder)
T = TypeVar("T", bound=TrackingRecorder)


class DurableFactory(InfrastructureFactory[T]):
    """Builds recorders over the place that the environment names, and closes them.

    A store's own factory names two keys of the environment, the kind of place its recorders are
    over, and their classes.

    Raises:
        OSError: the environment does not say where the store is, or gives no number of seconds.
    """

    place_key: ClassVar[str]
    timeout_key: ClassVar[str]
    place_kind: ClassVar[str]
    aggregates: ClassVar[Callable[..., AggregateRecorder]]
    applications: ClassVar[Callable[..., ApplicationRecorder]]
    trackings: ClassVar[type[Any]]
    processes: ClassVar[Callable[..., ProcessRecorder]]

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self._place = self.env.get(self.place_key) or ""
        if not self._place:
            raise OSError(
                "the environment does not say where the store is: set one of "
                f"{', '.join(self.env.create_keys(self.place_key))} to a {self.place_kind}"
            )
        self._options: dict[str, Any] = {
            "lock_timeout": self._seconds(self.env.get(self.timeout_key) or ""),
            "create": bool(strtobool(self.env.get("CREATE_TABLE") or "yes")),
        }
        self._recorders: list[Any] = []

    def aggregate_recorder(self, purpose: str = "events") -> AggregateRecorder:
        """A recorder of events or of snapshots, in the same place."""
        if purpose not in {"events", "snapshots"}:
            raise NotImplementedError(f"there is no place for {purpose!r}")
        return self._made(self.aggregates, purpose=purpose)

    def application_recorder(self) -> ApplicationRecorder:
        """A recorder of everything an application records."""
        return self._made(self.applications)

    def tracking_recorder(self, tracking_recorder_class: type[T] | None = None) -> T:
        """A recorder of positions, of a class of the guest's own if he names one."""
        kind: type[T] = chosen_class(self, tracking_recorder_class, self.trackings)
        return self._made(kind)

    def process_recorder(self) -> ProcessRecorder:
        """A recorder of events together with the positions that led to them."""
        return self._made(self.processes)

    def close(self) -> None:
        """Close the recorders built here."""
        for recorder in self._recorders:
            recorder.close()

    def _made(self, kind: Callable[..., R], **options: Any) -> R:
        recorder = kind(self._place, **options, **self._options)
        self._recorders.append(recorder)
        return recorder

    def _seconds(self, text: str) -> float:
        if not text.strip():
            return LOCK_TIMEOUT
        try:
            return seconds(float(text))
        except ValueError as error:
            raise OSError(f"{self.timeout_key} is {text!r}: give a number of seconds") from error


def chosen_class(factory: InfrastructureFactory[T], given: type[T] | None, own: type[T]) -> type[T]:
    """The class of recorders of positions that a guest asks for, of the store's own kind.

    Raises:
        TypeError: it is of another kind.
    """
    topic = factory.env.get(factory.TRACKING_RECORDER_TOPIC)
    kind = given or (resolve_topic(topic) if topic else own)
    if not issubclass(kind, own):
        raise TypeError(f"{topic} is no kind of {own.__name__}; derive it from that")
    return kind
