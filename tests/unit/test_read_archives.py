"""Web archives, ZIP, mail, PDF, sitemaps and lists of addresses: what is whole is read, what is not is rejected with its reason."""

import gzip
import io
import threading
import zipfile
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.read import REASONS, ReadOptions, read, read_bytes, read_stream
from whoseword.records import Article, Rejected, from_json, to_json

SENTENCE = "The mayor of {place} said on Monday that the dam was safe and that nobody need leave the valley before the spring."
QUOTED = (
    "“It will not hold,” said Ola Nord, the chief engineer, who resigned in March after a quarrel with the council of {place}."
)


def page(place, head=""):
    body = "".join(f"<p>{line.format(place=place)}</p>" for line in (SENTENCE, QUOTED, SENTENCE))
    return f"<!doctype html><html><head><meta charset=utf-8>{head}</head><body><article><h1>Dam of {place} holds</h1>{body}</article></body></html>".encode()


def record(url, body, *, kind="response", media_type="text/html; charset=utf-8", headers=(), status=200):
    http = f"HTTP/1.1 {status} X\r\nContent-Type: {media_type}\r\nContent-Length: {len(body)}\r\n"
    http = (http + "".join(f"{line}\r\n" for line in headers) + "\r\n").encode() + body
    content = http if kind == "response" else body
    content_type = "application/http; msgtype=response" if kind == "response" else media_type
    head = f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-03-05T06:07:08Z\r\n"
    head += f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{len(url) % 10}>\r\nContent-Type: {content_type}\r\n"
    return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n\r\n"


PLACES = [f"Village {letter}" for letter in "ABCDE"]
RECORDS = [record(f"https://news.example/{i}", page(place)) for i, place in enumerate(PLACES)]


def read_all(raw, source="crawl.warc", **options):
    return list(read_stream(io.BytesIO(raw), source=source, options=ReadOptions(**options)))


def outcomes(found):
    return [one.title if isinstance(one, Article) else one.reason for one in found]


TITLES = [f"Dam of {place} holds" for place in PLACES]


@pytest.mark.parametrize(
    "raw",
    [b"".join(RECORDS), b"".join(map(gzip.compress, RECORDS)), gzip.compress(b"".join(RECORDS))],
    ids=["plain", "a member a record", "one member"],
)
def test_every_page_of_a_web_archive_is_read_in_order(raw):
    found = read_all(raw)
    assert outcomes(found) == TITLES
    assert [one.url for one in found] == [f"https://news.example/{i}" for i in range(5)]
    assert {one.captured for one in found} == {"2026-03-05T06:07:08Z"}
    assert found[0].origins["captured"] == "warc"
    assert found[0].source == "crawl.warc#https://news.example/0"


@pytest.mark.parametrize("head", ['<link rel="canonical" href="https://news.example/dam">', ""])
def test_a_page_is_the_same_article_from_a_file_and_from_archives(tmp_path, head):
    raw, url = page("Exampleton", head), "https://news.example/dam?from=feed"
    options = ReadOptions() if head else ReadOptions(url=url)
    packed = {"a.html": raw, "a.warc": record(url, raw), "a.warc.gz": gzip.compress(record(url, raw))}
    with zipfile.ZipFile(tmp_path / "a.wacz", "w") as wacz:
        wacz.writestr("datapackage.json", "{}")
        wacz.writestr("archive/data.warc.gz", packed["a.warc.gz"])
        wacz.writestr("pages/pages.html", page("an index"))
    for name, content in packed.items():
        (tmp_path / name).write_bytes(content)
    found = [one for name in [*packed, "a.wacz"] for one in read(str(tmp_path / name), options)]
    assert len({one.id for one in found}) == 1
    assert [one.text for one in found] == [found[0].text] * 4


