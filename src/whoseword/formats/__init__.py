"""Lists of statements as files for other programs and for paper: citations, linked data, feeds, an evidence sheet.

Promises: every file is complete in itself and in the form that its standard asks for, whatever stands in an article; each
statement comes with its words, its speaker, its article and, where a person corrected it, who said so, when and why; nothing is
written that the record does not say. Files are written as statements come, so a list of any length goes through bounded memory
(an Atom feed alone is held whole, since it begins with its newest date). No network and no ledger: rows come in, bytes go out.
"""

from whoseword.formats._cite import bibtex, csl, ris
from whoseword.formats._feed import atom
from whoseword.formats._linked import jsonld
from whoseword.formats._list import FORMATS, Format, written
from whoseword.formats._sheet import sheet
from whoseword.formats._view import PagePlace, View, corrected_by, row_of

__all__ = [
    "FORMATS",
    "Format",
    "PagePlace",
    "View",
    "atom",
    "bibtex",
    "corrected_by",
    "csl",
    "jsonld",
    "ris",
    "row_of",
    "sheet",
    "written",
]
