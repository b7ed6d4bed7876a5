"""Example histories, recorded through the public API as an embedding tool would.

Rule kept here: every firm and every person in them is fictional.
"""

from noe_stores.examples.after_work import record_after_work
from noe_stores.examples.calendar import Calendar
from noe_stores.examples.workshop import record_workshop

__all__ = ["Calendar", "record_after_work", "record_workshop"]
