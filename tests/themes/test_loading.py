from pathlib import Path

import pytest

from generator.codec import decode, encode
from generator.problems import UnusableInput
from generator.themes import Theme, builtin_themes, load_theme


def make_theme(root: Path, name: str, files: dict[str, str | bytes]) -> Path:
    for path, text in files.items():
        file = root / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root


def problems_of(name: str, root: Path, options: tuple[tuple[str, str], ...] = ()) -> list[str]:
    with pytest.raises(UnusableInput) as caught:
        load_theme(name, options, root)
    return [problem.render() for problem in caught.value.problems]


def css_of(theme: Theme, name: str) -> str:
    url = theme.view.assets[name]
    return next(asset.data for asset in theme.assets if asset.url == url).decode()


def test_every_built_in_theme_is_sound(tmp_path: Path):
    for folder in builtin_themes().iterdir():
        if not folder.is_dir():
            continue
        theme = load_theme(folder.name, (), tmp_path)

        assert not theme.is_foreign
        assert theme.title


def test_a_theme_survives_the_way_to_another_process(tmp_path: Path):
    theme = load_theme("disputatio", (), tmp_path)

    assert decode(encode(theme), Theme) == theme


def test_a_child_overrides_a_file_an_option_and_a_block(tmp_path: Path):
    make_theme(
        tmp_path,
        "mine",
        {
            "theme.yaml": "title: Mine\noptions:\n  accent: '#112233'\n",
            "templates/404.html": '{% extends "@parent/404.html" %}{% block main %}Gone.{% endblock %}',
            "static/site.js": "// mine",
        },
    )

    theme = load_theme("mine", (), tmp_path)

    assert theme.is_foreign
    assert theme.view.options["accent"] == "#112233"
    assert "--accent: #112233;" in css_of(theme, "options.css")
    assert css_of(theme, "site.js") == "// mine"
    assert theme.templates["0/404.html"].file == "themes/mine/templates/404.html"


def test_a_site_s_theme_may_extend_the_built_in_one_of_its_own_name(tmp_path: Path):
    make_theme(tmp_path, "disputatio", {"theme.yaml": "extends: disputatio\n", "static/site.js": "1"})

    theme = load_theme("disputatio", (), tmp_path)

    assert (theme.levels, theme.is_foreign) == (2, True)


def test_a_missing_theme_is_named_with_a_near_match(tmp_path: Path):
    (message,) = problems_of("disputatoi", tmp_path)

    assert message.startswith('site.yaml: error D401: there is no theme "disputatoi"')
    assert "Did you mean `disputatio`?" in message


def test_a_missing_parent_is_told_at_its_place(tmp_path: Path):
    make_theme(tmp_path, "mine", {"theme.yaml": "title: Mine\nextends: nobody\n"})

    (message,) = problems_of("mine", tmp_path)

    assert message.startswith("themes/mine/theme.yaml:2:10: error D401:")


def test_themes_that_extend_each_other_are_refused(tmp_path: Path):
    make_theme(tmp_path, "one", {"theme.yaml": "extends: two\n"})
    make_theme(tmp_path, "two", {"theme.yaml": "extends: one\n"})

    (message,) = problems_of("one", tmp_path)

    assert "extends itself: one → two → one" in message


@pytest.mark.parametrize(
    ("yaml", "fault"),
    [
        ("title: [1]\n", "title must be text"),
        ("colour: red\n", '"colour" is not a key'),
        ("name: other\n", 'the name is "other", but the folder is "mine"'),
        ("options:\n  width:\n    default: 3px\n", "has no type"),
        ("options:\n  width:\n    type: size\n", 'type is "size"'),
        ("options:\n  width:\n    type: length\n    default: wide\n", "it must be a length"),
        ("options:\n  Width:\n    type: length\n    default: 3px\n", "is no name for an option"),
        ("options:\n  accent: red;}\n", "it must be a colour"),
        ("title: *x\n", "an alias"),
        ("", "empty"),
    ],
)
def test_a_faulty_theme_yaml_is_told_with_its_place(yaml: str, fault: str, tmp_path: Path):
    make_theme(tmp_path, "mine", {"theme.yaml": yaml})

    messages = problems_of("mine", tmp_path)

    assert any(fault in message and message.startswith("themes/mine/theme.yaml") for message in messages), messages


