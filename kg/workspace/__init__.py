"""One folder with a store of findings, and all that can be done with it."""

from kg.workspace.extraction import extract
from kg.workspace.information import Information
from kg.workspace.workspace import Workspace, open_workspace

__all__ = ["Information", "Workspace", "extract", "open_workspace"]
