"""``noe schema``: how the events are written.

Rule kept here: the schemas are those of `noe_stores.lines.schema`; JSON is all they are printed as.
"""

from __future__ import annotations

import click

from noe_stores.cli import options
from noe_stores.cli.failures import Unable
from noe_stores.cli.screen import Screen
from noe_stores.lines.schema import all_schemas, schema_of


@click.command(epilog=options.example("noe schema", "noe schema engagement_made"))
@click.argument("event", required=False)
@options.as_format("json")
@click.pass_obj
def schema(screen: Screen, *, event: str | None, format_: str) -> None:  # noqa: ARG001 - one format
    """Print the JSON Schema of every event.

    Or of one EVENT. Without one, an object with the schema of each under its name.
    """
    if event is None:
        screen.json(dict(all_schemas()))
        return
    try:
        screen.json(schema_of(event))
    except LookupError as error:
        known = ", ".join(all_schemas())
        raise Unable(f"{error.args[0]}; those known are: {known}") from error
