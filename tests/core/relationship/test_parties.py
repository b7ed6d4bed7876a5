from datetime import date

import pytest

from noe_core.refusal import AlreadyDone, Missing, UnknownReference
from noe_core.relationship.course import RelationshipOpened
from noe_core.relationship.parties import PartyJoined, PartyLeft, join_party, leave_party
from noe_core.values import Party, Side
from relationship.given import NORA, Refused, Told, folded, when

DAY = date(2022, 6, 1)
MARELLE, LYS = Party(party_id="marelle"), Party(party_id="lys")
SUZE = Party(party_id="suze", name="Suze")

JOINED: Told = (PartyJoined(party=SUZE, side=Side.CLIENT), "2022-05-01")
LEFT: Told = (PartyLeft(party_id="suze"), "2022-05-02")
ACROSS: Told = (PartyJoined(party=SUZE, side=Side.PROVIDER), "2022-03-02")

JOINING = when(join_party, on=DAY, party=SUZE, side=Side.CLIENT)
LEAVING = when(leave_party, on=DAY, party_id="suze").given(JOINED)

REFUSALS = (
    Refused("there already", JOINING.given(JOINED), AlreadyDone("party", "suze", "a member")),
    Refused(
        "there from the opening",
        JOINING.given((RelationshipOpened(client=SUZE), "2022-03-01")),
        AlreadyDone("party", "suze", "a member"),
    ),
    Refused("never came", LEAVING.but(party_id="x"), UnknownReference("party_id", "x")),
    Refused("gone already", LEAVING.given(LEFT), AlreadyDone("party", "suze", "gone")),
    Refused("on which of its sides", LEAVING.given(JOINED, ACROSS), Missing("side")),
)


@pytest.mark.parametrize("case", REFUSALS, ids=str)
def test_a_coming_or_going_is_refused(case: Refused) -> None:
    """Nobody joins twice, and only who is there leaves."""
    assert case.situation.answer == case.refusal


def test_parties_come_go_and_come_back() -> None:
    """A party leaves the side it joined, and may join again afterwards."""
    assert JOINING.but(role="sponsor").fact == PartyJoined(
        party=SUZE, side=Side.CLIENT, role="sponsor"
    )
    assert LEAVING.but(reason="retired").fact == PartyLeft(
        party_id="suze", side=Side.CLIENT, reason="retired"
    )
    assert JOINING.given(JOINED, LEFT).fact == PartyJoined(party=SUZE, side=Side.CLIENT)


def test_members_stand_on_their_side_until_they_leave() -> None:
    """Those of the opening are members too; someone unknown may leave without harm."""
    both: Told = (RelationshipOpened(client=LYS, provider=MARELLE), "2022-03-01")
    stranger: Told = (PartyLeft(party_id="nobody"), "2022-05-01")
    parties = folded(both, JOINED, stranger, LEFT).parties
    assert [member.party for member in parties.present(Side.CLIENT)] == [LYS]
    assert [member.party for member in parties.present(Side.PROVIDER)] == [MARELLE]
    assert parties.members["suze", Side.CLIENT].left is not None
    assert not parties.seats(NORA.party_id)


def test_one_house_may_sit_on_both_sides() -> None:
    """It leaves the side it names, and all of them when nobody says which."""
    both = folded(JOINED, ACROSS).parties
    assert len(both.seats("suze")) == 2
    one = folded(JOINED, ACROSS, (PartyLeft(party_id="suze", side=Side.CLIENT), "2022-05-03"))
    assert [seat.side for seat in one.parties.seats("suze") if seat.left] == [Side.CLIENT]
    none = folded(JOINED, ACROSS, (PartyLeft(party_id="suze"), "2022-05-03"))
    assert all(seat.left for seat in none.parties.seats("suze"))
    leaving = LEAVING.given(JOINED, ACROSS).but(side=Side.PROVIDER)
    assert leaving.fact == PartyLeft(party_id="suze", side=Side.PROVIDER)
