"""Languages: the edition's own words, its dates, numbers and plurals, in the language of the site.

read_language(tag, folders)   the Language that site.yaml asks for, and what is wrong with its catalogues
renewing, extraction          the messages of the program, and catalogues brought up to date with them
ENGLISH                       the language that the program's own sentences are written in
"""

from generator.languages.language import ENGLISH, Calendar, Language, Numerals
from generator.languages.reading import StringsFolder, read_language

__all__ = ["ENGLISH", "Calendar", "Language", "Numerals", "StringsFolder", "read_language"]
