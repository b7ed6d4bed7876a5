"""French: the four functions a language offers (`noe_core.languages`)."""

from noe_core.narration.fr.findings import finding, not_assessable
from noe_core.narration.fr.story import chapters, title

__all__ = ["chapters", "finding", "not_assessable", "title"]
