"""What modules offer is what they say they offer, sorted."""

import ast
import importlib
import inspect
from pathlib import Path

import pytest

import kg

PACKAGE = Path(__file__).parents[1] / "kg"
MODULES = sorted(
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in PACKAGE.rglob("*.py")
    if path.name != "__main__.py"
)


def place(name: str) -> tuple[int, str]:
    """Constants first, then classes, then functions, as the linter has it."""
    kind = 0 if name.isupper() else 1 if name[0].isupper() else 2
    return kind, name


@pytest.mark.parametrize("name", MODULES)
def test_public_names_are_sorted_and_there(name: str) -> None:
    module = importlib.import_module(name)
    names = list(getattr(module, "__all__", []))
    assert names == sorted(set(names), key=place), f"{name}.__all__ is not sorted, each name once"
    for one in names:
        assert hasattr(module, one), f"{name}.__all__ names {one}, which is not there"


@pytest.mark.parametrize("name", MODULES)
def test_whatever_another_part_imports_is_public(name: str) -> None:
    """A name that another module takes from here is in `__all__`."""
    tree = ast.parse(Path(inspect.getfile(importlib.import_module(name))).read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "kg":
            offered = getattr(importlib.import_module(str(node.module)), "__all__", [])
            for alias in node.names:
                assert alias.name in offered or f"{node.module}.{alias.name}" in MODULES, (
                    f"{name} line {node.lineno}: {node.module} does not offer {alias.name}"
                )


@pytest.mark.parametrize("name", MODULES)
def test_every_module_says_what_it_answers(name: str) -> None:
    documentation = inspect.getdoc(importlib.import_module(name)) or ""
    assert documentation.partition("\n")[0].endswith((".", "…")), (
        f"{name}: the first line of the docstring is one sentence"
    )


def test_the_package_offers_what_five_lines_need() -> None:
    assert {"open_workspace", "extract", "Report", "Finding", "KgError"} <= set(kg.__all__)
    public = {
        name
        for name in dir(kg)
        if not name.startswith("_") and not inspect.ismodule(getattr(kg, name))
    }
    assert public >= set(kg.__all__)
