"""site.yaml: what it may say, and what is told where it says something else."""

from __future__ import annotations

import os
import re
from dataclasses import fields
from pathlib import Path

import pytest

from generator.config import (
    KEYS,
    Config,
    choose_engine,
    commented_site_yaml,
    direction_of,
    matches,
    read_config,
    reference,
)
from generator.problems import UnusableInput

REPOSITORY = Path(__file__).resolve().parents[2]


def config_of(folder: Path, text: str) -> Config:
    (folder / "site.yaml").write_text(text, encoding="utf-8")
    return read_config(folder)


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(UnusableInput) as caught:
        config_of(folder, text)
    return [problem.render() for problem in caught.value.problems]


def test_an_empty_file_gives_the_defaults(tmp_path):
    config = config_of(tmp_path, "")

    assert (config.title, config.language, config.direction, config.theme) == (
        "Untitled archive",
        "en",
        "ltr",
        "disputatio",
    )
    assert (config.posts_per_page, config.list_page_size, config.engine) == (20, 50, "local")
    assert config.output == tmp_path / "public"


def test_a_site_written_for_a_later_version_is_refused_instead_of_misunderstood(tmp_path):
    (fault,) = faults_of(tmp_path, "title: Later\nformat: 2\n")

    assert fault.startswith("site.yaml:2:9: error D112: format is 2; this version of Disputatio knows 1 and below")
    assert "newer version" in fault


def test_a_full_file_is_read_value_by_value(tmp_path):
    config = config_of(
        tmp_path,
        """
title: The Petrograd debates
description: >
  What was said
  about 1917.
language: AR-eg
base_url: https://archive.example/debates
licence: 'CC BY 4.0: see the file'
archivist: Jane Roe
navigation:
  Threads: threads/index.html
  About: pages/about.html
theme: bright
theme_options: {accent: '#8b1e1e', measure: 66ch}
posts_per_page: 25
list_page_size: 100
output: build/site/
engine: local:4
skip: [drafts/*, content/threads/old.txt]
importers: {old/*: mbox}
retrieved: {kronstadt.txt: 2017-12-04}
""",
    )

    assert config.description == "What was said about 1917."
    assert (config.language, config.direction) == ("ar-EG", "rtl")
    assert config.base_url == "https://archive.example/debates/"
    assert config.licence == "CC BY 4.0: see the file"
    assert config.navigation == (("Threads", "threads/index.html"), ("About", "pages/about.html"))
    assert config.theme_options == (("accent", "#8b1e1e"), ("measure", "66ch"))
    assert (config.posts_per_page, config.list_page_size, config.engine) == (25, 100, "local:4")
    assert config.output == tmp_path / "build" / "site"
    assert config.is_skipped("drafts/new.txt")
    assert config.is_skipped("old.txt")
    assert not config.is_skipped("older.txt")
    assert config.importer_of("content/threads/old/a.txt") == "mbox"
    assert config.importer_of("new.txt") is None
    assert config.retrieved_on("kronstadt.txt") == "2017-12-04"


@pytest.mark.parametrize(
    "value", ["no", "010", "1.10", "12:34", "null", "~", "2017-12-04", "0x1F", "1e3", ".inf", "Yes"]
)
def test_a_text_that_other_programs_would_guess_a_type_for_stays_text(tmp_path, value):
    assert config_of(tmp_path, f"title: {value}\n").title == value


def test_every_fault_is_told_at_once_in_the_order_of_the_file(tmp_path):
    faults = faults_of(
        tmp_path,
        """titel: X
title: [a]
language: english please
direction: up
base_url: ftp://x
posts_per_page: 4
list_page_size: many
theme: ../evil
output: ../elsewhere
engine: spark://host
title: again
retrieved: {a: yesterday}
""",
    )

    assert [fault.split(": ")[0] for fault in faults] == [
        "site.yaml:1:1",
        "site.yaml:2:8",
        "site.yaml:3:11",
        "site.yaml:4:12",
        "site.yaml:5:11",
        "site.yaml:6:17",
        "site.yaml:7:17",
        "site.yaml:8:8",
        "site.yaml:9:9",
        "site.yaml:10:9",
        "site.yaml:11:1",
        "site.yaml:12:16",
    ]
    assert "Did you mean `title`?" in faults[0]
    assert "names no cluster" in faults[9]


@pytest.mark.parametrize(
    "output",
    [
        "/tmp/x",
        "../x",
        "a/../../x",
        ".",
        "./x",
        "content",
        "CONTENT/x",
        "themes",
        ".cache",
        ".git",
        "~/x",
        "C:\\x",
        "a\\..\\b",
    ],
)
def test_an_output_outside_the_site_or_in_its_sources_is_refused(tmp_path, output):
    assert "D113" in faults_of(tmp_path, f"output: '{output}'\n")[0]


