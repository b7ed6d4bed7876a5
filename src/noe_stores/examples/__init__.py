"""Example histories, recorded through the public API as an embedding tool would.

Rule kept here: every firm and every person in them is fictional.
"""

from noe_stores.examples.after_work import record_after_work
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.client_log import record_client_log
from noe_stores.examples.joinery import record_joinery
from noe_stores.examples.pallets import record_pallets
from noe_stores.examples.press_relations import record_press_relations
from noe_stores.examples.print_shop import record_print_shop
from noe_stores.examples.shared_load import record_shared_load
from noe_stores.examples.workshop import record_workshop

__all__ = [
    "Calendar",
    "record_after_work",
    "record_client_log",
    "record_joinery",
    "record_pallets",
    "record_press_relations",
    "record_print_shop",
    "record_shared_load",
    "record_workshop",
]
