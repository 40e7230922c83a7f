"""Review by hand: the doubts of an archive in the local preview, and answers written to content/corrections.yaml.

Nothing of it is ever in the output: the pages exist only while `disputatio serve --review` runs.
"""

from generator.review.answers import entry_of, with_entry
from generator.review.desk import Answered, Desk, Refused, id_of
from generator.review.web import BODY_BYTES, FOLDER, routes

__all__ = ["BODY_BYTES", "FOLDER", "Answered", "Desk", "Refused", "entry_of", "id_of", "routes", "with_entry"]
