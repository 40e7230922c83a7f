"""One code, one meaning: every code in the program is explained, and every explanation is of a code in the program."""

import re
from pathlib import Path

from generator.codes import CODES, GROUPS, explain
from generator.codes.reference import reference

ROOT = Path(__file__).resolve().parent.parent
CODE = re.compile(r'"(D\d{3})"')


def used() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "generator").rglob("*.py")):
        if file.parent.name != "codes":
            for code in CODE.findall(file.read_text(encoding="utf-8")):
                found.setdefault(code, []).append(file.relative_to(ROOT).as_posix())
    return found


def test_every_code_is_explained_and_every_explanation_is_used():
    assert sorted(used()) == [code.code for code in CODES]


def test_codes_stand_in_order_each_once_in_a_group():
    codes = [code.code for code in CODES]

    assert codes == sorted(set(codes))
    assert all(code[:2] in GROUPS for code in codes)


def test_a_code_is_found_however_it_is_written():
    assert explain(" d205 ") == explain("D205")
    assert explain("D999") is None


def test_the_page_of_codes_in_the_docs_is_current():
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")

    assert page == reference(), "run: python -m generator.codes > docs/problems.md"
