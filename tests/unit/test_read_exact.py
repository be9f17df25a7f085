"""The extractor chooses, the page gives: text and page agree character by character, and no quotation is glued, cut or moved."""

import html
import re

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.errors import InputError
from whoseword.read import ReadOptions, locate, read_bytes
from whoseword.records import Article

HTML = ReadOptions(format="html")
WORDS = ["dam", "mayor", "said", "Monday", "valley", "safe", "not", "hold", "“It", "never,”", "café", "Łódź", "naïve", "R&D", "5 < 6", "it’s",
         "soft\u00adhyphen", "zero\u200bwidth", "no\u00a0break", "مرحبا", "水坝", "x²", "Æ", "fi", "(and", "more)", "1,000", "—", "I’m", "e\u0301t"]  # fmt: skip
INLINE = ["b", "i", "em", "span", "a", "q", "cite", "mark", "font", "u", "abbr", "time", "sup"]


@st.composite
def phrases(draw, fewest=6, most=30):
    """Words with markup about and within some of them, as HTML."""
    made = []
    for word in draw(st.lists(st.sampled_from(WORDS), min_size=fewest, max_size=most)):
        form = draw(st.integers(0, 9))
        tag = draw(st.sampled_from(INLINE))
        half = len(word) // 2
        if form == 0:
            made.append(f"<{tag}>{html.escape(word)}</{tag}>")
        elif form == 1:
            made.append(f"{html.escape(word[:half])}<{tag}>{html.escape(word[half:])}</{tag}>")
        elif form == 2:
            made.append(f"{html.escape(word[:half])}<wbr>{html.escape(word[half:])}")
        elif form == 3:
            made.append("".join(f"&#{ord(c)};" for c in word))
        else:
            made.append(html.escape(word))
    spaces = draw(
        st.lists(st.sampled_from([" ", "  ", "\n", " \t\n", "<br>", "&nbsp;", "<!-- x --> "]), min_size=30, max_size=30)
    )
    return "".join(f"{word}{space}" for word, space in zip(made, spaces, strict=False))


@st.composite
def pages(draw):
    body = []
    for _ in range(draw(st.integers(3, 9))):
        text = draw(phrases())
        body.append(
            draw(
                st.sampled_from(
                    [f"<p>{text}</p>", f"<p>{text}</p>", f"<blockquote><p>{text}</p></blockquote>", f"<blockquote>{text}<blockquote>{text}</blockquote></blockquote>",
                     f"<ul><li>{text}</li><li>{text}</ul>", f"<table><tr><td>{text}<td>{text}</table>", f"<figure><img src=x><figcaption>{text}</figcaption></figure>",
                     f"<h2>{text}</h2>", f"<div>{text}</div>", f"<div>{text}<br><br>{text}</div>", f"<p>{text}", f"<div class=related><p>{text}</p></div>",
                     f"<pre>{text}</pre>", f"<script>{text.replace('<', '')}</script>", f"<details><summary>{text}</summary>{text}</details>"]
                )
            )
        )  # fmt: skip
    opening = "<p>The mayor of Exampleton said on Monday that the dam was safe and that nobody need leave the valley before the spring.</p>"
    return f"<!doctype html><html><head><title>Dam holds</title></head><body><nav><a href=x>Home</a></nav><article><h1>Dam holds</h1>{opening * 2}{''.join(body)}{opening}</article><footer>© 2026</footer></body></html>"


def strings(page):
    """Every string of the page by its path, as `locate` names them."""
    return lxml.html.document_fromstring(
        page.encode(), parser=lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    )


def check(page):
    article = read_bytes(page.encode(), source="dam.html", options=HTML)
    assert isinstance(article, Article)
    origins = locate(article, page.encode(), HTML)
    tree = strings(page)
    covered, seen, order = set(), {}, {}
    for number, element in enumerate(tree.iter()):
        order[tree.getroottree().getpath(element)] = number
    for origin in origins:
        if origin.node not in seen:
            (seen[origin.node],) = tree.getroottree().xpath(origin.node)
        assert seen[origin.node][origin.offset :][: origin.end - origin.start] == article.text[origin.start : origin.end]
        assert not covered.intersection(range(origin.start, origin.end))
        covered.update(range(origin.start, origin.end))
    assert all(article.text[i].isspace() for i in range(len(article.text)) if i not in covered)
    per_node = {}
    for origin in origins:
        assert origin.offset >= per_node.get(origin.node, 0), "within a node nothing is moved or taken twice"
        per_node[origin.node] = origin.offset + origin.end - origin.start
    return article


@given(pages())
@settings(max_examples=15, deadline=None)
def test_text_and_page_agree_character_by_character(page):
    """Every character but white space is its node's own; of each node they come in order, and none twice."""
    check(page)


