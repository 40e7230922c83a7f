"""Pictures as static SVG: plain data in, markup out. They need no script, and no style but the theme's classes.

arc_diagram(rows, arcs, words)    who answers whom, beside the names of the posts
bar_chart(bars, words)            counts by period, each bar a link
matrix(names, cells, words)       who meets whom, in a fixed order
small_multiples(lines, words)     several series on one scale, each a link

Each gives a `Drawing`: the picture, and the same as a table. Labels are text of the edition, ready to be shown.
"""

from generator.charts.arcs import Arc, ArcRow, arc_diagram
from generator.charts.bars import Bar, bar_chart
from generator.charts.drawing import Drawing, Words
from generator.charts.matrix import Cell, Name, matrix
from generator.charts.multiples import Line, small_multiples

__all__ = [
    "Arc",
    "ArcRow",
    "Bar",
    "Cell",
    "Drawing",
    "Line",
    "Name",
    "Words",
    "arc_diagram",
    "bar_chart",
    "matrix",
    "small_multiples",
]
