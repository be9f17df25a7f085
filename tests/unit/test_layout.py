"""What the layout gives without a model: turns of a transcript and signed quotations."""

import re

from hypothesis import given
from hypothesis import strategies as st

from whoseword.records import Attribution, Block
from whoseword.tag.layout import read_layout


def read(text: str) -> list[Attribution]:
    return read_layout(text, [Block("paragraph", m.start(), m.end()) for m in re.finditer(r"[^\n]+", text)])


def parts(found: list[Attribution]) -> list[tuple[str, str, list[str]]]:
    return [(a.source[0].text, a.cue[0].text, [span.text for span in a.content]) for a in found]


def test_a_transcript_gives_each_turn_to_its_label() -> None:
    text = "SOLVANG: Will she come?\n\nARLANDO: She will.\n\nSOLVANG: When?"
    assert parts(read(text)) == [
        ("SOLVANG", ":", ["Will she come?"]),
        ("ARLANDO", ":", ["She will."]),
        ("SOLVANG", ":", ["When?"]),
    ]


def test_a_long_turn_goes_on_in_paragraphs_that_open_with_a_mark() -> None:
    text = "“SOLVANG: Why?\n\n“ARLANDO: First.\n\n“Then second.\n\n“SOLVANG: Thanks.”"
    assert parts(read(text))[1] == ("ARLANDO", ":", ["First.", "Then second."])


def test_labels_that_never_come_again_are_no_transcript() -> None:
    assert read("UPDATE: The road is open.\n\nCORRECTION: It was closed.\n\nNOTE: Drive with care.") == []


def test_a_signed_quotation_is_its_signer_s() -> None:
    text = "“They broke the truce.” — Ana Sol"
    assert parts(read(text)) == [("Ana Sol", "—", ["“They broke the truce.”"])]


def test_a_dash_after_a_quotation_that_goes_on_signs_nothing() -> None:
    assert read("“They broke the truce” — and everyone in the hall, from the ministers to the clerks, knew it well.") == []


@given(st.text(alphabet='AB: \n“”"—-ab.', max_size=80))
def test_any_text_gives_spans_that_are_its_text(text: str) -> None:
    for a in read(text):
        assert all(text[s.start : s.end] == s.text for s in (*a.source, *a.cue, *a.content))
