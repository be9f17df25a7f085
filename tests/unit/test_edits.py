"""What an outlet changed after publication: statements, headline, sentences, and whether it says so."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoseword.compare import edits
from whoseword.compare._revisions import is_note, revisions, sentences
from whoseword.records import Article, Reading, Span, Speaker, Statement, digest

OLD = (
    "Dam will hold, says mayor\n\nThe mayor spoke on Monday.\n\n“It will not break,” said Ana Sol. Bo Ray denied that it leaks.\n\n"
    "Some 300 people were asked to leave, Cy Low said."
)
SAID = (
    ("It will not break", "said", "Ana Sol"), ("It may break", "said", "Ana Sol"), ("that it leaks", "denied", "Bo Ray"),
    ("Some 300 people were asked to leave", "Low said", "Cy Low"), ("Some 30 people were asked to leave", "Low said", "Cy Low"),
    ("It will not break", "admitted", "Ana Sol"), ("It will not break", "said", "Dee Orr"), ("Nobody is in danger", "added", "Ana Sol"),
)  # fmt: skip


def read(text, *, model="m", title="Dam will hold, says mayor", **more):
    made = []
    for words, cue, name in SAID:
        if words in text and cue in text and name in text and (cue != "said" or f"{cue} {name}" in text):
            spans = [Span.cut(text, text.index(part), text.index(part) + len(part)) for part in (words, cue, name)]
            speaker = Speaker(name, "person", how="name", confidence=0.9)
            made.append(
                Statement(digest(text, words, name), "direct", "assert", True, spans[:1], (), spans[1:2], spans[2:], speaker)
            )
    made = [Statement(**{f: tuple(v) if isinstance(v := getattr(s, f), list) else v for f in s.__slots__}) for s in made]
    sha = hashlib.sha256(text.encode()).hexdigest()
    return Reading(Article(digest(text), "a.txt", text, sha, title=title, **more), tuple(made), model=model, rules="r")


def told(new, **more):
    return edits(read(OLD), read(new, **more))


def brief(found):
    return [(one.change, one.old_text, one.new_text, one.flags) for one in found.statements]


def test_equal_texts_have_no_edits():
    found = told(OLD)
    assert (found.statements, found.sentences, found.headline) == ((), (), None)


def test_words_of_a_quotation_that_were_altered_are_told_with_what_they_touch():
    (one,) = told(OLD.replace("will not break", "may break")).statements
    assert (one.change, one.old_text, one.new_text) == ("altered", "It will not break", "It may break")
    assert set(one.flags) == {"negation", "modality"}
    assert [(run.change, one.old_text[slice(*run.first)]) for run in one.runs if run.first] == [
        ("equal", "It"), ("changed", "will not"), ("equal", "break"),
    ]  # fmt: skip


def test_a_number_of_an_indirect_report_that_was_altered_is_told():
    assert brief(told(OLD.replace("300", "30"))) == [
        ("altered", "Some 300 people were asked to leave", "Some 30 people were asked to leave", ("numbers",))
    ]


def test_a_quotation_given_to_another_is_told():
    (one,) = told(OLD.replace("said Ana Sol", "said Dee Orr")).statements
    assert (one.change, one.old_speaker, one.new_speaker, one.old_text) == (
        "speaker",
        "Ana Sol",
        "Dee Orr",
        "It will not break",
    )


def test_another_cue_for_the_same_words_is_told():
    (one,) = told(OLD.replace("said Ana Sol", "admitted Ana Sol")).statements
    assert (one.change, one.old_text, one.new_text) == ("cue", "said", "admitted")


def test_a_statement_that_is_gone_and_one_that_is_new_are_told():
    assert brief(told(OLD.replace(" Bo Ray denied that it leaks.", ""))) == [("removed", "that it leaks", None, ())]
    new = OLD + "\n\nNobody is in danger, Ana Sol added."
    assert brief(told(new)) == [("added", None, "Nobody is in danger", ())]


def test_what_only_the_reader_saw_otherwise_is_no_edit():
    """The words stand on both pages: that the one reading has a statement and the other has not is not the outlet's doing."""
    new = read(OLD + "\n\nMore follows.")
    fewer = Reading(new.article, new.statements[:1], model="m", rules="r")
    assert edits(read(OLD), fewer).statements == ()
    assert edits(fewer, read(OLD)).statements == ()


def test_another_readers_speaker_of_the_same_sentence_is_no_edit():
    new = read(OLD + "\n\nMore follows.", model="m 2")
    other = new.statements[0].__class__(
        **{f: getattr(new.statements[0], f) for f in new.statements[0].__slots__} | {"speaker": Speaker("Dee Orr", "person")}
    )
    found = edits(read(OLD), Reading(new.article, (other, *new.statements[1:]), model="m 2", rules="r"))
    assert (found.statements, found.same_reader) == ((), False)


