"""What can be saved of a damaged store, into a new one."""

from noe_stores.repair.repairing import repair

__all__ = ["repair"]