def test_pictures_requests_and_redirects_are_passed_over_and_errors_are_named():
    raw = b"".join(
        [
            record("https://news.example/a.png", b"\x89PNG", media_type="image/png"),
            record("https://news.example/", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
            record("https://news.example/moved", b"", status=301),
            record("https://news.example/gone", b"<p>Not here", status=404),
            record(
                "https://news.example/text", SENTENCE.format(place="Ende").encode(), kind="conversion", media_type="text/plain"
            ),
        ]
    )
    found = read_all(raw)
    assert outcomes(found) == ["http", None]
    assert found[1].url == "https://news.example/text"


def test_compressed_and_chunked_answers_are_unpacked():
    packed = gzip.compress(page("Ghent"))
    chunked = b"".join(f"{len(part):x}\r\n".encode() + part + b"\r\n" for part in (packed[:50], packed[50:])) + b"0\r\n\r\n"
    raw = record("https://news.example/a", packed, headers=["Content-Encoding: gzip"])
    raw += record("https://news.example/b", chunked, headers=["Content-Encoding: gzip", "Transfer-Encoding: chunked"])
    assert outcomes(read_all(raw)) == ["Dam of Ghent holds"] * 2


@pytest.mark.parametrize("packed", [False, True])
def test_a_damaged_record_costs_itself_only(packed):
    pieces = [gzip.compress(one) if packed else one for one in RECORDS]
    pieces[2] = pieces[2][: len(pieces[2]) // 2]
    found = read_all(b"".join(pieces))
    assert [title for title in outcomes(found) if title in TITLES] == [TITLES[0], TITLES[1], TITLES[3], TITLES[4]]
    assert [one.reason for one in found if isinstance(one, Rejected)] == ["unreadable"]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kept", [0.3, 0.7, 0.95, 0.999])
def test_a_truncated_archive_gives_what_is_whole_and_says_that_it_breaks_off(packed, kept):
    raw = b"".join(gzip.compress(one) if packed else one for one in RECORDS)
    found = read_all(raw[: int(len(raw) * kept)])
    whole = [title for title in outcomes(found) if title in TITLES]
    assert whole == TITLES[: len(whole)]
    assert len(whole) >= int(5 * kept) - (kept > 0.99)
    assert [one.reason for one in found if isinstance(one, Rejected)] == ["unreadable"] * (len(whole) < 5)


def test_garbage_between_records_is_passed():
    found = read_all(RECORDS[0] + b"\x00garbage WARC/1. and so on\r\n\r\n" + RECORDS[1] + b"\xff" * 5_000 + RECORDS[2])
    assert [title for title in outcomes(found) if title in TITLES] == TITLES[:3]


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_any_damage_leaves_every_record_that_it_does_not_touch(data):
    """Bytes are changed within one record: those before it are read, whatever becomes of it; nothing crashes, nothing doubles."""
    pieces = [gzip.compress(one) for one in RECORDS]
    hurt = data.draw(st.integers(0, 4))
    broken = bytearray(pieces[hurt])
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] ^= data.draw(st.integers(1, 255))
    found = read_all(b"".join([*pieces[:hurt], bytes(broken), *pieces[hurt + 1 :]]))
    titles = [title for title in outcomes(found) if title in TITLES]
    assert len(titles) == len(set(titles))
    assert set(titles) >= set(TITLES) - {TITLES[hurt]}
    assert {one.reason for one in found if isinstance(one, Rejected)} <= set(REASONS)


def test_a_page_that_unpacks_to_more_than_the_limit_is_too_large_and_the_next_is_read():
    bomb = record("https://news.example/bomb", gzip.compress(bytes(30_000_000)), headers=["Content-Encoding: gzip"])
    found = read_all(gzip.compress(bomb) + gzip.compress(RECORDS[1]), size_bytes=1_000_000)
    assert outcomes(found) == ["too-large", TITLES[1]]


def test_what_is_left_of_a_bomb_is_not_taken_for_the_next_record():
    bomb = record("https://news.example/bomb", gzip.compress(bytes(100_000_000)), headers=["Content-Encoding: gzip"])
    found = read_all(b"".join(map(gzip.compress, (RECORDS[0], bomb, RECORDS[1]))), size_bytes=1_000_000)
    assert outcomes(found) == [TITLES[0], "too-large", TITLES[1]]


def test_a_gzip_file_is_its_content_and_a_bomb_is_too_large(tmp_path):
    (tmp_path / "a.html.gz").write_bytes(gzip.compress(page("Ghent")))
    (tmp_path / "b.html.gz").write_bytes(gzip.compress(bytes(200_000_000)))
    (tmp_path / "c.html.gz").write_bytes(gzip.compress(page("Ghent"))[:-30])
    found = [one for name in "abc" for one in read(str(tmp_path / f"{name}.html.gz"))]
    assert outcomes(found) == ["Dam of Ghent holds", "too-large", "unreadable"]
    assert found[0].source == str(tmp_path / "a.html.gz")


def packed(members, **options):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return raw.getvalue()


def test_a_zip_gives_its_members_in_sorted_order_and_leaves_out_what_is_none():
    inner = packed({"z.html": page("inside")})
    found = read_all(
        packed({"b.html": page("B"), "a/c.warc.gz": gzip.compress(RECORDS[3]), "pic.png": b"x", "__MACOSX/b.html": b"x",
                ".hidden/x.txt": b"x", "in.zip": inner, "../../etc/evil.txt": SENTENCE.format(place="Ende").encode()}),
        source="/tmp/a.zip",
    )  # fmt: skip
    assert outcomes(found) == [None, TITLES[3], "Dam of B holds", "Dam of inside holds"]
    assert [one.source for one in found] == [
        "/tmp/a.zip#../../etc/evil.txt",
        "/tmp/a.zip#a/c.warc.gz#https://news.example/3",
        "/tmp/a.zip#b.html",
        "/tmp/a.zip#in.zip#z.html",
    ]


def test_bombs_in_a_zip_are_refused_before_they_are_unpacked():
    assert outcomes(read_all(packed({"a.txt": bytes(19_000_000), "b.html": page("B")}), "a.zip")) == [
        "too-large",
        "Dam of B holds",
    ]
    assert outcomes(read_all(packed({"a.warc": bytes(50_000_000)}), "a.zip")) == ["too-large"]
    deep = packed({"a.html": page("deep")})
    for _ in range(4):
        deep = packed({"in.zip": deep})
    assert outcomes(read_all(deep, "a.zip")) == ["too-large"]


def test_archives_in_a_zip_that_are_many_times_the_same_are_refused():
    """330 kB of them held a million pages, since each level multiplied what the one in it holds."""
    deep = packed({"a.html": page("deep")})
    for _ in range(3):
        deep = packed({f"{number}.zip": deep for number in range(100)})
    found = read_all(deep, "a.zip")
    assert len(found) <= 100
    assert set(outcomes(found)) == {"too-large"}


def test_members_that_lie_over_one_another_are_refused():
    """Many entries of the directory that all point at the one member: a bomb of a thousand times the size of the file."""
    raw = packed({"a.txt": b"".join(bytes([i % 251]) * 40 for i in range(5_000))})
    start = raw.index(b"PK\x01\x02")
    end = raw.index(b"PK\x05\x06")
    entry, count = raw[start:end], 100
    directory = entry * count
    tail = b"PK\x05\x06" + bytes(4) + count.to_bytes(2, "little") * 2 + len(directory).to_bytes(4, "little")
    found = read_all(raw[:start] + directory + tail + start.to_bytes(4, "little") + b"\x00\x00", "a.zip")
    assert outcomes(found) == ["too-large"]


def test_damaged_locked_and_empty_zips_are_rejected():
    raw = bytearray(packed({"a.html": page("A"), "b.html": page("B")}))
    raw[60] ^= 0xFF
    assert outcomes(read_all(bytes(raw), "a.zip")) == ["unreadable", "Dam of B holds"]
    locked = bytearray(packed({"a.html": page("A")}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert outcomes(read_all(bytes(locked), "a.zip")) == ["unreadable"]
    assert outcomes(read_all(bytes(raw[:200]), "a.zip")) == ["unreadable"]
    assert outcomes(read_all(packed({"a.png": b"x"}), "a.zip")) == ["empty"]


def mail(html=True, **fields):
    made = EmailMessage()
    given_fields = {
        "From": '"Exâmple Tribune" <news@tribune.example>',
        "Subject": "Dam “holds”, says the mayor",
        "Date": "Thu, 05 Mar 2026 07:30:00 +0100",
    }
    for name, value in (given_fields | fields).items():
        made[name] = value
    made.set_content("\n\n".join([SENTENCE.format(place="Plain"), QUOTED.format(place="Plain")]))
    if html:
        made.add_alternative(page("Häuser").decode(), subtype="html", charset="utf-8")
    made.add_attachment(b"secret", maintype="text", subtype="plain", filename="notes.txt")
    return made.as_bytes()


def test_a_newsletter_gives_its_article_with_subject_sender_and_date():
    found = read_bytes(mail(), source="letter.eml")
    assert (found.title, found.outlet) == ("Dam “holds”, says the mayor", "Exâmple Tribune")
    assert (found.published, found.published_from) == ("2026-03-05T07:30:00+01:00", "mail")
    assert "The mayor of Häuser said on Monday" in found.text
    assert "secret" not in found.text


def test_a_mail_without_html_is_read_as_text_and_known_without_its_suffix():
    found = read_bytes(mail(html=False), source="letter")
    assert "The mayor of Plain said" in found.text
    assert found.published == "2026-03-05T07:30:00+01:00"
    assert "From:" not in found.text


@pytest.mark.parametrize(
    "raw",
    [
        b"From: x\r\nContent-Type: multipart/mixed; boundary=a\r\n\r\n--a",
        b"Subject: =?utf-8?b?////?=\r\nDate: never\r\n\r\n",
        b"\x00: \x00",
    ],
)
def test_a_broken_mail_is_rejected(raw):
    assert read_bytes(raw, source="x.eml").reason in ("no-text", "empty", "not-text")


@pytest.mark.parametrize(
    ("name", "field"),
    [("From", b"(" * 200_000), ("Subject", b"=?utf-8?q?a?= " * 200_000), ("Date", b"(" * 200_000), ("From", b'"' * 200_001)],
)
def test_a_field_of_a_mail_that_nests_without_end_costs_itself_only(name, field):
    """The standard library's parsers of fields nest and take the square of their length."""
    body = "\n\n".join([SENTENCE.format(place="Plain"), QUOTED.format(place="Plain")]).encode()
    raw = b"X-From: a\r\n" + name.encode() + b": " + field + b"\r\nMIME-Version: 1.0\r\n\r\n" + body
    assert "The mayor of Plain said" in read_bytes(raw, source="x.eml").text


@given(st.binary(max_size=300), st.integers(0, 900))
@settings(max_examples=20, deadline=None)
def test_any_mail_is_read_or_rejected_for_a_known_reason(noise, place):
    raw = mail()
    found = read_bytes(raw[:place] + noise + raw[place:], source="x.eml")
    assert isinstance(found, Article) or found.reason in REASONS


def pdf(lines, title="Dam holds, says mayor", encrypt=b""):
    """A PDF of one page with these lines, 14 points apart, by hand; None is a gap."""
    shown = [f"1 0 0 1 72 {720 - 14 * i} Tm ({line}) Tj" for i, line in enumerate(lines) if line is not None]
    stream = ("BT /F1 11 Tf " + " ".join(shown) + " ET").encode("cp1252")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>",
        f"<</Title({title})/Author(Ann Lee)/CreationDate(D:20260305073000+01'00')>>".encode(),
    ]
    raw, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(raw))
        raw += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 7\n0000000000 65535 f \n{table}trailer<</Size 7/Root 1 0 R/Info 6 0 R{encrypt.decode()}>>\nstartxref\n{len(raw)}\n%%EOF"
    return raw + end.encode()


LINES = ["The mayor said on Monday that the dam was safe and that nobody", "need leave the valley before the spring.", None,
         "“It will not hold,” said Ola Nord, the chief engineer, who", "resigned in March after a quarrel with the council.", None, "3"]  # fmt: skip


def test_a_pdf_gives_its_paragraphs_with_its_title_author_and_date():
    found = read_bytes(pdf(LINES), source="dam.pdf")
    blocks = [found.text[block.start : block.end] for block in found.blocks]
    assert blocks == ["\n".join(LINES[:2]), "\n".join(LINES[3:5])]
    assert (found.title, found.byline, found.published) == ("Dam holds, says mayor", "Ann Lee", "2026-03-05T07:30+01:00")
    assert found.origins["title"] == "pdf"


def test_a_pdf_without_text_a_locked_one_and_a_damaged_one_are_rejected():
    assert read_bytes(pdf([]), source="a.pdf").reason == "no-text"
    locked = pdf(LINES, encrypt=b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[(x)(x)]" % (b"o" * 32, b"u" * 32))
    assert read_bytes(locked, source="a.pdf").reason == "unreadable"
    assert read_bytes(b"%PDF-1.4\nnothing", source="a.pdf").reason in ("unreadable", "no-text")


@given(st.lists(st.tuples(st.integers(8, 900), st.integers(0, 255)), min_size=1, max_size=6))
@settings(max_examples=20, deadline=None)
def test_any_damaged_pdf_is_read_or_rejected_for_a_known_reason(changes):
    raw = bytearray(pdf(LINES))
    for place, byte in changes:
        raw[place % len(raw)] = byte
    found = read_bytes(bytes(raw), source="dam.pdf")
    assert isinstance(found, Article) or found.reason in REASONS


@pytest.fixture(scope="module")
def server():
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            here = f"http://127.0.0.1:{self.server.server_port}"
            urls = "".join(f"<url><loc>{here}/{path}</loc></url>" for path in ("page/1", "none", "page/1"))
            routes = {"/page/1": page("One"), "/page/2": page("Two"), "/map.xml": f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode(),
                      "/map.xml.gz": gzip.compress(f"<?xml version='1.0'?><urlset>{urls}</urlset>".encode()), "/dam.pdf": pdf(LINES),
                      "/index.xml": f"<sitemapindex><sitemap><loc>{here}/map.xml.gz</loc></sitemap><sitemap><loc>{here}/index.xml</loc></sitemap></sitemapindex>".encode()}  # fmt: skip
            body = routes.get(self.path)
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", "application/octet-stream" if self.path == "/dam.pdf" else "text/html")
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *args):
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.server_port}"
    listening.shutdown()
    listening.server_close()
    thread.join()


