"""Looking after a store: copies, backups, upgrades, and what it is."""

from noe_stores.keeping.backing_up import back_up
from noe_stores.keeping.copying import copy
from noe_stores.keeping.describing import describe
from noe_stores.keeping.upgrading import upgrade

__all__ = ["back_up", "copy", "describe", "upgrade"]
