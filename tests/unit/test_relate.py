"""How statements stand to each other: repeats, nesting, answers, disputes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from whoseword.records import Act, Block, Span, Speaker, Statement
from whoseword.relate import disputes, relate


class Page:
    """An article made of sentences, with statements placed in it by their words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.statements: list[Statement] = []

    def add(self, name: str, speaker: str, act: Act, cue: str, content: str, *, after: int = 0) -> "Page":
        def cut(part: str) -> tuple[Span, ...]:
            start = self.text.index(part, after)
            return (Span.cut(self.text, start, start + len(part)),)

        self.statements.append(
            Statement(name, "indirect", act, True, cut(content), (), cut(cue) if cue else (), (), Speaker(speaker, "person"))
        )
        return self

    def links(self, *blocks: Block) -> dict[str, Statement]:
        return {s.id: s for s in relate(self.text, blocks, self.statements)[0]}


QUOTE = "We shall build the long bridge together this year"


def test_a_caption_repeats_the_quotation_of_the_body_which_stays() -> None:
    page = Page(f"“{QUOTE},” Berg said.\nBerg spoke. “{QUOTE}.”")
    page.add("caption", "Berg", "assert", "", QUOTE).add("body", "Berg", "assert", "", QUOTE, after=60)
    found = page.links(Block("caption", 0, 62), Block("paragraph", 63, len(page.text)))
    assert (found["caption"].repeats, found["body"].repeats) == ("body", None)


def test_a_title_repeats_what_it_sums_up_but_not_anothers_words() -> None:
    text = "Berg welcomes bridge plan\nBerg welcomed the plan for a bridge."
    page = (
        Page(text)
        .add("title", "Berg", "welcome", "welcomes", "bridge plan")
        .add("body", "Berg", "welcome", "welcomed", "the plan for a bridge")
    )
    assert page.links(Block("title", 0, 25))["title"].repeats == "body"
    other = (
        Page(text)
        .add("title", "Marin", "welcome", "welcomes", "bridge plan")
        .add("body", "Berg", "welcome", "welcomed", "the plan for a bridge")
    )
    assert other.links(Block("title", 0, 25))["title"].repeats is None


def test_a_short_phrase_said_twice_is_no_repetition() -> None:
    page = Page("“No way,” Berg said.\n“No way,” Berg said.")
    page.add("one", "Berg", "assert", "", "No way").add("two", "Berg", "assert", "", "No way", after=20)
    assert [s.repeats for s in page.links().values()] == [None, None]


def test_inside_is_the_innermost_statement_around_cue_and_content() -> None:
    page = Page("Berg said Marin claimed Toivo thought it rained.")
    page.add("a", "Berg", "assert", "said", "Marin claimed Toivo thought it rained")
    page.add("b", "Marin", "assert", "claimed", "Toivo thought it rained").add("c", "Toivo", "believe", "thought", "it rained")
    found = page.links()
    assert (found["a"].inside, found["b"].inside, found["c"].inside) == (None, "a", "b")
    assert [s.repeats for s in found.values()] == [None] * 3


def test_a_claim_denied_is_about_the_claim_and_makes_a_dispute() -> None:
    page = Page("Officials accused Berg of taking bribes, a claim denied by Berg.")
    page.add("accusation", "Officials", "accuse", "accused", "Berg of taking bribes").add(
        "denial", "Berg", "deny", "denied", "a claim"
    )
    statements, disputes = relate(page.text, (), page.statements)
    assert [s.about for s in statements] == [None, "accusation"]
    assert [(d.about, d.for_, d.against) for d in disputes] == [("Berg of taking bribes", ("accusation",), ("denial",))]


def test_rejected_conditions_are_the_demand_and_not_a_nearer_report() -> None:
    page = Page("Berg demanded the whole northern coast. Toivo reported heavy rain. Marin rejected these conditions.")
    page.add("demand", "Berg", "demand", "demanded", "the whole northern coast").add(
        "rain", "Toivo", "report", "reported", "heavy rain"
    )
    page.add("answer", "Marin", "reject", "rejected", "these conditions")
    assert page.links()["answer"].about == "demand"


def test_while_one_claims_another_denies() -> None:
    page = Page("While Berg has claimed that a deal was made, Marin has denied signing any paper.")
    page.add("claim", "Berg", "assert", "claimed", "that a deal was made").add(
        "denial", "Marin", "deny", "denied", "signing any paper"
    )
    assert page.links()["denial"].about == "claim"


