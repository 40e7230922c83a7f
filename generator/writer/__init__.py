"""The output: pages are written into a tree beside it, and the two change places in one step."""

from generator.writer.folder import OutputFolder, check_output
from generator.writer.manifest import MANIFEST, Manifest, make_manifest, read_manifest
from generator.writer.pages import PageWriter
from generator.writer.trees import Survey

__all__ = [
    "MANIFEST",
    "Manifest",
    "OutputFolder",
    "PageWriter",
    "Survey",
    "check_output",
    "make_manifest",
    "read_manifest",
]
