"""A plot as a picture in pixels, for programs that take no SVG. The SVG stays the plot; this only draws it, on this machine."""

from typing import Final

import resvg_py

from whoseword.errors import ConfigError

_ZOOM: Final = 2.0  # pixels to a unit of the SVG: sharp on screens of today and in print at half a page
_PROBE: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">{}</svg>'
_LETTER: Final = '<text x="2" y="16" font-family="sans-serif">x</text>'


def png(svg: str) -> bytes:
    """A plot of this package as PNG; ConfigError where this machine has no font, since its words would be left out.

    The same SVG gives the same bytes with the same fonts.
    """
    if _drawn(_PROBE.format(_LETTER)) == _drawn(_PROBE.format("")):
        raise ConfigError(
            "a PNG needs a font, and there is none on this machine: install one (DejaVu, Noto), or write --format svg"
        )
    return _drawn(svg)


def _drawn(svg: str) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=_ZOOM))
