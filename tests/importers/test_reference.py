from pathlib import Path

from generator.importers.reference import reference
from generator.importers.seam import built_in

PAGE = Path(__file__).resolve().parents[2] / "docs" / "importers.md"


def test_the_page_on_importers_in_the_docs_is_current():
    assert PAGE.read_text(encoding="utf-8") == reference(), "run: python -m generator.importers > docs/importers.md"


def test_every_importer_tells_what_it_reads_what_it_cannot_and_where_the_facts_come_from():
    page = reference()

    for importer in built_in():
        if importer.name != "unknown-json":
            section = page.partition(f"## {importer.name}\n")[2].partition("\n## ")[0]
            told = [word for word in ("**Reads**", "**Cannot**", "*Facts*") if word in section]
            assert len(told) == 3, (importer.name, told)
