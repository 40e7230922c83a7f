"""What is imported before it is known which format a dump has."""

import subprocess
import sys


def test_nobody_imports_the_parser_of_markdown_to_ask_which_importer_reads_a_dump():
    program = (
        "import sys; from generator.importers.seam import built_in; built_in(); print('markdown_it' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
