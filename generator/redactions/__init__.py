"""What must not be published: content/redactions.yaml read, applied to threads, and looked for in the finished site."""

from generator.redactions.entries import Found, Redaction, Redactions, Secret, Secrets
from generator.redactions.key import read_key
from generator.redactions.privacy import hide_private
from generator.redactions.reading import read_redactions
from generator.redactions.secrets import make_secrets, redaction_problems
from generator.redactions.surveying import survey
from generator.redactions.sweeping import Sweeper
from generator.redactions.threads import Redactor
from generator.redactions.watching import Watch

__all__ = [
    "Found",
    "Redaction",
    "Redactions",
    "Redactor",
    "Secret",
    "Secrets",
    "Sweeper",
    "Watch",
    "hide_private",
    "make_secrets",
    "read_key",
    "read_redactions",
    "redaction_problems",
    "survey",
]
