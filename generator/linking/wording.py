"""Words by which a reply gives itself away, in the languages of the boards that we know."""

from __future__ import annotations

import re

_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
YOU = re.compile(
    r"\b(?:you|your|you're|u|ur|du|dein\w*|ihr|vous|votre|tu|usted|ty|twoj\w*|ты|вы|ваш\w*)\b", re.IGNORECASE
)
# How replies begin: agreement, doubt, thanks.
_ANSWERS = (
    "yes no yeah yep yup nope nah agreed agree thanks thank thx cheers sure exactly right true correct indeed ok okay"
    " well but actually sorry haha hahaha lol hmm oh ah wow really good great nice absolutely maybe perhaps probably"
    " not never ja nein danke genau stimmt aber doch oui non merci exactement mais si sí gracias pero claro tak nie"
    " dzięki ale да нет спасибо согласен но"
)
ANSWERS = frozenset(_ANSWERS.split())
# ... and words that point back at what was said before.
_POINTERS = (
    "that this it its it's that's these those they he she you your you're why what how where who which so because if"
    " das dies dieser du sie warum wie cela ça c'est pourquoi eso esto porque to dlaczego это почему как"
)
POINTERS = frozenset(_POINTERS.split())

# How posts begin that begin something, ...
GREETING = re.compile(
    r"\s*(?:hi|hello|hey|hallo|guten tag|moin|bonjour|salut|hola|dear|good (?:morning|day|evening)|greetings"
    r"|witam|cześć|привет|здравствуйте)\b",
    re.IGNORECASE,
)
# ... what those say who ask for something ...
PLEA = re.compile(
    r"\b(?:any ?(?:one|body)|some ?(?:one|body)|help|please|pl[zs]+|how (?:do|can|to|would) ?i?|i (?:need|want|have|am)"
    r"|i'm|hilfe|bitte|kann jemand|aide|ayuda|pomoc|помогите|подскажите)\b",
    re.IGNORECASE,
)
# ... and how they end.
CLOSING = re.compile(
    r"\W*(?:thank|thanx|thx|tnx|ty\b|tia\b|cheers|(?:best |kind )?regards|help|please|pl[zs]+\b|any (?:help|ideas?)"
    r"|greetings|good luck|danke|vielen dank|gr[üu](?:ss|ß)|mfg|merci|gracias|saludos|dzięk|pozdr|спасибо)",
    re.IGNORECASE,
)


def first_word(text: str, at: int) -> str:
    """Return the first word after `at`, in small letters; "" where none begins within 30 characters."""
    match = _FIRST_WORD.search(text, at, at + 30)
    return match.group().lower().replace("’", "'") if match else ""
