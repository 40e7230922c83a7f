"""`python -m generator.codes > docs/problems.md` brings the page of all codes up to date."""

import sys

from generator.codes.reference import reference

sys.stdout.write(reference())
