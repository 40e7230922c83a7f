"""The rooms of ARCHITECTURE.md and the code agree: who imports whom, by which door, and how large a file may grow."""

import ast
import re
from functools import lru_cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
PACKAGE = REPOSITORY / "generator"
MAX_LINES = 400
ALL_ABOVE = "all above"
# Beside a room's front door: the rows, the queries and the addresses are small doors of their own, the contract is one.
SIDE_DOORS = {"languages.renewing", "tables.rows", "tables.queries", "views.urls", "views.contract"}
NO_ROOM = {"__init__", "__main__", "_builtin"}  # the version, the entry, what a wheel carries of themes/ and content/


def read_table() -> dict[str, frozenset[str]]:
    """Return for each room the rooms that it may import, in the order of the table in ARCHITECTURE.md."""
    text = (REPOSITORY / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text[text.index("## Rooms") : text.index("## Front doors")]
    rooms: dict[str, frozenset[str]] = {}
    for line in section.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) != 3 or not cells[0].startswith("`"):
            continue
        names = [name.removesuffix(".py").strip("/") for name in re.findall(r"`([^`]+)`", cells[0])]
        wanted = re.sub(r"\([^)]*\)", "", cells[2])
        allowed = set(rooms) if wanted == ALL_ABOVE else {word.strip() for word in wanted.split(",")} - {"-", ""}
        for name in names:  # files that share a line of the table are one room
            rooms[name] = frozenset(allowed | set(names))
    return rooms


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if room_of(path) not in NO_ROOM)


def imports_of(path: Path) -> set[str]:
    """Return the dotted names below `generator` that a module imports: "text", "text.words" for one of its files."""
    package = ["generator", *path.relative_to(PACKAGE).parent.parts]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            inner = [alias.name for alias in node.names if is_package(module) and alias.name not in exports_of(module)]
            found |= {f"{module}.{name}" for name in inner} or {module}
    return {name.removeprefix("generator.") for name in found if name.startswith("generator.")}


@lru_cache
def exports_of(module: str) -> frozenset[str]:
    """Return what a room's front door gives: the names in `__all__`. A function may have the name of its file."""
    tree = ast.parse((REPOSITORY / Path(*module.split(".")) / "__init__.py").read_text(encoding="utf-8"))
    lists = [node.value for node in tree.body if isinstance(node, ast.Assign) and names_all(node)]
    return frozenset(ast.literal_eval(lists[0])) if lists else frozenset()


def names_all(node: ast.Assign) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets)


def is_package(module: str) -> bool:
    return (REPOSITORY / Path(*module.split("."))).is_dir()


ROOMS = read_table()


def test_the_table_of_rooms_can_be_read():
    assert ROOMS["records"] == {"records"}
    assert "records" in ROOMS["codec"]
    assert "pipeline" in ROOMS["cli"]


def test_a_room_imports_only_rooms_above_it_in_the_table():
    above: set[str] = set()
    for room, allowed in ROOMS.items():
        siblings = {other for other in allowed if ROOMS.get(other) == allowed}
        assert allowed - {room} - siblings <= above, f"{room} may import {allowed - above} which stand below it"
        above.add(room)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path: Path):
    room = room_of(path)
    assert room in ROOMS, f"{room} has no line in the table of ARCHITECTURE.md"

    foreign = {name for name in imports_of(path) if name.split(".")[0] in ROOMS}

    assert {name for name in foreign if name.split(".")[0] not in ROOMS[room] | {room}} == set()


def inner_file(name: str) -> str | None:
    """Return the file of a room that a dotted name leads to ("text.words"), None where it is the front door."""
    room, _, rest = name.partition(".")
    inner = rest.partition(".")[0]
    is_file = bool(inner) and ((PACKAGE / room / f"{inner}.py").is_file() or (PACKAGE / room / inner).is_dir())
    return f"{room}.{inner}" if is_file else None


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_is_entered_by_its_door(path: Path):
    foreign = {name for name in imports_of(path) if name.split(".")[0] != room_of(path)}

    assert {inner for name in foreign if (inner := inner_file(name))} <= SIDE_DOORS


def code_files() -> list[Path]:
    return sorted(path for folder in ("generator", "tests", "bench") for path in (REPOSITORY / folder).rglob("*.py"))


def test_no_file_outgrows_a_reader():
    lengths = {str(path.relative_to(REPOSITORY)): len(path.read_text().splitlines()) for path in code_files()}

    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}
