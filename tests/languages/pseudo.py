"""A language made for tests: each message in double brackets, so that what was never given to `t` stands out."""

from collections.abc import Callable
from pathlib import Path

from generator.languages.extraction import messages_of

REPOSITORY = Path(__file__).resolve().parents[2]
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""
# Letter for letter, so that all that the program finds in the sample archive it finds in this one.
CYRILLIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "абцдефгхийклмнопярстувщхызАБЦДЕФГХИЙКЛМНОПЯРСТУВЩХЫЗ"
)
HEBREW = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "אבגדהוזחטיכלמנסעפצקרשתאבגדאבגדהוזחטיכלמנסעפצקרשתאבגד"
)


def bracketed(text: str) -> str:
    return f"⟦{text}⟧"


def catalogue(translate: Callable[[str], str] = bracketed) -> str:
    """Return a catalogue of all messages of the program and its themes."""
    entries = {}
    for message in messages_of(REPOSITORY / "generator", REPOSITORY / "themes"):
        key, plural = _quoted(message.singular), message.plural
        forms = [_quoted(translate(message.singular)), *([_quoted(translate(plural))] if plural else [])]
        told = [f'msgid_plural "{_quoted(plural)}"'] if plural else []
        said = [f'msgstr[{at}] "{form}"' for at, form in enumerate(forms)] if plural else [f'msgstr "{forms[0]}"']
        if key not in entries or plural:
            entries[key] = "\n".join([f'msgid "{key}"', *told, *said, ""])
    return "\n".join([HEADER, *entries.values()])


def site_in(
    folder: Path, tag: str, *, theme: str = "disputatio", letters: dict[int, str] = CYRILLIC, kept: tuple[str, ...] = ()
) -> Path:
    """Write the sample archive in other letters, with an interface in the made-up language; return its folder.

    `kept` are the threads that stay as they are.
    """
    own = folder / "themes" / theme
    (own / "strings").mkdir(parents=True)
    (own / "theme.yaml").write_text(f"extends: {theme}\n", encoding="utf-8")
    (own / "strings" / f"{tag}.po").write_text(catalogue(), encoding="utf-8")
    settings = f"title: {'Sample'.translate(letters)}\nlanguage: {tag}\ntheme: {theme}\n"
    (folder / "site.yaml").write_text(settings, encoding="utf-8")
    threads = folder / "content" / "threads"
    threads.mkdir(parents=True)
    for path in sorted((REPOSITORY / "content" / "threads").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        (threads / path.name).write_text(text if path.name in kept else text.translate(letters), encoding="utf-8")
    words = ("assembly", "bread", "room", "guard")
    topics = "".join(f"{word}: {{label: {word.translate(letters)}}}\n" for word in words)
    (folder / "content" / "topics.yaml").write_text(topics, encoding="utf-8")
    pages = folder / "content" / "pages"
    pages.mkdir()
    (pages / "about.md").write_text("# About\n\nA page by hand.\n".translate(letters), encoding="utf-8")
    return folder


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
