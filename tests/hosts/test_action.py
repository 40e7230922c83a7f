"""The composite action: what it installs and runs is what is here."""

import re
from pathlib import Path

import yaml


def test_the_action_builds_with_what_the_repository_holds(repository: Path):
    action = yaml.safe_load((repository / "action.yml").read_text(encoding="utf-8"))
    steps = action["runs"]["steps"]
    scripts = "\n".join(step.get("run", "") for step in steps)

    locks = re.findall(r"GITHUB_ACTION_PATH/([\w.-]+\.lock)", scripts)

    assert action["runs"]["using"] == "composite"
    assert locks and all((repository / lock).is_file() for lock in locks)
    assert all("shell" in step for step in steps if "run" in step)
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", step["uses"]) for step in steps if "uses" in step)


def test_nothing_that_a_user_of_the_action_says_becomes_a_part_of_a_script(repository: Path):
    action = yaml.safe_load((repository / "action.yml").read_text(encoding="utf-8"))

    assert not [step for step in action["runs"]["steps"] if "${{" in step.get("run", "")]


def test_the_workflows_in_the_docs_can_be_read(repository: Path):
    page = (repository / "docs" / "publishing.md").read_text(encoding="utf-8")

    workflows = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]

    assert [next(iter(workflow)) for workflow in workflows] == ["name", "pages", "redirects"]
