"""The audit of a whole store, alone or on every core."""

from noe_stores.audits.auditing import audit_all
from noe_stores.audits.spreading import processes

__all__ = ["audit_all", "processes"]
