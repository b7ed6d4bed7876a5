"""English: the four functions a language offers (`noe_core.languages`)."""

from noe_core.narration.en.findings import finding, not_assessable
from noe_core.narration.en.story import chapters, title

__all__ = ["chapters", "finding", "not_assessable", "title"]