def test_options_of_site_yaml_are_checked_all_at_once(tmp_path: Path):
    messages = problems_of("disputatio", tmp_path, (("acent", "red"), ("measure", "wide"), ("hyphens", "auto")))

    assert len(messages) == 2
    assert "Did you mean `accent`?" in messages[0]
    assert 'the option "measure" is "wide"; it must be a length' in messages[1]


def test_faults_of_templates_are_told_with_file_and_line(tmp_path: Path):
    make_theme(
        tmp_path,
        "mine",
        {
            "theme.yaml": "title: Mine\n",
            "templates/post.html": "{% extends 'bsae.html' %}\n",
            "templates/thread.html": "a\n{% if %}\n",
            "templates/tree.html": "a\n\n{% include page.frame.url %}",
            "templates/home.html": "{{ page.introduction|safe }}",
            "templates/lost.html": "{% extends 'lost.html' %}",
            "templates/page.html": "{% autoescape false %}{{ page.html }}{% endautoescape %}",
            "templates/404.html": b"\xff",
            "templates/people.html": "{% include '@parent/nothing.html' %}",
        },
    )

    text = "\n".join(problems_of("mine", tmp_path))

    assert 'themes/mine/templates/post.html:1: error D404: there is no template "bsae.html"' in text
    assert "Did you mean `base.html`?" in text
    assert "themes/mine/templates/thread.html:2: error D405:" in text
    assert "themes/mine/templates/tree.html:3: error D406: the other template must be named literally" in text
    assert "themes/mine/templates/home.html:1: error D405:" in text
    assert "themes/mine/templates/lost.html:1: error D406: the template extends itself" in text
    assert '"@parent/lost.html"' in text
    assert "themes/mine/templates/page.html:1: error D406: the escaping of text cannot be switched off" in text
    assert "themes/mine/templates/404.html: error D404: the template is not UTF-8" in text
    assert 'themes/mine/templates/people.html:1: error D404: there is no template "@parent/nothing.html"' in text


def test_a_theme_that_stands_alone_must_bring_every_template(tmp_path: Path):
    make_theme(tmp_path, "bare", {"theme.yaml": "extends: null\n", "templates/home.html": "{{ page.frame.title }}"})

    messages = problems_of("bare", tmp_path)

    assert any('no template "post.html"' in message for message in messages)
    assert not any('no template "home.html"' in message for message in messages)


def test_a_closure_changes_with_whatever_a_template_leads_to(tmp_path: Path):
    before = load_theme("disputatio", (), tmp_path).closures
    make_theme(tmp_path, "mine", {"theme.yaml": "", "templates/macros.html": ""})
    make_theme(tmp_path, "mine", {"theme.yaml": "title: x", "templates/extra.html": "x"})
    (tmp_path / "mine/templates/macros.html").unlink()
    base = load_theme("mine", (), tmp_path).closures
    macros = (builtin_themes() / "disputatio/templates/macros.html").read_text(encoding="utf-8")
    make_theme(tmp_path, "mine", {"templates/macros.html": macros + "\n"})
    after = load_theme("mine", (), tmp_path).closures

    assert set(before) <= set(base)
    assert base["post.html"] != after["post.html"]
    assert base["extra.html"] == after["extra.html"]


