"""Export: rows, CSV that no spreadsheet executes, Parquet, and files that appear whole or not at all."""

import csv
import io
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoseword import export, parquet
from whoseword.errors import ConfigError
from whoseword.records import Article, Dispute, Party, Reading, SaidOn, Span, Speaker, Statement

TEXT = "“We go,” Ann told Bo on Monday. “Now.”"
SAID = Statement(
    id="s1", kind="direct", act="announce", voiced=True,
    content=(Span.cut(TEXT, 1, 7), Span.cut(TEXT, 33, 37)), verbatim=(), cue=(Span.cut(TEXT, 13, 17),), source=(Span.cut(TEXT, 9, 12),),
    speaker=Speaker("Ann", "person", how="name", confidence=0.9), addressee=Party("Bo", "person"),
    said_on=SaidOn("2025-01-20", "day", None, "text"), chain=(Party("Daily", "media"), Party("CNN", "media")), confidence=0.5,
)  # fmt: skip
READING = Reading(Article("a1", "a.txt", TEXT, "0" * 64, outlet="Daily"), (SAID,))


def read_csv(rows):
    return list(csv.reader(io.StringIO(b"".join(export.csv_lines(rows)).decode(), newline="")))


def test_a_row_has_every_column_in_order_and_joins_fragments():
    (cells,) = export.rows_of(READING)
    assert list(cells) == list(export.COLUMNS)
    assert cells["content"] == "We go, […] Now."
    assert (cells["start"], cells["end"]) == (1, 37)
    assert (cells["addressee"], cells["said_on"], cells["chain"]) == ("Bo", "2025-01-20", "Daily <- CNN")
    assert (cells["occasion"], cells["verbatim"], cells["url"]) == (None, None, None)


def test_what_is_less_sure_goes_and_with_it_every_link_to_it():
    answer = replace(SAID, id="s2", about="s1", inside="s1", repeats=None, confidence=0.8)
    dispute = Dispute("it", ("s1",), ("s2",))
    whole = replace(READING, statements=(SAID, answer), disputes=(dispute,))
    assert export.surest(whole, 0.5) == whole
    (left,) = export.surest(whole, 0.6).statements
    assert left == replace(answer, about=None, inside=None)
    assert export.surest(whole, 0.6).disputes == ()


def test_a_speaker_less_sure_is_unresolved_and_no_link_of_the_chain():
    through = replace(SAID, chain=(*SAID.chain, Party("Ann", "person")))
    whole = replace(READING, statements=(through,))
    assert export.surest(whole, 0, 0.9) == whole
    (left,) = export.surest(whole, 0, 0.95).statements
    assert left == replace(through, speaker=Speaker(None, "unresolved"), chain=SAID.chain)
    assert export.surest(whole, 0.6, 0.95).statements == ()


def test_who_is_unresolved_already_stays_as_found():
    nobody = replace(SAID, speaker=Speaker(None, "unresolved"))
    assert export.named_surely(nobody, 1.0) is nobody


def test_csv_has_a_header_and_a_line_for_each_row():
    header, line = read_csv(export.rows_of(READING))
    assert header == list(export.COLUMNS)
    assert line[header.index("voiced")] == "true"
    assert line[header.index("occasion")] == ""


def test_csv_without_rows_is_its_header():
    assert read_csv([]) == [list(export.COLUMNS)]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=1", "＝1", "＋1", "－1", "＠x"])
def test_a_cell_that_a_spreadsheet_would_execute_is_quoted(text):
    cells = dict.fromkeys(export.COLUMNS) | {"content": text}
    _, line = read_csv([cells])
    assert line[list(export.COLUMNS).index("content")] == "'" + text


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_comes_back_from_csv_as_it_was_but_for_the_quote(text):
    cells = dict.fromkeys(export.COLUMNS) | {"content": text}
    _, line = read_csv([cells])
    found = line[list(export.COLUMNS).index("content")]
    assert found in {text, "'" + text}
    assert not found.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(st.lists(st.text(st.characters()), max_size=4))
def test_json_lines_hold_any_text_even_a_lone_surrogate(texts):
    lines = b"".join(map(export.json_line, texts)).split(b"\n")[:-1]
    assert [json.loads(line) for line in lines] == texts
    assert json.loads(b"".join(export.json_array(texts))) == texts


def test_parquet_keeps_rows_types_and_schema_name():
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    assert parquet.write(export.rows_of(READING), sink) == 1
    table = pq.read_table(io.BytesIO(sink.getvalue()))
    assert table.to_pylist() == list(export.rows_of(READING))
    assert table.schema.metadata[b"schema"] == b"whoseword/1"


def test_parquet_without_rows_still_has_its_columns():
    import pyarrow.parquet as pq

    sink = io.BytesIO()
    assert parquet.write([], sink) == 0
    assert pq.read_table(io.BytesIO(sink.getvalue())).column_names == list(export.COLUMNS)


def test_parquet_goes_in_groups(monkeypatch):
    import pyarrow.parquet as pq

    monkeypatch.setattr(parquet, "_GROUP_ROWS", 2)
    sink = io.BytesIO()
    assert parquet.write(list(export.rows_of(READING)) * 5, sink) == 5
    assert pq.ParquetFile(io.BytesIO(sink.getvalue())).num_row_groups == 3


def test_a_file_appears_only_when_it_is_whole(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")
    with export.atomic(path) as sink:
        sink.write(b"new")
        sink.flush()
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_is_left_as_it_was_where_writing_fails(tmp_path):
    path = tmp_path / "out.csv"
    path.write_bytes(b"old")

    def interrupted():
        with export.atomic(path) as sink:
            sink.write(b"new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"out\.csv cannot be written"), export.atomic(tmp_path / "no" / "out.csv"):
        pass