def test_nobody_answers_himself_and_plain_speech_answers_nothing() -> None:
    page = Page("Berg claimed that a deal was made. Berg denied the claim. Marin said the summer was wet.")
    page.add("claim", "Berg", "assert", "claimed", "that a deal was made").add("own", "Berg", "deny", "denied", "the claim")
    page.add("plain", "Marin", "assert", "said", "the summer was wet")
    found = page.links()
    assert (found["own"].about, found["plain"].about) == (None, None)


def test_to_speak_of_a_claim_is_about_it_and_contests_nothing() -> None:
    page = Page("Berg claimed that a deal was made. Marin said the claim was old.")
    page.add("claim", "Berg", "assert", "claimed", "that a deal was made").add(
        "plain", "Marin", "assert", "said", "the claim was old"
    )
    statements, disputes = relate(page.text, (), page.statements)
    assert (statements[1].about, disputes) == ("claim", ())


def test_a_decision_is_what_was_announced_and_not_a_nearer_wish() -> None:
    page = Page("The court ruled that the dam must close. Toivo wants a bridge. Marin said the decision was fair.")
    page.add("ruling", "court", "announce", "ruled", "that the dam must close")
    page.add("wish", "Toivo", "intend", "wants", "a bridge").add("view", "Marin", "assert", "said", "the decision was fair")
    assert page.links()["view"].about == "ruling"


def test_a_noun_with_an_owner_means_the_owners_words() -> None:
    page = Page("Berg claimed the dam held. Toivo claimed the dam broke. Marin said Berg’s claims were untrue.")
    page.add("one", "Berg", "assert", "claimed", "the dam held").add(
        "two", "Toivo", "assert", "claimed", "the dam broke", after=26
    )
    page.add("view", "Marin", "assert", "said", "Berg’s claims were untrue")
    assert page.links()["view"].about == "one"


def test_to_appeal_a_ruling_contests_it() -> None:
    page = Page("The court ruled that the dam must close. Marin said they would appeal the ruling.")
    page.add("ruling", "court", "announce", "ruled", "that the dam must close")
    page.add("appeal", "Marin", "intend", "said", "they would appeal the ruling")
    _, disputes = relate(page.text, (), page.statements)
    assert [(d.for_, d.against) for d in disputes] == [(("ruling",), ("appeal",))]


def test_who_is_disappointed_with_a_decision_contests_it_and_who_is_pleased_does_not() -> None:
    page = Page("Berg announced a dam. Marin is disappointed with Berg’s decision. Toivo is pleased with Berg’s decision.")
    page.add("dam", "Berg", "announce", "announced", "a dam")
    page.add("ill", "Marin", "believe", "is disappointed", "with Berg’s decision")
    page.add("good", "Toivo", "believe", "is pleased", "with Berg’s decision", after=70)
    statements, disputes = relate(page.text, (), page.statements)
    assert [s.about for s in statements] == [None, "dam", "dam"]
    assert [d.against for d in disputes] == [("ill",)]


def test_what_one_wants_another_may_oppose_without_a_word_of_it() -> None:
    page = Page("Berg demanded the quick closure of the mine. Rain fell. Marin opposes any closure before spring.")
    page.add("wish", "Berg", "demand", "demanded", "the quick closure of the mine")
    page.add("other", "Marin", "reject", "opposes", "any closure before spring")
    _, disputes = relate(page.text, (), page.statements)
    assert [(d.for_, d.against) for d in disputes] == [(("wish",), ("other",))]


def test_a_shared_name_alone_is_no_contest() -> None:
    page = Page("Berg wants a bridge at Sprodj. Marin opposes the mine at Sprodj.")
    page.add("wish", "Berg", "intend", "wants", "a bridge at Sprodj").add(
        "other", "Marin", "reject", "opposes", "the mine at Sprodj"
    )
    assert relate(page.text, (), page.statements)[1] == ()


def test_who_passes_on_what_is_contested_stands_on_its_side() -> None:
    page = Page("Toivo said Berg claimed the dam had held all night. Marin denied that the dam had held all night.")
    page.add("outer", "Toivo", "assert", "said", "Berg claimed the dam had held all night").add(
        "claim", "Berg", "assert", "claimed", "the dam had held all night"
    )
    page.add("denial", "Marin", "deny", "denied", "that the dam had held all night")
    _, disputes = relate(page.text, (), page.statements)
    assert [(set(d.for_), d.against) for d in disputes] == [({"outer", "claim"}, ("denial",))]


def test_refusing_to_do_what_was_asked_answers_it() -> None:
    page = Page("Berg gave them until noon to sign a paper. Marin refused to sign.")
    page.add("asked", "Berg", "assert", "gave", "until noon to sign a paper").add(
        "refusal", "Marin", "refuse", "refused", "to sign", after=40
    )
    assert page.links()["refusal"].about == "asked"


