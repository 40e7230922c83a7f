"""What the codes mean: settings and sidecars."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D101",
        "the file cannot be read",
        "A file that the site needs, above all `site.yaml`, is not there, is no plain file, or may not be read.",
        "Check the name and who may read it. `--site DIR` names the site; `disputatio init DIR` makes one.",
    ),
    Code(
        "D102",
        "the file is not UTF-8",
        "YAML files are read as UTF-8. The line and column are those of the first byte that cannot stand there.",
        "Save the file as UTF-8, without any other change.",
    ),
    Code(
        "D103",
        "the file is too large",
        "A settings file or a sidecar has at most 1 MB.",
        "Split it, or take out what is no longer needed.",
    ),
    Code(
        "D104",
        "the file is not valid YAML",
        "The structure of the file cannot be understood: an indent, a quotation mark or a bracket is wrong.",
        "Look at the line that is told and the one above it. Text with `: ` or `#` in it wants quotation marks.",
    ),
    Code(
        "D105",
        "a key stands twice, or is no text",
        "With two entries of one key, nobody could tell which one counts.",
        "Keep one of the two.",
    ),
    Code(
        "D106",
        "YAML that is not allowed",
        "Anchors, aliases, tags and second documents make a file do more than it shows, so they are refused.",
        "Write the value out where it is needed.",
    ),
    Code(
        "D107",
        "nested too deeply",
        "Lists and mappings stand in each other more often than any setting needs.",
        "Remove the brackets or indents that are too many.",
    ),
    Code(
        "D110",
        "an unknown key",
        "The key means nothing here. Often it is misspelt; a near match is told where there is one.",
        "Correct the key, or remove it. [site-yaml.md](site-yaml.md) lists all keys.",
    ),
    Code(
        "D111",
        "a value of the wrong shape",
        "A list stands where text is expected, or text where a list or a mapping is.",
        "Write it in the shape that the message names.",
    ),
    Code(
        "D112",
        "a value that cannot be used",
        "The value is outside its limits, or is not one of those that the key knows. The message says which are.",
        "Choose a value that the message names.",
    ),
    Code(
        "D113",
        "a folder or address that may not be used",
        "The path leads out of the site, to a place that the site itself needs, or through a link.",
        "Name a path inside the site, written from its root; `--output` may name a folder elsewhere.",
    ),
    Code("D120", "a topic without a label", "Each topic has a name that readers see.", "Add `label: ...` to it."),
    Code("D121", "a topic twice", "Two entries have the same id.", "Keep one, or give the other another id."),
    Code(
        "D122",
        "a broader topic that cannot be",
        "`broader:` names a topic that is not there, or the topic itself by a detour.",
        "Name another topic, or remove the line.",
    ),
    Code(
        "D123",
        "a rule that cannot be matched",
        "An alias or pattern holds no word, or stands for more words than can be matched quickly.",
        "Write it more narrowly; [topics.md](topics.md) says what a pattern may hold.",
    ),
    Code(
        "D124",
        "a star without a meaning",
        "A `*` stands where no word ends, so it is read as nothing.",
        "Put it at the end of a word (`sailor*`), or take it out.",
    ),
)