LOCAL = {"allow_private": True, "timeout_s": 5.0}


def test_a_sitemap_that_is_named_gives_the_pages_that_it_lists(server, tmp_path):
    assert outcomes(read(f"{server}/map.xml", ReadOptions(**LOCAL))) == ["Dam of One holds", "http"]
    (tmp_path / "map.xml").write_text(f"<urlset><url><loc>{server}/page/2</loc></url></urlset>")
    assert outcomes(read(str(tmp_path / "map.xml"), ReadOptions(**LOCAL))) == ["Dam of Two holds"]


def test_sitemaps_of_sitemaps_end(server):
    found = outcomes(read(f"{server}/index.xml", ReadOptions(**LOCAL)))
    assert found.count("Dam of One holds") == 2
    assert found[-1] == "too-large"


def test_a_sitemap_that_was_not_named_is_not_followed():
    assert outcomes(read_all(b"<urlset><url><loc>http://127.0.0.1:1/</loc></url></urlset>", "map.xml")) == ["no-text"]


def test_a_list_of_addresses_is_read_only_when_asked(server, tmp_path):
    listed = tmp_path / "list.txt"
    listed.write_text(f"# two pages\n{server}/page/1\n\n{server}/page/2\n{server}/page/1\nfile:///etc/hosts\n")
    found = list(read(str(listed), ReadOptions(format="urls", **LOCAL)))
    assert outcomes(found) == ["Dam of One holds", "Dam of Two holds", "network"]
    assert isinstance(next(read(str(listed))), Article)


def test_a_pdf_is_read_from_its_address_whatever_the_server_calls_it(server):
    assert outcomes(read(f"{server}/dam.pdf", ReadOptions(**LOCAL))) == ["Dam holds, says mayor"]


def test_an_article_from_an_archive_survives_a_round_trip_as_json():
    found = read_all(RECORDS[0])[0]
    again = from_json(Article, to_json(found))
    assert again == found
    assert again.captured == found.captured


@pytest.mark.parametrize(
    "raw", [RECORDS[0], gzip.compress(RECORDS[0]), packed({"a.html": page("A")})], ids=["warc", "gzip", "zip"]
)
def test_an_archive_is_never_taken_for_one_article(raw):
    assert read_bytes(raw, source="upload").reason == "not-text"
