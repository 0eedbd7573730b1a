"""Imports point downwards: the one rule that keeps the house standing (design 1)."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg"

#: Lowest first; a part imports itself and lower lines only.
LAYERS = [
    {"errors"},
    {"resources"},
    {"anatomy"},
    {"findings"},
    {"vocabulary"},
    {"reading", "reasoning", "demo"},
    {"triples", "adapters"},
    {"store"},
    {"columnar", "remote"},
    {"asking", "exports"},
    {"evaluation"},
    {"workspace"},
    {"distributed"},
    {""},
    {"web", "cli"},
    {"__main__"},
]
HEIGHT = {name: height for height, layer in enumerate(LAYERS) for name in layer}


def part_of(dotted: str) -> str:
    return dotted.removesuffix(".__init__").partition(".")[2].partition(".")[0]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix()
)
def test_imports_point_downwards(path: Path) -> None:
    here = part_of(".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts))
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: write the import in full, from kg"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for there in (part_of(name) for name in names if name.split(".")[0] == "kg"):
            assert there == here or HEIGHT.get(there, 99) < HEIGHT[here], (
                f"line {node.lineno}: {here} imports {there}"
            )
