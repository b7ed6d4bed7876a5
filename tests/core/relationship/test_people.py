from noe_core.refusal import BothSidesNeeded
from noe_core.relationship.people import absent_side, both_sides, on_side, sides
from noe_core.values import Side
from relationship.given import LISE, NORA, ROUTE, TOGETHER


def test_people_stand_on_sides() -> None:
    """Provider and client make both sides; a partner stands on neither."""
    assert sides((NORA, ROUTE)) == {Side.PROVIDER, Side.PARTNER}
    assert both_sides(TOGETHER)
    assert not both_sides((NORA, ROUTE))
    assert [on_side((NORA, NORA, LISE), side) for side in Side] == [2, 1, 0]


def test_the_side_of_which_nobody_is_there_is_named() -> None:
    """The provider's first."""
    assert absent_side("participants", TOGETHER) is None
    assert absent_side("participants", ()) == BothSidesNeeded("participants", Side.PROVIDER)
    assert absent_side("participants", [NORA]) == BothSidesNeeded("participants", Side.CLIENT)
