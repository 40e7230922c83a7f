"""Print the reference of the commands: `python -m generator.cli > docs/commands.md`."""

import sys

from generator.cli.commands import disputatio
from generator.cli.reference import commands_reference

sys.stdout.write(commands_reference(disputatio))
