"""What the codes mean: themes."""

from __future__ import annotations

from generator.codes.code import Code

CODES = (
    Code(
        "D401", "there is no such theme", "`theme:` or `extends:` names a theme that is not there.", "Correct the name."
    ),
    Code("D402", "theme.yaml is wrong", "An option has no type, a bad name or a bad default.", "Correct the line."),
    Code("D403", "a theme extends itself", "The chain of `extends:` leads in a circle.", "Take one link out."),
    Code(
        "D404",
        "a template is missing or refused",
        "A template asks for one that is not there, or is too large, or is a link.",
        "Add it, or let the theme extend another one.",
    ),
    Code("D405", "a template cannot be read", "Its Jinja syntax is wrong.", "Correct the line that is told."),
    Code(
        "D406",
        "a template does what it may not",
        "Escaping cannot be switched off, other templates are named literally, and no template extends itself.",
        "Write it as [themes.md](themes.md) shows.",
    ),
    Code("D407", "an option that the theme has not", "`theme_options:` names it.", "Correct the name or the value."),
    Code("D408", "a static file cannot be used", "Its name or size is not allowed.", "Rename it or make it smaller."),
    Code(
        "D409",
        "a catalogue cannot be used",
        "It is not written as gettext's .po files are, or a translation has places ({name}) that the English has not.",
        "Correct the line that is told; [languages.md](languages.md) shows how.",
    ),
    Code(
        "D410",
        "the interface is not translated",
        "There is no catalogue for the `language:` of site.yaml, so the words around the posts stay English.",
        "Add one: it is a single file, as [languages.md](languages.md) shows.",
    ),
    Code(
        "D411", "a template failed", "It failed while a page was rendered, or took too long.", "Correct the template."
    ),
    Code("D412", "no theme is made", "The name is no name for a theme, or is taken.", "Choose another name."),
)