def test_a_denial_right_after_anothers_words_is_of_those_words() -> None:
    text = "Berg said the papers were sent back. The mill says nothing came."
    for page, want in ((Page(text), "sent"), (Page(text.replace("back. The", "back.\n\nThe")), None)):
        page.add("sent", "Berg", "assert", "said", "the papers were sent back").add(
            "denial", "mill", "deny", "says", "nothing came"
        )
        assert page.links()["denial"].about == want


def test_an_answer_may_stand_before_the_words_when_asked() -> None:
    page = Page("“We shall see,” Marin said when asked about the dam.")
    page.add("answer", "Marin", "assert", "said", "We shall see").add("question", "", "ask", "asked", "about the dam")
    assert page.links()["answer"].about == "question"


def test_two_denials_of_one_claim_are_one_dispute() -> None:
    page = Page(
        "Berg claimed that the bridge was closed. Marin denied that the bridge was closed. Toivo denied the bridge was closed."
    )
    page.add("claim", "Berg", "assert", "claimed", "that the bridge was closed")
    page.add("one", "Marin", "deny", "denied", "that the bridge was closed", after=41)
    page.add("two", "Toivo", "deny", "denied", "the bridge was closed", after=82)
    _, disputes = relate(page.text, (), page.statements)
    assert [(d.for_, d.against) for d in disputes] == [(("claim",), ("one", "two"))]


def test_an_objection_that_a_statement_overrides_is_about_it() -> None:
    page = Page("Berg said he would build the bridge despite objections from Marin to the bridge plan.")
    page.add("plan", "Berg", "intend", "said", "he would build the bridge despite objections from Marin to the bridge plan")
    page.add("objection", "Marin", "reject", "objections", "to the bridge plan")
    assert page.links()["objection"].about == "plan"


def test_calling_a_claim_a_lie_contests_it_whatever_the_act() -> None:
    page = Page("The Courier accused Berg of theft. Toivo reported rain. Berg thinks the claims in the Courier are lies.")
    page.add("claim", "The Courier", "accuse", "accused", "Berg of theft").add("rain", "Toivo", "report", "reported", "rain")
    page.add("lie", "Berg", "believe", "thinks", "the claims in the Courier are lies")
    statements, disputes = relate(page.text, (), page.statements)
    assert statements[2].about == "claim"
    assert [(d.for_, d.against) for d in disputes] == [(("claim",), ("lie",))]


def test_who_is_not_so_sure_doubts_the_sentence_before() -> None:
    page = Page("Berg said the bridge would hold. Engineers said they aren’t so sure.")
    page.add("claim", "Berg", "assert", "said", "the bridge would hold")
    page.add("doubt", "Engineers", "believe", "said", "they aren’t so sure", after=32)
    assert page.links()["doubt"].about == "claim"


def test_an_announcement_commented_on_is_what_was_announced() -> None:
    page = Page("Berg announced a new bridge. Berg declared it would be blue. Marin criticised Berg’s announcement as costly.")
    page.add("bridge", "Berg", "announce", "announced", "a new bridge").add(
        "blue", "Berg", "announce", "declared", "it would be blue"
    )
    page.add("critic", "Marin", "criticise", "criticised", "Berg’s announcement as costly")
    assert page.links()["critic"].about == "bridge"


def test_a_question_is_answered_but_contests_nothing() -> None:
    page = Page("A reporter asked whether the bridge was closed. Marin denied that the bridge was closed.")
    page.add("question", "reporter", "ask", "asked", "whether the bridge was closed")
    page.add("denial", "Marin", "deny", "denied", "that the bridge was closed")
    statements, disputes = relate(page.text, (), page.statements)
    assert (statements[1].about, disputes) == ("question", ())


_ACTS: st.SearchStrategy[Act] = st.sampled_from(["assert", "deny", "reject", "accuse", "demand", "ask", "criticise"])
_BOUNDS = st.tuples(st.integers(0, 90), st.integers(0, 90))


@given(
    st.text("abc .\n“it claim’s”", max_size=90),
    st.lists(st.tuples(_ACTS, st.sampled_from(["A", "B", None]), _BOUNDS, _BOUNDS), max_size=7),
)
def test_any_statements_are_related_and_links_name_other_statements(text: str, given_here: list) -> None:
    def cut(pair: tuple[int, int]) -> tuple[Span, ...]:
        start, end = min(*pair, len(text)), min(max(pair), len(text))
        return (Span.cut(text, start, end),) if start < end else ()

    statements = [
        Statement(str(i), "indirect", act, True, cut(content), (), cut(cue), (), Speaker(name, "person"))
        for i, (act, name, cue, content) in enumerate(given_here)
    ]
    linked, disputes = relate(text, (Block("title", 0, 10),), statements)
    ids = {s.id for s in statements}
    assert [s.id for s in linked] == [s.id for s in statements]
    for s in linked:
        assert {s.repeats, s.about, s.inside} - {None} <= ids - {s.id}
    for d in disputes:
        assert d.about in text
        assert set(d.for_) <= ids
        assert set(d.against) <= ids
        assert not set(d.for_) & set(d.against)