def test_assets_have_names_that_follow_from_their_content(tmp_path: Path):
    files = {
        "theme.yaml": "title: Mine\n",
        "static/style.css": '@import "more.css";\n/* url(gone.png) */ a { background: url( img/x.png?v=1 ) url("#f") }',
        "static/more.css": "@font-face { src: url(fonts/f.woff2) } b { content: 'url(gone.png)' }",
        "static/img/x.png": b"png",
        "static/fonts/f.woff2": b"font",
    }
    theme = load_theme("mine", (), make_theme(tmp_path, "mine", files))
    assets = theme.view.assets

    assert assets["fonts/f.woff2"] == "assets/fonts/f.woff2"
    assert assets["img/x.png"].startswith("assets/img/x.") and assets["img/x.png"].endswith(".png")
    style = css_of(theme, "style.css")
    assert "@import" not in style and "@font-face" in style
    assert f'url("{assets["img/x.png"].removeprefix("assets/")}")' in style
    assert style.count("url(gone.png)") == 1 and "/*" not in style
    assert 'url("fonts/f.woff2")' in css_of(theme, "more.css")
    make_theme(tmp_path, "mine", {"static/img/x.png": b"other"})
    changed = load_theme("mine", (), tmp_path).view.assets
    assert changed["img/x.png"] != assets["img/x.png"]
    assert changed["style.css"] != assets["style.css"]
    assert changed["more.css"] == assets["more.css"]


def test_a_stylesheet_may_build_on_its_parent_s(tmp_path: Path):
    make_theme(tmp_path, "mine", {"theme.yaml": "title: x", "static/style.css": '@import "@parent/style.css"; a{}'})

    theme = load_theme("mine", (), tmp_path)

    style = css_of(theme, "style.css")
    assert "@import" not in style
    assert "--accent:" in style and ".quote" in style and style.endswith("a{}")


def test_an_imported_stylesheet_may_stand_in_a_layer_and_for_some_media_only(tmp_path: Path):
    css = '@import "a.css" layer(parent) print;\n@import "b.css" screen;\n@import "c.css" layer;x{}'
    files = {"theme.yaml": "title: x", "static/style.css": css, "static/a.css": "a{}", "static/b.css": "b{}"}
    make_theme(tmp_path, "mine", {**files, "static/c.css": '@import "style.css";c{}'})

    style = css_of(load_theme("mine", (), tmp_path), "style.css")

    assert "".join(style.split()) == "@mediaprint{@layerparent{a{}}}@mediascreen{b{}}@layer{c{}}x{}"


@pytest.mark.parametrize(
    ("css", "fault"),
    [
        ("a { background: url(https://evil.example/x.png) }", "leads out of the theme"),
        ("@import '//evil.example/x.css';", "leads out of the theme"),
        ("a { background: url(/etc/passwd) }", "leads out of the theme"),
        ("\n\na { background: url(../../secret.png) }", "static/style.css:3: error D408: there is no file"),
        ("a { background: url(imgs/x.png) }", "Did you mean `img/x.png`?"),
    ],
)
def test_a_stylesheet_asks_only_for_what_is_there(css: str, fault: str, tmp_path: Path):
    make_theme(tmp_path, "mine", {"theme.yaml": "title: x", "static/style.css": css, "static/img/x.png": b""})

    assert any(fault in message for message in problems_of("mine", tmp_path))


def test_links_odd_names_and_kept_names_are_refused(tmp_path: Path):
    make_theme(tmp_path, "mine", {"theme.yaml": "title: x", "static/a b.png": b"", "static/options.css": b""})
    (tmp_path / "mine/static/leak.txt").symlink_to("/etc/hostname")
    (tmp_path / "mine/static/.hidden").write_text("")
    (tmp_path / "mine/static/folder").symlink_to("/etc")

    text = "\n".join(problems_of("mine", tmp_path))

    assert "static/a b.png" in text
    assert "static/leak.txt: error D408: links are not followed" in text
    assert "static/folder: error D408: links are not followed" in text
    assert "static/options.css: error D408: this name is kept" in text
    assert ".hidden" not in text


def test_a_theme_that_is_a_link_is_not_followed(tmp_path: Path):
    make_theme(tmp_path, "real", {"theme.yaml": "title: x"})
    (tmp_path / "linked").symlink_to(tmp_path / "real")

    assert "there is no theme" in problems_of("linked", tmp_path)[0]