def test_an_output_that_is_a_link_out_of_the_site_is_refused(tmp_path):
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (site / "public").symlink_to(outside)

    assert "leads out of the site" in faults_of(site, "title: x\n")[0]


def test_a_ring_of_links_is_refused(tmp_path):
    (tmp_path / "content").symlink_to(tmp_path / "content")

    assert "leads out of the site" in faults_of(tmp_path, "title: x\n")[0]


@pytest.mark.parametrize("address", ["//evil.example/x", "javascript:alert(1)", "../x", "/etc", "a\\b"])
def test_navigation_leads_nowhere_but_into_the_site(tmp_path, address):
    assert "D113" in faults_of(tmp_path, f"navigation: {{X: '{address}'}}\n")[0]


@pytest.mark.parametrize(
    "address",
    [
        "https://",
        "javascript:x",
        "https://a@b/",
        "https://a/?q",
        "https://a/#x",
        "https://[",
        "https://a b/",
        "https://a/'",
        "x",
    ],
)
def test_a_base_url_that_is_no_address_of_a_site_is_refused(tmp_path, address):
    assert "D112" in faults_of(tmp_path, f'base_url: "{address}"\n')[0]


def test_a_site_without_site_yaml_is_told_what_to_do(tmp_path):
    with pytest.raises(UnusableInput) as caught:
        read_config(tmp_path)

    assert "disputatio init" in caught.value.problems[0].fix


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_in_place_of_site_yaml_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "site.yaml")

    with pytest.raises(UnusableInput):
        read_config(tmp_path)


def test_control_characters_of_the_file_never_reach_the_message(tmp_path):
    faults = faults_of(tmp_path, 'title: "a\\e[31m"\n"\\e[2J": x\nlanguage: "\\u202eab"\n')

    assert all(line.isprintable() for fault in faults for line in fault.split("\n"))


@pytest.mark.parametrize(
    "text",
    [
        *("local", "local:1", "local:256", "spark:local", "spark:local[*]", "spark:local[2,4]", "spark:yarn"),
        *("spark:spark://host:7077", "spark:spark://a:7077,b:7077", "spark:k8s://https://host:6443"),
        *("spark:sc://host", "spark:sc://host:15002", "spark:sc://host:443/;use_ssl=true;token=abc"),
    ],
)
def test_an_engine_named_on_the_command_line_is_checked_alike(text):
    assert choose_engine(text) == text


@pytest.mark.parametrize(
    "text",
    ["local:0", "local:257", "local:", "local:x", "dask", "", "spark", "spark:", "spark:host", "spark:spark://host"],
)
def test_an_engine_that_does_not_exist_is_refused(text):
    with pytest.raises(UnusableInput) as caught:
        choose_engine(text)

    assert caught.value.problems[0].render().startswith("--engine: error D112")


@pytest.mark.parametrize(
    ("path", "pattern", "fits"),
    [
        ("a.txt", "a.txt", True),
        ("a.txt", "*.txt", True),
        ("a/b/c.txt", "a/*.txt", True),
        ("a.txt", "b*", False),
        ("a.txt", "a.tx?", True),
        ("a.txt", "a.txt?", False),
        ("a.txt", "*", True),
        ("abab", "*ab", True),
        ("a.txt", "A.txt", False),
        ("", "*", True),
        ("a", "", False),
    ],
)
def test_a_pattern_of_dumps_fits_whole_paths(path, pattern, fits):
    assert matches(path, pattern) is fits


def test_a_hostile_pattern_costs_no_more_than_pattern_times_path():
    assert not matches("a" * 5000, "*a" * 150 + "b")


def test_each_field_of_the_config_is_a_key_and_each_key_a_field():
    names = {"post_pages": "pages"}  # the one key whose value has a key of its own
    assert [key.name for key in KEYS] == [
        names.get(field.name, field.name) for field in fields(Config) if field.name != "root"
    ]


def test_the_scaffold_is_read_with_defaults_and_with_every_example(tmp_path):
    text = commented_site_yaml("Wot's: this? #1")
    uncommented = "\n".join(line.removeprefix("#") for line in text.splitlines() if not re.match(r"# \S", line))

    assert config_of(tmp_path, text).title == "Wot's: this? #1"
    assert config_of(tmp_path, uncommented).skip == ("drafts/*",)


def test_the_reference_in_the_docs_is_current():
    page = (REPOSITORY / "docs" / "site-yaml.md").read_text(encoding="utf-8")

    assert page == reference(), "run: python -m generator.config > docs/site-yaml.md"


def test_the_sample_archive_has_a_sound_site_yaml():
    assert read_config(REPOSITORY).title


@pytest.mark.parametrize(
    ("tag", "direction"), [("he", "rtl"), ("az-Arab", "rtl"), ("fa-Latn", "ltr"), ("en", "ltr"), ("UR", "rtl")]
)
def test_the_direction_follows_from_language_and_script(tag, direction):
    assert direction_of(tag) == direction
