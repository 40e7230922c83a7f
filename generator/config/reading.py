"""site.yaml read: the file's form, then each key by the table, and all faults told together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.config.keys import KEYS
from generator.config.record import Config
from generator.config.values import direction_of, read_engine
from generator.problems import Problem, UnusableInput
from generator.yamlfile import Form, Node, Place, Scalar, read_yaml, shown

FILE = "site.yaml"
_OWN_FOLDERS = ("content", "content/threads", "content/pages", "themes")


def read_config(root: Path) -> Config:
    """Return the checked site.yaml of the site in the folder `root`.

    Raises:
        UnusableInput: there is no site.yaml, or it has faults (D1xx); all of them are told at once, in file order.
    """
    root = root.resolve() if ".." in root.parts else root.absolute()  # an output may not lie behind a ".."
    path = root / FILE
    if not path.exists() and not path.is_symlink():
        message = f"there is no {FILE} in {shown(root.name)}"
        fix = "Name the site's folder by --site, or make a new site by `disputatio init`."
        raise UnusableInput((Problem("error", "D101", FILE, None, None, message, fix=fix),))
    node, faults = read_yaml(path, file=FILE)
    form = Form(FILE)
    values = _read_values(form, node) if node is not None or not faults else {}
    problems = sorted((*faults, *form.problems), key=lambda problem: (problem.line or 0, problem.column or 0))
    left = [folder for folder in (*_OWN_FOLDERS, values.get("output")) if folder and _leaves(root, folder)]
    problems += [_link_out(folder) for folder in left if not any(folder.startswith(f"{above}/") for above in left)]
    if problems:
        raise UnusableInput(tuple(problems))
    values["direction"] = values["direction"] or direction_of(values["language"])
    values["output"] = root / values["output"]
    values["post_pages"] = values.pop("pages")
    return Config(root=root, **values)


def choose_engine(text: str, *, option: str = "--engine") -> str:
    """Return the engine that a command line option names, in the form of `Config.engine`.

    Raises:
        UnusableInput: it is not `local`, `local:N` or `spark:URL`.
    """
    form = Form(option)
    engine = read_engine(form, Scalar(text, Place(1, 1)), option)
    if engine is None:
        raise UnusableInput(tuple(replace(problem, line=None, column=None) for problem in form.problems))
    return engine


def _read_values(form: Form, root: Node | None) -> dict[str, Any]:
    entries = form.mapping(root, FILE, keys=[key.name for key in KEYS]) if root else {}
    values: dict[str, Any] = {}
    for key in KEYS:
        node = entries[key.name][1] if key.name in entries else None
        is_given = node is not None and not (isinstance(node, Scalar) and not node.text.strip())
        values[key.name] = key.read(form, node, key.name) if node is not None and is_given else key.default
    return values


def _leaves(root: Path, folder: str) -> bool:
    try:
        return not (root / folder).resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):  # RuntimeError: a ring of links
        return True


def _link_out(folder: str) -> Problem:
    message = f"the folder {shown(folder)} is a link that leads out of the site"
    return Problem("error", "D113", folder, None, None, message, fix="Put a real folder in its place.")
