"""Plain text: what becomes a block of which kind, what the text says of itself, and what may never happen."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.errors import ConfigError
from whoseword.read import REASONS, ReadOptions, read_bytes, read_text
from whoseword.records import Article, Rejected

BODY = "The mayor of Exampleton said on Monday that the dam was safe and that nobody need leave."
LATER = "“It will not hold,” said Ola Nord, the chief engineer, who resigned in March."


def article(text, **options):
    read = read_text(text, source="some/folder/dam.txt", options=ReadOptions(**options))
    assert isinstance(read, Article)
    return read


def kinds(text):
    read = article(text)
    return [(block.kind, read.text[block.start : block.end]) for block in read.blocks]


def kind_in_body(line):
    found = kinds(f"Mayor says dam is safe\n\n{BODY}\n\n{line}\n\n{LATER}\n\n{BODY}")
    return next(kind for kind, text in found if text == line)


any_text = st.text() | st.text(
    alphabet=st.sampled_from("aB .,:;!?\"“”'/\n\r\t\x00\ufeff\ud800\u2028-–—_()<>[]{}#*©1920By|"), max_size=300
)


@given(any_text)
@settings(max_examples=300)
def test_any_text_is_read_and_its_blocks_tile_it(text):
    """Blocks hold all of the text but white space, in order, without overlap or space around them."""
    read = read_text(text, source="x", options=ReadOptions(format="text"))
    if isinstance(read, Rejected):
        assert read.reason in REASONS
        return
    past = 0
    for block in read.blocks:
        assert past <= block.start < block.end <= len(read.text)
        assert not read.text[past : block.start].strip()
        piece = read.text[block.start : block.end]
        assert piece == piece.strip()
        past = block.end
    assert not read.text[past:].strip()
    assert read.text_sha256 == hashlib.sha256(read.text.encode()).hexdigest()
    assert "\r" not in read.text
    assert "\x00" not in read.text


@given(any_text)
def test_reading_twice_gives_the_same(text):
    assert read_text(text, source="x") == read_text(text, source="x")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_rejected_for_a_known_reason(raw):
    read = read_bytes(raw, source="x")
    assert isinstance(read, Article) or read.reason in REASONS


@given(
    st.text(alphabet=st.characters(categories=("L", "N", "P", "Zs", "Cc")), min_size=1).filter(
        lambda text: any(map(str.isalpha, text))
    )
)
def test_text_is_kept_as_the_page_has_it(text):
    """Only newlines, NUL and a leading byte order mark change."""
    wanted = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    assert article(text, format="text").text == wanted


def test_spaces_within_a_line_are_not_collapsed():
    assert article(f"{BODY}  Twice.\n").text == f"{BODY}  Twice.\n"


def test_id_depends_on_the_file_name_and_not_on_its_folder():
    one, moved = (read_text(BODY, source=f"{folder}/dam.txt") for folder in ("a", "b/c"))
    other = read_text(BODY, source="a/other.txt")
    assert one.id == moved.id != other.id


def test_scraped_page_falls_into_its_parts():
    text = (
        "Mayor says dam is safe\n\nMayor says dam is safe\nThe dam “will hold,” the mayor said on Monday. / Town Hall\n"
        f"By the Example Tribune March 3, 2026\n\n{BODY}\n\n{LATER}\n\nNobody need leave the valley before the spring\n\nNews\n\nDismiss"
    ).replace("By the", "By")
    assert [kind for kind, _ in kinds(text)] == [
        "title", "furniture", "caption", "byline", "paragraph", "paragraph", "paragraph", "furniture", "furniture",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "Share", "Read more", "Read more: Dam cracks", "Advertisement", "ADVERTISEMENT", "Subscribe", "Follow us on X and Facebook",
        "Follow @ExampleTribune", "© 2026 Example Tribune. All rights reserved.", "Copyright 2026 Example Tribune", "* * *", "____",
        "Sign up for our newsletter", "4 min read", "Tags: dams, mayors", ".bio-text, .image-wrap {", "text-align: left;", "}",
    ],
)  # fmt: skip
def test_line_of_the_page_is_furniture(line):
    assert kind_in_body(line) == "furniture"


@pytest.mark.parametrize(
    "line",
    [
        "He said:", "“No comment.”", "Subscribe to the view that dams last and you will drown, the engineer told the council.",
        "Follow us on “the road to the sea,” the mayor said", "Share prices fell after the mayor spoke, traders said on Monday.",
        "Related: the mayor said that “nobody” had asked her about the dam", "News of the crack spread fast, and the council met that night.",
        "He denied it.", "Why?", "Trump: Clinton's view of the world is 'dangerously wrong';", "Copyright law was the council's next concern, she said.",
        "She gave credit: the engineers had warned her, the mayor said, and nobody had listened.",
        "The poll was carried out by the Example Tribune/XYZ and showed that few believed the mayor.",
        "By Monday, the water stood at the church door.", "By law the mayor must resign, the engineer said.",
    ],
)  # fmt: skip
def test_words_of_the_article_are_a_paragraph(line):
    """The worst error of this stage would be to lose these."""
    assert kind_in_body(line) == "paragraph"


@pytest.mark.parametrize(
    "line",
    [
        "The mayor at the dam on Monday. / Town Hall", "The mayor at the dam on Monday. (Photo: Ann Lee)", "The mayor at the dam. Credit: Ann Lee",
        "The mayor speaks at the dam in Exampleton, March 3. REUTERS/Ann Lee", "Image: Ann Lee/Example Tribune", "The mayor at the dam. File photo",
        "FILE PHOTO: The mayor looks at the dam in Exampleton", "The mayor at the dam on Monday [Ann Lee/Reuters]",
        "The mayor looks at the dam. (AP Photo/Ann Lee)", "The mayor at the dam on Monday. Photograph: Ann Lee/The Example", "Ann Lee / Getty Images",
    ],
)  # fmt: skip
def test_line_with_a_picture_credit_is_a_caption(line):
    assert kind_in_body(line) == "caption"


def test_short_line_between_paragraphs_is_a_heading_and_after_the_last_is_furniture():
    assert kind_in_body("Engineers disagree") == "heading"
    assert kinds(f"{BODY} {BODY}\n\n{LATER}\n\nAround the valley")[-1] == ("furniture", "Around the valley")


def test_last_paragraph_without_full_stop_is_kept():
    last = "The council will meet again when the water has gone down in the valley"
    assert kinds(f"Mayor says dam is safe\n\n{BODY}\n\n{last}")[-1] == ("paragraph", last)


def test_what_filling_counted_as_part_of_a_line_does_not_end_the_block():
    """A word that must stay with its neighbour, and the first of two spaces after a sentence."""
    lines = (
        "The minister of the river said on Monday that the dam would be ready in",
        "May.  She met the heads of the two towns, who had asked for it, on the",
        "way to the capital. In the evening she was to meet, among others,",
        "Sen.\u00a0Ana\u00a0Sol of the north, who had opposed it. Nothing was said of it. ",
        "A week before, the two towns had asked the courts to stop the work on",
        "the dam, which had cost more than all the bridges of the river did.",
    )
    assert kinds("\n".join(lines)) == [("paragraph", "\n".join(lines))]


def test_lines_filled_to_a_width_are_one_block():
    filled = (
        "The mayor of Exampleton said on Monday that the dam was safe\nand that nobody need leave the valley before the spring, when\n"
        "the council would meet again to hear the chief engineer, who\nhas resigned."
    )
    assert kinds(f"{filled}\n\n{filled}") == [("paragraph", filled), ("paragraph", filled)]


def test_paragraphs_a_line_stay_apart():
    assert [kind for kind, _ in kinds(f"{BODY}\n{LATER}\n{BODY}\n{LATER}\n{BODY}")] == ["paragraph"] * 5


def test_line_broken_within_a_sentence_runs_on():
    assert kinds(f"{BODY}\n\nThe mayor regularly\nclaims the opposite.")[-1] == (
        "paragraph",
        "The mayor regularly\nclaims the opposite.",
    )


def test_lead_paragraph_after_a_dateline_is_no_title():
    lead = "Example dam holds."
    assert kinds(f"EXAMPLETON (AP) --\n\n{lead}\n\n{LATER}") == [
        ("byline", "EXAMPLETON (AP) --"), ("paragraph", lead), ("paragraph", LATER),
    ]  # fmt: skip


def test_markdown_title_loses_its_mark_and_quotes_are_quotes():
    read = article(f"# Mayor says dam is safe\n\n{BODY}\n\n> It will hold, she wrote.\n\n- First crack\n")
    assert read.title == "Mayor says dam is safe"
    assert [block.kind for block in read.blocks] == ["title", "paragraph", "quote", "list"]


@pytest.mark.parametrize(
    ("line", "byline", "outlet", "published", "modified"),
    [
        ("By Ann Lee March 3, 2026", "Ann Lee", None, "2026-03-03", None),
        ("By Ann Lee and Jo van Ray | 3 March 2026 | Updated 4 March 2026 10:12 GMT", "Ann Lee and Jo van Ray", None, "2026-03-03", "2026-03-04T10:12Z"),
        ("By xyz ExampleNews January 20, 2025", "xyz ExampleNews", "xyz ExampleNews", "2025-01-20", None),
        ("By Ann Lee, Associated Press", "Ann Lee", "Associated Press", None, None),
        ("By Ann Lee, Political Editor", "Ann Lee", None, None, None),
        ("By Emily Post", "Emily Post", None, None, None),
        ("By Staff Reporter", "Staff Reporter", None, None, None),
        ("By ANN LEE in Exampleton", "ANN LEE", None, None, None),
        ("Ann Lee 3 March 2026", "Ann Lee", None, "2026-03-03", None),
        ("By Reuters", "Reuters", "Reuters", None, None),
        ("By Ann Lee | Published: 2026-03-03", "Ann Lee", None, "2026-03-03", None),
        ("By Ann Lee | 03/04/2026", "Ann Lee", None, None, None),
    ],
)  # fmt: skip
def test_byline_says_who_for_whom_and_when(line, byline, outlet, published, modified):
    read = article(f"Mayor says dam is safe\n{line}\n\n{BODY}\n\n{LATER}")
    assert (read.byline, read.outlet, read.published, read.modified) == (byline, outlet, published, modified)
    assert [block.kind for block in read.blocks][:2] == ["title", "byline"]


@pytest.mark.parametrize(
    ("dateline", "outlet", "published"),
    [
        ("EXAMPLETON, Mich., Oct. 4 (UPI) — ", "UPI", None),
        ("(Reuters) - ", "Reuters", None),
        ("LVIV, Ukraine, March 3, 2026 (Reuters) - ", "Reuters", "2026-03-03"),
        ("EXAMPLETON (AP) _ ", "AP", None),
        ("EXAMPLETON - ", None, None),
        ("Sen. Ann Lee (R-Texas) — ", None, None),
    ],
)
def test_dateline_names_the_agency_and_a_whole_date_only(dateline, outlet, published):
    read = article(f"Mayor says dam is safe\n\n{dateline}{BODY}\n\n{LATER}")
    assert (read.outlet, read.published) == (outlet, published)
    assert read.origins.get("outlet") == ("dateline" if outlet else None)


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Tuesday, September 22, 2015", "2015-09-22"),
        ("Published: 3 March 2026 at 10:15 am", "2026-03-03T10:15"),
        ("Posted on Mar. 3rd, 2026", "2026-03-03"),
        ("31.12.2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("31 February 2026", None),
    ],
)
def test_date_on_its_own_line_is_the_date_of_publication(line, published):
    read = article(f"Mayor says dam is safe\n\n{line}\n\n{BODY}\n\n{LATER}")
    assert read.published == published
    assert read.published_from == ("dateline" if published else None)


def test_date_in_the_body_is_none_of_publication():
    assert article(f"Mayor says dam is safe\n\n{BODY}\n\nMarch 3, 2026\n\n{LATER}").published is None


def test_arguments_go_before_the_page():
    read = article(
        f"Dam\nBy Ann Lee March 3, 2026\n\n{BODY}", published="2026-03-01", outlet="Example Tribune", url="https://a.example/x"
    )
    assert (read.published, read.published_from, read.outlet, read.url) == (
        "2026-03-01",
        "argument",
        "Example Tribune",
        "https://a.example/x",
    )
    assert read.origins["byline"] == "byline"


def test_language_is_english_only_where_the_words_say_so():
    assert article(f"{BODY} {LATER}").language == "en"
    assert (
        article("Der Bürgermeister sagte am Montag, der Damm sei sicher und niemand müsse das Tal verlassen.").language is None
    )


@pytest.mark.parametrize("options", [{"format": "pdf"}, {"size_bytes": 0}, {"timeout_s": -1.0}, {"published": "last week"}])
def test_unusable_option_is_a_config_error(options):
    with pytest.raises(ConfigError):
        ReadOptions(**options)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", BODY + LATER), ("utf-8-sig", BODY + LATER), ("utf-16", BODY + LATER), ("utf-16-le", BODY + LATER),
        ("utf-16-be", "Мэр заявил в понедельник, что плотина надёжна"), ("cp1251", "Мэр заявил в понедельник, что плотина надёжна, и уезжать никому не надо."),
        ("cp1252", BODY + LATER), ("latin-1", "La maire a déclaré que le barrage était sûr à Genève."), ("cp1252", "café"),
    ],
)  # fmt: skip
def test_encoding_is_found(encoding, text):
    assert read_bytes(text.encode(encoding), source="x").text == text


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"), (b" \n\t", "empty"), (b"%PDF-1.7 said", "unreadable"), (bytes(range(32)) * 9, "not-text"), (b"1234 5678", "no-text"),
        (b"a" * 101, "too-large"), (b"<html><body></body></html>", "no-text"),
    ],
)  # fmt: skip
def test_bytes_without_an_article_are_rejected_with_a_reason(raw, reason):
    read = read_bytes(
        raw, source="x", options=ReadOptions(size_bytes=100) if reason == "too-large" else ReadOptions(size_bytes=1_000)
    )
    assert isinstance(read, Rejected)
    assert read.reason == reason


def test_broken_bytes_cost_themselves_only():
    read = read_bytes((LATER + " ").encode() * 4 + b"\xe2\x80", source="x")
    assert read.text.startswith(LATER)
    assert read.text.endswith("\ufffd")


def test_lone_surrogate_becomes_a_replacement_character():
    assert article(f"{BODY}\ud800").text == f"{BODY}\ufffd"
