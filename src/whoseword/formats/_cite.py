"""Citations: BibTeX, RIS and CSL-JSON, one entry a statement. What is cited is the article; the statement is its abstract and note.

A byline is one author as it stands: what of it is a name, a place or an agency is not taken apart. Entries are named by the
statement's id, so that a list that is exported again updates the entries of a reference manager instead of doubling them.
"""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from whoseword.formats._view import day_parts, plain, remark, title_of, web_address, words_of

if TYPE_CHECKING:  # the store is loaded late
    from whoseword.store import StatementRow

# A brace counts for BibTeX even after a backslash, so that a lone one would end the field: both are written out in words.
_BIBTEX = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "\ufffd": "?",
})  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_END = "\r\n"


def bibtex(rows: "Iterable[StatementRow]") -> Iterator[bytes]:
    """Statements as BibTeX entries of type misc, in UTF-8, as BibTeX and biblatex both take them.

    Titles and authors stand in double braces: nobody changes their case or takes them apart.
    """
    for found in rows:
        fields: list[tuple[str, str | None]] = [
            ("author", _doubled(found.byline)),
            ("title", _doubled(title_of(found))),
            ("howpublished", _tex(found.outlet)),
            *_bibtex_date(found.published),
            ("url", _bibtex_url(found)),
            ("urldate", "-".join(day_parts(found.read_at)) or None),
            ("abstract", _tex(words_of(found.statement))),
            ("note", _tex(remark(found))),
            ("keywords", f"{found.statement.act}, {found.statement.kind}"),
        ]
        lines = [f"  {name} = {{{value}}}" for name, value in fields if value and name != "month"]
        lines += [f"  month = {value}" for name, value in fields if name == "month"]
        yield (f"@misc{{statement-{_key(found)},\n" + ",\n".join(lines) + "\n}\n\n").encode("utf-8", "replace")


def ris(rows: "Iterable[StatementRow]") -> Iterator[bytes]:
    """Statements as RIS records of type NEWS: a tag, two spaces, a hyphen, a space and a value on each line, ended by CR LF."""
    for found in rows:
        parts = list(day_parts(found.published))
        fields: list[tuple[str, str | None]] = [
            ("TY", "NEWS"),
            ("ID", f"statement-{_key(found)}"),
            ("AU", (plain(found.byline) or "").replace(",", ";")),  # a comma would stand between surname and given name
            ("TI", title_of(found)),
            ("T2", plain(found.outlet)),
            ("PY", parts[0] if parts else None),
            ("DA", "/".join((*parts, *("",) * (3 - len(parts)))) + "/" if parts else None),
            ("UR", web_address(found)),
            ("Y2", "/".join(day_parts(found.read_at)) or None),
            ("AB", words_of(found.statement)),
            ("N1", remark(found)),
            ("KW", found.statement.act),
            ("KW", found.statement.kind),
        ]
        lines = [f"{tag}  - {value}" for tag, value in fields if value]
        yield (_END.join((*lines, "ER  - ")) + _END).encode("utf-8", "replace")


def csl(rows: "Iterable[StatementRow]") -> Iterator[bytes]:
    """Statements as CSL-JSON (Citation Style Language, input data 1.0), one array, an item a line."""
    before = b"["
    for found in rows:
        item = json.dumps(_csl_item(found), ensure_ascii=False).encode("utf-8", "replace")
        yield before + b"\n" + item
        before = b","
    yield b"\n]\n" if before == b"," else b"[]\n"


def _csl_item(found: "StatementRow") -> dict[str, Any]:
    fields: dict[str, Any] = {
        "id": f"statement-{_key(found)}",
        "type": "article-newspaper",
        "title": title_of(found),
        "author": [{"literal": plain(found.byline)}] if plain(found.byline) else None,
        "container-title": plain(found.outlet),
        "issued": _csl_date(found.published),
        "accessed": _csl_date(found.read_at),
        "URL": web_address(found),
        "abstract": words_of(found.statement),
        "note": remark(found),
        "keyword": f"{found.statement.act}, {found.statement.kind}",
    }
    return {name: value for name, value in fields.items() if value}


def _csl_date(value: str | None) -> dict[str, Any] | None:
    parts = [int(part) for part in day_parts(value)]
    return {"date-parts": [parts]} if parts else None


def _bibtex_date(published: str | None) -> Iterator[tuple[str, str]]:
    parts = list(day_parts(published))
    if not parts:
        return
    yield "date", "-".join(parts)
    yield "year", parts[0]
    if len(parts) > 1 and 1 <= int(parts[1]) <= len(_MONTHS):
        yield "month", _MONTHS[int(parts[1]) - 1]


def _bibtex_url(found: "StatementRow") -> str | None:
    """The address as biblatex takes it, verbatim: only braces would be misread there, and `web_address` has encoded them."""
    return web_address(found)


def _doubled(text: str | None) -> str | None:
    shown = _tex(text)
    return f"{{{shown}}}" if shown else None


def _tex(text: str | None) -> str | None:
    line = plain(text)
    return line.translate(_BIBTEX) if line else None


def _key(found: "StatementRow") -> str:
    """The statement's id, of which nothing but letters, digits and hyphens can stand in a key."""
    return "".join(char if char.isascii() and char.isalnum() else "-" for char in found.statement.id)
