"""Every format that a list of statements can be written in, for whoever offers them: one table for command line, API and desk."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from whoseword.errors import ConfigError
from whoseword.export import csv_lines, json_line
from whoseword.formats._cite import bibtex, csl, ris
from whoseword.formats._feed import atom
from whoseword.formats._linked import jsonld
from whoseword.formats._sheet import sheet
from whoseword.formats._view import View, row_of

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import StatementRow


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, how its files end, what it is, and how rows are written in it, piece by piece."""

    media_type: str
    suffix: str
    says: str
    write: "Callable[[Iterable[StatementRow], View], Iterator[bytes]]"


def written(name: str, rows: "Iterable[StatementRow]", view: View) -> Iterator[bytes]:
    """Statements in the format of that name, piece by piece; ConfigError where there is no such format."""
    if name not in FORMATS:
        raise ConfigError(f"there is no format {name!r}: it is one of {', '.join(FORMATS)}")
    return FORMATS[name].write(rows, view)


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv", "csv", "a statement a row", lambda rows, _: csv_lines(map(row_of, rows))),
    "jsonl": Format("application/jsonl", "jsonl", "a statement a line", lambda rows, _: map(json_line, rows)),
    "bibtex": Format("application/x-bibtex", "bib", "citations for BibTeX and biblatex", lambda rows, _: bibtex(rows)),
    "ris": Format("application/x-research-info-systems", "ris", "citations for reference managers", lambda rows, _: ris(rows)),
    "csl": Format("application/vnd.citationstyles.csl+json", "csl.json", "citations as CSL-JSON", lambda rows, _: csl(rows)),
    "jsonld": Format("application/ld+json", "jsonld", "linked data: schema.org, Web Annotation, PROV-O", jsonld),
    "atom": Format("application/atom+xml", "atom", "a feed", atom),
    "sheet": Format("text/html", "html", "an evidence sheet to print", sheet),
}
