from datetime import date

import pytest

from firm.given import TOGETHER, Refused, event, folded, when
from noe_core.firm.peers import PeerSessionHeld, hold_peer_session
from noe_core.firm.vision import VisionStated
from noe_core.refusal import Missing

DAY = date(2022, 3, 15)

HOLD = when(
    hold_peer_session, on=DAY, topic="how to say no", minutes=120, participants=iter(TOGETHER)
)

REFUSALS = (
    Refused("about nothing", HOLD.but(topic="", participants=()), Missing("topic")),
    Refused("with nobody", HOLD.but(participants=()), Missing("participants")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_session_is_refused(case: Refused) -> None:
    """People talk, about something."""
    assert case.situation.answer == case.refusal


def test_a_session_is_held() -> None:
    """Whether the date was chosen together is said or not known."""
    assert HOLD.fact == PeerSessionHeld(topic="how to say no", minutes=120, participants=TOGETHER)
    chosen = HOLD.but(participants=TOGETHER, date_coopted=True).fact
    assert chosen == PeerSessionHeld(
        topic="how to say no", minutes=120, participants=TOGETHER, date_coopted=True
    )


def test_the_slice_keeps_the_facts() -> None:
    """In order, and no others."""
    peers = folded(
        (PeerSessionHeld(), "2022-03-01"),
        (VisionStated(), "2022-03-02"),
        (PeerSessionHeld(), "2022-03-03"),
    ).peers
    assert [one.id for one in peers.sessions] == [event(1), event(3)]
