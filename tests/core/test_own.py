"""Events that a tool adds: recorded like any other, typed where the tool asks."""

import pytest
from story import story

from noe_core.events import belongs, named
from noe_core.facts import Own, Unread
from noe_core.own import OwnEvent, record_own
from noe_core.relationship.encounter import DemandExpressed
from noe_core.testing import event, when
from noe_core.typed import Fact, Text, Unfit, value
from noe_core.values import Money
from noe_core.wire import amended, plain


@value
class InvoiceSent(Fact):
    """The tool's own: an invoice went out."""

    number: Text
    amount: Money | None = None


INVOICE_SENT = OwnEvent("crm.invoice_sent", InvoiceSent)
SENT = InvoiceSent(number="F-12", amount=Money.of(90))


def test_a_tools_fact_is_plain_until_the_tool_asks() -> None:
    """The library sees a name and fields; the tool gets its class back, in its envelope."""
    fact = INVOICE_SENT.fact(SENT)
    assert fact == Own("crm.invoice_sent", plain(SENT), 1)
    assert named(fact) == ("crm.invoice_sent", 1)
    history = story((DemandExpressed(demand_id="d1"), "2022-03-01"), (fact, "2022-03-02"))
    (found,) = INVOICE_SENT.among(history)
    assert (found.data, found.id, found.version) == (SENT, event(2), 2)


def test_another_schema_is_another_event() -> None:
    """A tool reads only what it wrote as it writes now."""
    older = Own("crm.invoice_sent", {"no": 12}, 1)
    assert not list(
        OwnEvent("crm.invoice_sent", InvoiceSent, schema=2).among(story((older, "2022-03-01")))
    )
    with pytest.raises(ValueError, match="number"):
        list(INVOICE_SENT.among(story((older, "2022-03-01"))))


@pytest.mark.parametrize("name", ["invoice_sent", "CRM.sent", "crm.", ".sent", "crm.invoice sent"])
def test_a_tools_event_has_the_tools_name_in_front(name: str) -> None:
    """Names without a dot are the library's, now and in releases to come."""
    with pytest.raises(Unfit, match=r"Own\.event .* as in crm\.invoice_sent"):
        Own(name, {})
    with pytest.raises(Unfit, match=r"OwnEvent\.name .* as in crm\.invoice_sent"):
        OwnEvent(name, InvoiceSent)


def test_any_stream_takes_it_and_nothing_refuses_it() -> None:
    """The library has no opinion on it."""
    fact = INVOICE_SENT.fact(SENT)
    assert when(record_own, fact=fact, on="2022-03-01", stream="team/nord").fact is fact
    assert belongs("crm.invoice_sent", "firm/brume")


def test_it_is_corrected_like_any_fact() -> None:
    """Field by field, a null empties one."""
    corrected = amended(INVOICE_SENT.fact(SENT), {"number": "F-13", "amount": None})
    assert corrected.data == {"number": "F-13"}


def test_each_stream_has_its_own_events() -> None:
    """Only what nobody knows, and a tool's own, may stand anywhere."""
    assert belongs("tension_raised", "team/nord")
    assert not belongs("tension_raised", "relationship/a:b")
    assert all(belongs("entry_corrected", f"{kind}/x") for kind in ("firm", "team", "practitioner"))
    assert belongs("of_a_later_release", "team/nord")
    assert named(Unread("of_a_later_release", 3, {}, "unknown")) == ("of_a_later_release", 3)
