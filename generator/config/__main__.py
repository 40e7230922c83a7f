"""Print the reference of site.yaml: `python -m generator.config > docs/site-yaml.md`."""

import sys

from generator.config.keys import reference

sys.stdout.write(reference())
