"""W3C Web Annotations: one JSON-LD document with every quote whose origin is known."""

from __future__ import annotations

from pathlib import Path

from generator.codec import to_json
from generator.exports.annotations import CONTEXT, annotations_of
from generator.exports.datasets.seam import Archive
from generator.views import ThreadBundle, gather

name = "annotations"
title = "W3C Web Annotations: every quote with the passage that it was taken from"
ending = ".jsonld"


def write(archive: Archive, target: Path) -> None:
    before = b""
    with target.open("wb") as file:
        file.write(b'{"@context":' + to_json(CONTEXT) + b',"type":"AnnotationPage","items":[')
        for debate in archive.debates():
            for item in annotations_of(gather(ThreadBundle(debate.thread, debate.links), archive.settings)):
                file.write(before + b"\n" + to_json(item))
                before = b","
        file.write(b"\n]}\n")