@given(pages())
@settings(max_examples=8, deadline=None)
def test_a_word_of_the_text_is_a_word_of_the_page(page):
    """Nothing is glued: each paragraph of the text stands on the page as a reader sees it, letter for letter."""
    article = check(page)
    shown = re.sub(
        r"<(?:br|/?(?:p|div|li|ul|td|tr|table|h1|h2|blockquote|pre|summary|details|article|figcaption|figure|nav|footer))\b[^>]*>",
        "\n",
        re.sub(r"<script>.*?</script>|<!--.*?-->", "", page, flags=re.DOTALL),
    )
    shown = " ".join(html.unescape(re.sub(r"</?\w+[^>]*>", "", shown)).replace("\u00ad", "").replace("\u200b", "").split())
    for block in article.blocks:
        for line in article.text[block.start : block.end].split("\t"):
            assert " ".join(line.split()) in shown


PARAGRAPHS = ["The mayor of Exampleton said on Monday that the dam was safe and that nobody need leave the valley.",
              "Ola Nord, the chief engineer, resigned in March after a quarrel with the council over the eastern wall."]  # fmt: skip


def read_page(middle, after=""):
    page = f"<html><body><nav><a href=/>Home</a></nav><article><h1>Dam holds</h1><p>{PARAGRAPHS[0]}</p>{middle}<p>{PARAGRAPHS[1]}</p>{after}</article></body></html>"
    return check(page)


@pytest.mark.parametrize(
    ("markup", "quotation"),
    [
        ("<blockquote class=pullquote>“It will not hold a week.”</blockquote>", "“It will not hold a week.”"),
        ("<p>“It will <em>not</em> hold,” <a href=x>Nord</a> <b>said</b>.</p>", "“It will not hold,” Nord said."),
        ("<p>“It<span> will</span> not hold,” Nord said on the tele<wbr>phone.</p>", "“It will not hold,” Nord said on the telephone."),
        ("<p><q>It will not hold</q>, Nord said, <q>not a week</q>.</p>", "It will not hold, Nord said, not a week."),
        ("<p>“It will not hold.<br>It never did,” Nord said.</p>", "“It will not hold.\nIt never did,” Nord said."),
        ("<p>&ldquo;It will not hold,&rdquo; N&oslash;rd said&mdash;twice.</p>", "“It will not hold,” Nørd said—twice."),
        ("<p>“It will not hold the gov&shy;ern&shy;ment&#8203;,” Nord said.</p>", "“It will not hold the government,” Nord said."),
        ("<blockquote><p>“It will not hold.”</p><blockquote>“Who says so, and why now?”</blockquote></blockquote>", "“Who says so, and why now?”"),
        ("<ul><li>“It will not hold,” Nord said.</li><li>“It will,” said the mayor again.</li></ul>", "“It will,” said the mayor again."),
        ("<div><p>“It will not hold,” Nord said.</p></div>", "“It will not hold,” Nord said."),
        ("<dl><dt>Q: Will the dam hold until spring?</dt><dd>NORD: It will not hold.</dd></dl>", "NORD: It will not hold."),
        ("<figure><img src=a><figcaption>Nord at the dam: “Not a week.” Photo: Jo Ray</figcaption></figure>", "Nord at the dam: “Not a week.” Photo: Jo Ray"),
        ("<section><h2>10:42</h2><p>“It will not hold,” Nord has told us.</p></section>", "“It will not hold,” Nord has told us."),
    ],
)  # fmt: skip
def test_quotations_are_whole_and_in_their_place(markup, quotation):
    text = read_page(markup).text
    assert quotation in text
    assert text.index(PARAGRAPHS[0]) < text.index(quotation) < text.index(PARAGRAPHS[1])


@pytest.mark.parametrize(
    "markup",
    ["<div class=related><p>Ten more dams that failed, and why nobody listened</p></div>", "<aside><p>Nine out of ten readers like our morning letter</p></aside>",
     "<p><a href=x>Read more: what the mayor of Exampleton said before</a></p>", "<form><p>Give us your address and we will write to you</p></form>",
     "<p>Advertisement</p>", '<p style="display: none">You have read three free articles this month</p>'],
)  # fmt: skip
def test_what_is_the_pages_own_stays_out(markup):
    words = re.sub(r"<[^>]+>", "", markup)
    assert words not in read_page(markup).text


def test_locate_says_when_the_bytes_are_of_another_page():
    page = f"<html><body><article><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></article></body></html>"
    article = read_bytes(page.encode(), source="a.html", options=HTML)
    with pytest.raises(InputError, match="give the bytes"):
        locate(article, page.replace("safe", "unsafe").encode(), HTML)
