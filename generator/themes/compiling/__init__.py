"""Templates → Python functions: the same bytes as Jinja gives, in a fraction of the time.

What a page costs in Jinja are look-ups by name, calls through several layers, and a `Markup` for every piece of text.
Here names, blocks, macros and escaping are settled while the templates are compiled, from the very trees that Jinja
parses. Where a template does what is not understood here, or where anything goes wrong while it runs, Jinja has the
word: so this can be slower than hoped, never different. A test renders every page both ways.
"""

from generator.themes.compiling.pages import Compiler, Page
from generator.themes.compiling.scopes import Unsupported

__all__ = ["Compiler", "Page", "Unsupported"]