def test_what_one_demands_and_another_will_not_do_is_a_dispute() -> None:
    page = Page("Berg demanded that the envoy be returned. Rain fell all week. Marin said she would not hand the envoy over.")
    page.add("demand", "Berg", "demand", "demanded", "that the envoy be returned")
    page.add("refusal", "Marin", "refuse", "said", "she would not hand the envoy over")
    assert [(d.for_, d.against) for d in relate(page.text, (), page.statements)[1]] == [(("demand",), ("refusal",))]


def test_who_speaks_must_be_known_on_both_sides_of_such_a_dispute() -> None:
    page = Page("Berg demanded that the envoy be returned. Marin wants to keep the envoy.")
    page.add("demand", "Berg", "demand", "demanded", "that the envoy be returned")
    page.add("wish", "Marin", "intend", "wants", "to keep the envoy")
    assert len(relate(page.text, (), page.statements)[1]) == 1
    page.statements[1] = replace(page.statements[1], speaker=Speaker(None, "unresolved"))
    assert relate(page.text, (), page.statements)[1] == ()


def test_a_warning_of_evil_if_it_is_done_contests_the_plan() -> None:
    page = Page("Berg said that he would send the boy back. Marin warned of bloodshed if they send the boy back.")
    page.add("plan", "Berg", "intend", "said", "that he would send the boy back")
    page.add("warning", "Marin", "warn", "warned", "of bloodshed if they send the boy back")
    assert [(d.for_, d.against) for d in relate(page.text, (), page.statements)[1]] == [(("plan",), ("warning",))]


def test_a_plea_of_not_guilty_answers_who_prosecutes() -> None:
    page = Page("The Crown said that Berg took the ring. It rained. Marin said that he should be found not guilty.")
    page.add("charge", "Crown", "assert", "said", "that Berg took the ring")
    page.add("plea", "Marin", "assert", "said", "that he should be found not guilty", after=44)
    statements, disputes = relate(page.text, (), page.statements)
    assert statements[1].about == "charge"
    assert [(d.for_, d.against) for d in disputes] == [(("charge",), ("plea",))]


def test_that_before_a_comma_joins_and_stands_for_nothing() -> None:
    page = Page("Berg accused Toivo of theft. Marin denied that, as all knew, she had been there.")
    page.add("charge", "Berg", "accuse", "accused", "Toivo of theft").add(
        "denial", "Marin", "criticise", "denied", "that, as all knew, she had been there"
    )
    assert page.links()["denial"].about is None


def test_who_contests_what_contests_a_statement_stands_with_it() -> None:
    page = Page("Berg claimed that a deal was made, a claim denied by Marin. Toivo called her denial a lie.")
    page.add("claim", "Berg", "assert", "claimed", "that a deal was made")
    page.add("denial", "Marin", "deny", "denied", "a claim").add("third", "Toivo", "reject", "called", "her denial a lie")
    page.statements[2] = replace(page.statements[2], about="denial")
    linked = [replace(s, about={"denial": "claim", "third": "denial"}.get(s.id)) for s in page.statements]
    assert [(set(d.for_), set(d.against)) for d in disputes(linked, page.text)] == [({"claim", "third"}, {"denial"})]


def test_an_accusation_right_after_a_rejection_of_the_same_party_is_on_its_side() -> None:
    page = Page("Sprodj made an offer of grain. Marin rejected the offer of grain. Marin accused Sprodj of greed.")
    page.add("offer", "Sprodj", "propose", "made", "an offer of grain").add(
        "no", "Marin", "reject", "rejected", "the offer of grain"
    )
    page.add("greed", "Marin", "accuse", "accused", "Sprodj of greed")
    (one,) = relate(page.text, (), page.statements)[1]
    assert (one.for_, set(one.against)) == (("offer",), {"no", "greed"})


def test_a_source_that_begins_in_the_title_does_not_make_the_body_a_repetition() -> None:
    text = "Berg\nBerg wants a bridge this year"
    page = Page(text).add("body", "Berg", "intend", "wants", "a bridge this year")
    page.statements[0] = replace(page.statements[0], source=(Span.cut(text, 0, 9),))
    assert page.links(Block("title", 0, 4), Block("paragraph", 5, len(text)))["body"].repeats is None
