"""Print the page on what dumps are read: `python -m generator.importers > docs/importers.md`."""

import sys

from generator.importers.reference import reference

sys.stdout.write(reference())
