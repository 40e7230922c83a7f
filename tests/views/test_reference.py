from pathlib import Path
from typing import get_args

from generator.themes import builtin_themes, load_theme
from generator.views.contract import PageView
from generator.views.reference import contract_reference, with_reference


def test_the_theme_author_s_guide_holds_the_contract_as_it_is(repository: Path):
    guide = (repository / "docs" / "themes.md").read_text(encoding="utf-8")

    assert with_reference(guide) == guide, "run `python -m generator.views`"


def test_every_page_is_in_the_reference_with_its_template():
    reference = contract_reference()

    for page in get_args(PageView):
        assert f"#### {page.__name__} (`{page.template}`)" in reference


def test_every_page_has_a_template_in_the_built_in_theme(tmp_path: Path):
    theme = load_theme("disputatio", (), tmp_path)

    assert {page.template for page in get_args(PageView)} <= set(theme.closures)
    assert (builtin_themes() / "disputatio" / "theme.yaml").is_file()


def test_the_example_of_the_guide_is_a_theme(repository: Path, tmp_path: Path):
    guide = (repository / "docs" / "themes.md").read_text(encoding="utf-8")
    folder = tmp_path / "plainsong"
    for path, language in (("theme.yaml", "yaml"), ("templates/404.html", "jinja"), ("static/style.css", "css")):
        example = next(block for block in guide.split("```") if block.startswith(language) and f"/{path}" in block)
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(example.removeprefix(language).lstrip(), encoding="utf-8")

    theme = load_theme("plainsong", (), tmp_path)

    assert theme.view.options["accent"] == "#1d4f8f"
