"""Ranges of bytes that tile a web archive give what the archive gives: each page once, in order, whatever stands in it."""

import gzip
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.read import ReadOptions, read, read_slice
from whoseword.records import Article

LINE = "The mayor of {place} said on Monday that the dam was safe and that nobody need leave the valley before the spring."


def record(url, body, status=200):
    http = f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\n\r\n".encode() + body
    head = f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-05T06:07:08Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http\r\nContent-Length: {len(http)}\r\n\r\n"
    return head.encode() + http + b"\r\n\r\n"


def page(place, inside=b""):
    body = "".join(f"<p>{LINE.format(place=place)} ({number})</p>" for number in range(3)).encode()
    return (
        b"<html><body><article><h1>Dam of "
        + place.encode()
        + b"</h1>"
        + body
        + b"<pre>"
        + inside
        + b"</pre></article></body></html>"
    )


FORGED = record("https://news.example/forged", page("Nowhere"))
RECORDS = [
    record("https://news.example/a", page("A")),
    record("https://news.example/b", page("B", inside=FORGED)),
    record("https://news.example/c", b"", status=404),
    record("https://news.example/d", page("D")),
    record("https://news.example/e", page("E")),
]


def straight(source, read_page):
    return read_page()


def seen(found):
    return [(one.source, one.text if isinstance(one, Article) else (one.reason, one.detail)) for one in found]


def tiled(path, cuts):
    edges = [0, *sorted(cuts), path.stat().st_size]
    return [
        one
        for start, stop in itertools.pairwise(edges)
        for one in read_slice(str(path), ReadOptions(), straight, range(start, stop))
    ]


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("hurt", [None, 1, 3, 4], ids=["sound", "second hurt", "fourth hurt", "breaks off"])
def test_ranges_give_what_the_whole_archive_gives(tmp_path, packed, hurt):
    pieces = [gzip.compress(one) if packed else one for one in RECORDS]
    if hurt is not None:
        pieces[hurt] = pieces[hurt][: len(pieces[hurt]) * 2 // 3]
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(pieces))
    whole = seen(read(str(path)))
    assert len(whole) >= 4
    size = path.stat().st_size
    for step in (size // 2 + 1, size // 3 + 1, 997, 149):
        assert seen(tiled(path, range(step, size, step))) == whole


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_any_cuts_of_any_damaged_archive_give_each_page_once(tmp_path_factory, data):
    packed = data.draw(st.booleans())
    pieces = [bytearray(gzip.compress(one) if packed else one) for one in RECORDS]
    for _ in range(data.draw(st.integers(0, 3))):
        piece = data.draw(st.sampled_from(pieces))
        piece[data.draw(st.integers(0, len(piece) - 1))] ^= data.draw(st.integers(1, 255))
    path = tmp_path_factory.mktemp("cuts") / "a.warc"
    path.write_bytes(b"".join(map(bytes, pieces)))
    cuts = data.draw(st.sets(st.integers(1, path.stat().st_size - 1), max_size=5))
    assert seen(tiled(path, cuts)) == seen(read(str(path)))


def test_a_page_in_a_page_is_no_record_of_a_range_that_begins_in_it(tmp_path):
    """A range may begin in the middle of a page that holds a whole record: words of nobody's page."""
    path = tmp_path / "a.warc"
    path.write_bytes(b"".join(RECORDS))
    middle = path.read_bytes().index(FORGED)
    assert "forged" not in str(seen(tiled(path, [middle])))


def test_no_address_in_a_file_is_followed(tmp_path):
    (tmp_path / "map.xml").write_text('<?xml version="1.0"?><urlset><url><loc>https://news.example/a</loc></url></urlset>')
    (found,) = read_slice(str(tmp_path / "map.xml"), ReadOptions(), straight)
    assert found.reason == "no-text"


def test_each_page_goes_by_way_of_who_asked(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS))
    asked = []

    def around(source, read_page):
        asked.append(source)
        return read_page()

    list(read_slice(str(tmp_path / "a.warc"), ReadOptions(), around))
    assert [one.rpartition("/")[2] for one in asked] == ["a", "b", "d", "e"]
