"""The text of a PDF that has some, by pdfminer.six, in the order in which its boxes of text are read.

Of pypdf and pdfminer.six, both keep the order of columns and every quotation, but only pdfminer.six parts paragraphs, so that a
quotation does not run into the next one. Letters that were set as one sign ("ﬁ") are two again, and gaps between words are one space:
these are the printer's. A picture of a page has no text; it needs OCR, which is not done here.
"""

import io
import logging
import re

from pdfminer.high_level import extract_text
from pdfminer.layout import LAParams
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser
from pdfminer.psexceptions import PSException
from pdfminer.utils import decode_text

from whoseword.read._article import amend, read_plain
from whoseword.read._dates import tidy_iso
from whoseword.read._facts import Facts
from whoseword.read._options import ReadOptions, reject
from whoseword.records import Article, Rejected

_MOST_PAGES = 500  # what is longer is a book
_FEWEST_LETTERS = 20
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?(?:(Z)|([+-]\d{2})'?(\d{2})?)?)?")
# what pdfminer.six raises on files that are not what they say (its own errors, and Python's where it trusts them)
_BROKEN = (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError,
           RecursionError, OverflowError, EOFError, OSError, NotImplementedError, MemoryError)  # fmt: skip


def read_pdf(raw: bytes, source: str, options: ReadOptions) -> Article | Rejected:
    """The article in the PDF `raw`, or why there is none."""
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # it would write a hostile file's words on the terminal
    try:
        facts = _facts_of(PDFDocument(PDFParser(io.BytesIO(raw))))
        text = extract_text(io.BytesIO(raw), maxpages=_MOST_PAGES, laparams=LAParams())
    except (PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        return reject(source, "unreadable", "the PDF is locked: unlock it with its password")
    except _BROKEN as error:
        return reject(source, "unreadable", f"the PDF is damaged: {type(error).__name__} {error}".strip()[:300])
    tidy = _tidy(text)
    if sum(map(str.isalpha, tidy)) < _FEWEST_LETTERS:
        return reject(source, "no-text", "the PDF has no text: it may be pictures of pages, which need OCR first")
    article = read_plain(tidy, source, options)
    return amend(article, facts) if isinstance(article, Article) else article


def _tidy(text: str) -> str:
    """The text with letters for ligatures, one space between words and one blank line between paragraphs and pages."""
    for sign, letters in _LIGATURES.items():
        text = text.replace(sign, letters)
    lines = (re.sub(r"[ \t\xa0]+", " ", line).strip() for line in text.replace("\f", "\n\n").split("\n"))
    whole = "\n".join("" if re.fullmatch(r"(?:Page )?\d{1,4}(?: (?:of|/) \d{1,4})?", line) else line for line in lines)
    return re.sub(r"\n{3,}", "\n\n", whole).strip("\n") + "\n"


def _facts_of(document: PDFDocument) -> Facts:
    facts = Facts()
    stated = document.info[0] if document.info else {}
    facts.add("title", _words(stated.get("Title")), "pdf")
    facts.add("byline", _words(stated.get("Author")), "pdf")
    facts.add("published", _moment(_words(stated.get("CreationDate"))), "pdf")
    return facts


def _words(value: object) -> str | None:
    if not isinstance(value, bytes):
        return None
    words = " ".join("".join(c if c.isprintable() else " " for c in decode_text(value)).split())
    return words if re.search(r"[^\W\d_]|\d{8}", words) and not words.lower().endswith((".doc", ".docx", ".indd")) else None


def _moment(value: str | None) -> str | None:
    match = _DATE.match(value or "")
    if match is None:
        return None
    day, zone = "-".join(match.group(1, 2, 3)), match[7] or (f"{match[8]}:{match[9] or '00'}" if match[8] else "")
    return tidy_iso(f"{day}T{match[4]}:{match[5]}{zone}" if match[4] else day)
