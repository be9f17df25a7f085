"""Plots as SVG documents, drawn on the server: positions over time, the relations of two parties, statements over time.

Each is one string: a whole SVG that stands by itself in a file, in a page or on paper. It has a title and a description of what it shows
in words, says everything by shape, pattern and label (colour only repeats it), brings its own background, and has no script, style sheet,
link or font of its own, so that a strict content security policy lets it be. What comes out of articles is escaped, and its control and
direction characters are shown. The same data gives the same bytes.
`png` draws any of them in pixels.
"""

from whoseword.plots._png import png
from whoseword.plots._positions import positions
from whoseword.plots._relations import Week, relations
from whoseword.plots._statements import Period, statements

__all__ = ["Period", "Week", "png", "positions", "relations", "statements"]
