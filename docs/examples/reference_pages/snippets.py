"""The source of an example, with just what it takes to run alone.

Rule kept here: the page shows the very lines that the tests run; imports and names that a
function does not use are left out.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any


def standalone(functions: Iterable[Callable[..., Any]]) -> str:
    """Some functions of one module, with the imports and names of it that they use."""
    chosen = tuple(functions)
    module = sys.modules[chosen[0].__module__]
    source = inspect.getsource(module)
    tree = ast.parse(source)
    used = _names(ast.parse("\n".join(inspect.getsource(one) for one in chosen)))
    values = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign) and _names(node.targets[0]) & used
    ]
    for node in values:
        used |= _names(node)
    imports = "\n".join(filter(None, (_import(node, used) for node in _imports(tree))))
    constants = "\n".join(ast.get_source_segment(source, node) or "" for node in values)
    return "\n\n".join(filter(None, (imports, constants)))


def _imports(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    return (
        node
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module not in {"__future__", "rules.page"}
    )


def _import(node: ast.ImportFrom, used: set[str]) -> str:
    names = [alias.name for alias in node.names if alias.name in used]
    if not names:
        return ""
    line = f"from {node.module} import {', '.join(names)}"
    if len(line) <= 88:  # noqa: PLR2004 - what a page shows without scrolling
        return line
    return f"from {node.module} import (\n" + "".join(f"    {name},\n" for name in names) + ")"


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