def test_what_is_said_within_other_words_is_told_with_the_whole():
    """“… that Sol hoped for 400” became 380: the report is told, not also the hope within it."""
    texts = [OLD.replace("Some 300", number) for number in ("Some 300", "Some 30")]
    one, other = (read(text) for text in texts)

    def with_inner(found, words):
        text, whole = found.article.text, next(s for s in found.statements if "people" in s.content[0].text)
        start = text.index(words)
        inner = replace(whole, id=whole.id + "i", content=(Span.cut(text, start, start + len(words)),))
        return replace(found, statements=(*found.statements, inner))

    found = edits(with_inner(one, "300 people were asked"), with_inner(other, "30 people were asked"))
    assert [edit.old_text for edit in found.statements] == ["Some 300 people were asked to leave"]


def test_a_statement_that_only_moved_is_no_edit_of_it():
    parts = OLD.split("\n\n")
    assert told("\n\n".join([*parts[:2], parts[3], parts[2]])).statements == ()


def test_house_style_is_no_edit_of_a_statement():
    assert told(OLD.replace("“It will not break,”", '"It will not break,"')).statements == ()


def test_a_headline_that_changed_is_told():
    found = told(OLD, title="Dam will not hold, says mayor")
    assert (found.headline.old, found.headline.flags) == ("Dam will hold, says mayor", ("negation",))


@pytest.mark.parametrize(
    ("new", "change", "old_text", "new_text"),
    [
        (OLD.replace("on Monday", "on Tuesday"), "changed", "The mayor spoke on Monday.", "The mayor spoke on Tuesday."),
        (OLD + "\n\nThe council meets in May.", "added", None, "The council meets in May."),
        (OLD.replace("The mayor spoke on Monday.\n\n", ""), "cut", "The mayor spoke on Monday.", None),
    ],
    ids=["changed", "added", "cut"],
)
def test_sentences_are_told(new, change, old_text, new_text):
    (one,) = revisions(OLD, new)
    assert (one.change, one.old and one.old.text, one.new and one.new.text) == (change, old_text, new_text)


def test_a_sentence_that_moved_is_told_once():
    parts = OLD.split("\n\n")
    moved = revisions(OLD, "\n\n".join([parts[0], *parts[2:], parts[1]]))
    assert [(one.change, one.new.text) for one in moved] == [("moved", "The mayor spoke on Monday.")]


# Whether it says so


def test_an_edit_without_a_note_and_a_later_time_is_silent():
    assert told(OLD.replace("300", "30")).owned == "silent"


@pytest.mark.parametrize(
    ("old", "new", "owned"),
    [
        (None, "2026-04-14T10:00:00Z", "dated"),
        ("2026-04-14T10:00:00Z", "2026-04-14T12:30:00+02:00", "dated"),
        ("2026-04-14T10:00:00Z", "2026-04-14T12:00:00+02:00", "silent"),
        ("2026-04-14", "2026-04-14T12:00:00+02:00", "silent"),
        ("2026-04-14T10:00:00Z", "2026-04-13T10:00:00Z", "silent"),
        ("2026-04", "2026-05", "dated"),
        ("2026-04-14", None, "silent"),
    ],
)
def test_a_later_time_of_modification_is_a_signal(old, new, owned):
    assert edits(read(OLD, modified=old), read(OLD + "\n\nMore.", modified=new)).owned == owned


def test_a_note_in_the_new_text_owns_up_and_one_that_was_there_before_does_not():
    note = "\n\nCorrection: an earlier version of this article gave a wrong number."
    found = told(OLD.replace("300", "30") + note)
    assert (found.owned, [one.text for one in found.signals.notes]) == ("noted", [note.strip()])
    assert edits(read(OLD + note), read(OLD.replace("300", "30") + note)).owned == "silent"


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("CORRECTION — The mayor’s name was misspelled.", True), ("Editor’s note: the headline has been changed.", True),
        ("Updated on 14 April 2026", True), ("An earlier version of this story said otherwise.", True), ("This article was amended on Monday.", True),
        ("(Corrected, adds detail)", False), ("Corrections officers left the prison.", False), ("Update your settings to read on.", False),
        ("The report was amended by parliament.", False), ("She corrected an earlier version of the treaty.", False), ("Corrected: the dam is in the north.", True),
    ],
)  # fmt: skip
def test_notes_are_known_by_their_form(line, note):
    assert is_note(line) is note


# Any text at all

TEXT = st.text(st.sampled_from(list("ab .!?“”\n1A…")), max_size=120)


@given(TEXT, TEXT)
@settings(deadline=None)
def test_any_two_texts_are_compared_and_each_span_is_its_text(old, new):
    for one in revisions(old, new):
        assert one.old is None or old[one.old.start : one.old.end] == one.old.text
        assert one.new is None or new[one.new.start : one.new.end] == one.new.text
    for span in sentences(old):
        assert old[span.start : span.end] == span.text
        assert span.text.strip() == span.text != ""


@given(TEXT)
def test_no_text_differs_from_itself(text):
    assert revisions(text, text) == ()
