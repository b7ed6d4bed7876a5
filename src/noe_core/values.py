"""The values facts are made of: parties, money, quantities, periods; valid once built.

Rule kept here: a value that exists is right in itself. Annotations are not postponed in
this file: `noe_core.typed` reads them.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Self

from annotated_types import Ge

from noe_core.typed import Id, Text, Unfit, value

_CENT = Decimal("0.01")
_DIGITS = 30
_MOST_DIGITS = 18
"""How many digits an amount may have before its point: sums of such amounts stay exact."""


class Side(StrEnum):
    """On which side of the relationship someone stands."""

    PROVIDER = "provider"
    CLIENT = "client"
    PARTNER = "partner"

    @property
    def other(self) -> "Side":
        """The side across: a partner stands across from the provider."""
        return Side.CLIENT if self is Side.PROVIDER else Side.PROVIDER


class Gender(StrEnum):
    """The grammatical gender of a party's name in French."""

    FEMININE = "feminine"
    MASCULINE = "masculine"


@value
class Party:
    """Someone the story names: a person, a house or a team, with what grammar needs.

    ``article`` is the French one that goes before the name ("la", "l'", "les"), empty when
    none does; ``organisation`` is the house at the date of the fact.
    """

    party_id: Id
    name: Text | None = None
    article: str | None = None
    gender: Gender | None = None
    organisation: Text | None = None


@value
class PartyRef:
    """Who took part, on which side, and in which organisation at that date."""

    party_id: Id
    side: Side
    organisation: Text | None = None


@value
class Money:
    """An amount before tax, zero or more, to two places, in one ISO 4217 currency."""

    amount: Annotated[Decimal, Ge(0)]
    currency: str

    def __attrs_post_init__(self) -> None:
        """Refuse what no ledger could keep."""
        if self.amount.as_tuple().exponent != -2:  # noqa: PLR2004
            raise Unfit("Money", "amount", f"must have exactly two places, not {self.amount}")
        if self.amount.adjusted() >= _MOST_DIGITS:
            raise Unfit("Money", "amount", f"must have at most {_MOST_DIGITS} digits")
        letters = self.currency.isascii() and self.currency.isalpha() and self.currency.isupper()
        if not (len(self.currency) == 3 and letters):  # noqa: PLR2004
            raise Unfit(
                "Money",
                "currency",
                f"must be three capital letters such as EUR, not {self.currency!r}",
            )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"

    @classmethod
    def of(cls, amount: int | str | Decimal, currency: str = "EUR") -> Self:
        """Money from a number of the currency's unit; more than two places is refused."""
        if type(amount) not in {int, str, Decimal}:
            raise Unfit("Money", "amount", f"must be an int, a str or a Decimal, not {amount!r}")
        try:
            exact = Decimal(amount)
            rounded = exact.quantize(_CENT)
        except InvalidOperation as error:
            raise Unfit("Money", "amount", f"must be a number to pay, not {amount!r}") from error
        if exact.is_nan() or rounded != exact:
            raise Unfit("Money", "amount", f"must have at most two places, not {amount}")
        return cls(amount=rounded, currency=currency)


def total(amounts: Iterable[Money]) -> Money | None:
    """The sum of amounts in one currency; ``None`` for no amount or for several currencies."""
    found = tuple(amounts)
    currencies = {money.currency for money in found}
    if len(currencies) != 1:
        return None
    return Money(amount=sum((m.amount for m in found), Decimal("0.00")), currency=currencies.pop())


@value
class Quantity:
    """A decimal number of one unit; written without exponent or idle zeros."""

    value: Decimal
    unit: Text

    def __attrs_post_init__(self) -> None:
        """Refuse a number that would fill pages: ``1E+999999`` is nine letters to give."""
        places = -int(self.value.as_tuple().exponent)
        if abs(self.value.adjusted()) > _DIGITS or places > _DIGITS:
            raise Unfit("Quantity", "value", f"must have at most {_DIGITS} digits on a side")


@value
class Measure:
    """A quantity observed, its baseline in the same unit, and how it was measured."""

    quantity: Quantity
    baseline: Quantity | None = None
    method: Text | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse a baseline in another unit."""
        if self.baseline is not None and self.baseline.unit != self.quantity.unit:
            raise Unfit(
                "Measure",
                "baseline",
                f"must be in {self.quantity.unit} as the quantity is, not in {self.baseline.unit}",
            )


@value
class Period:
    """Days from ``start`` to ``end``, both included."""

    start: date
    end: date

    def __attrs_post_init__(self) -> None:
        """Refuse an end before the start."""
        if self.end < self.start:
            raise Unfit("Period", "end", f"must not be before its start {self.start}: {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share a day."""
        return self.start <= other.end and other.start <= self.end
