"""Who speaks: names, pronouns, roles, states, and the cases where a wrong name lies close at hand."""

import re

import pytest

from whoseword.actors import ActorTable
from whoseword.link import Evidence, Linked, link
from whoseword.records import Attribution, Name, Span, Speaker, digest


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.load()


def _attribution(text: str, source: str, content: str, nth: int = 0) -> Attribution:
    """An attribution whose source is the `nth` occurrence of its words (none where empty)."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(source)}(?!\w)", text)]
    at = text.index(content)
    spans = (Span.cut(text, *found[nth]),) if source else ()
    return Attribution(spans, (), (Span.cut(text, at, at + len(content)),))


def _read(table: ActorTable, text: str, *sources: tuple[str, str] | tuple[str, str, int], day: str = "2025-01-20") -> Linked:
    return link(Evidence(text, tuple(_attribution(text, *source) for source in sources), published=day), table)


def _one(table: ActorTable, text: str, source: str, content: str, nth: int = 0) -> Speaker:
    return _read(table, text, (source, content, nth)).speakers[0]


def test_title_is_stripped_and_kept_as_role(table):
    speaker = _one(
        table, "Russian President Vladimir Putin said it was over.", "Russian President Vladimir Putin", "it was over"
    )
    assert (speaker.name, speaker.type, speaker.country) == ("Vladimir Putin", "person", "RUS")
    assert (speaker.role, speaker.how) == ("Russian President", "name")


def test_surname_takes_the_full_name_that_the_article_gives(table):
    text = "Margaret Holloway runs the harbour.\n\nThe port will close, Holloway said on Friday."
    speaker = _one(table, text, "Holloway", "The port will close", 1)
    assert (speaker.name, speaker.how) == ("Margaret Holloway", "alias")


def test_two_states_in_one_sentence(table):
    text = "While Moscow has claimed the deal was signed, Kyiv has denied any promise."
    moscow, kyiv = _read(table, text, ("Moscow", "the deal was signed"), ("Kyiv", "any promise")).speakers
    assert (moscow.name, moscow.type, moscow.country, moscow.how) == ("Russia", "state", "RUS", "metonymy")
    assert (kyiv.name, kyiv.type, kyiv.country) == ("Ukraine", "state", "UKR")


@pytest.mark.parametrize(
    ("source", "state"),
    [
        ("The Kremlin", "Russia"),
        ("Ukrainian officials", "Ukraine"),
        ("The White House", "United States"),
        ("Downing Street", "United Kingdom"),
        ("The Iraqi authorities", "Iraq"),
        ("The German government", "Germany"),
        ("France", "France"),
        ("Seoul", "South Korea"),
    ],
)
def test_a_state_by_seat_capital_or_officials(table, source, state):
    speaker = _one(table, f"{source} rejected the plan on Monday.", source, "the plan")
    assert (speaker.name, speaker.type) == (state, "state")


def test_some_or_senior_officials_of_a_state_stay_anonymous(table):
    speaker = _one(table, "Senior Ukrainian officials doubted the plan.", "Senior Ukrainian officials", "the plan")
    assert speaker.type == "anonymous"


def test_denied_by_one_who_has_blamed_others(table):
    text = "Officials accused Ruritania of cheating, a claim denied by Boris Petrov, who has blamed the weather."
    denied, blamed = _read(table, text, ("Boris Petrov", "a claim"), ("who", "the weather")).speakers
    assert denied.name == blamed.name == "Boris Petrov"
    assert blamed.how == "pronoun"


def test_one_person_quoting_another(table):
    text = "Laura Bennett said that Mark Davies had told her he would resign."
    outer = _attribution(text, "Laura Bennett", "that Mark Davies had told her he would resign")
    inner = _attribution(text, "Mark Davies", "he would resign")
    innermost = _attribution(text, "he", "would resign")
    speakers = link(Evidence(text, (outer, inner, innermost)), table).speakers
    assert [s.name for s in speakers] == ["Laura Bennett", "Mark Davies", "Mark Davies"]


def test_a_woman_and_a_man_with_pronouns(table):
    text = "Laura Bennett met Mark Davies on Monday. She called the plan unfair. He called it necessary."
    she, he = _read(table, text, ("She", "the plan unfair"), ("He", "it necessary")).speakers
    assert (she.name, he.name) == ("Laura Bennett", "Mark Davies")
    assert she.how == he.how == "pronoun"


def test_gender_from_a_title_where_the_given_name_says_nothing(table):
    text = "Mrs. Okafor met Mr. Lindqvist. She said the talks failed."
    assert _one(table, text, "She", "the talks failed").name == "Okafor"


def test_first_person_in_a_quotation_is_the_one_quoted(table):
    text = "“I think we lost,” said Peter Hall."
    outer = _attribution(text, "Peter Hall", "I think we lost")
    inner = _attribution(text, "I", "we lost")
    speakers = link(Evidence(text, (outer, inner)), table).speakers
    assert speakers[1].name == "Peter Hall"


def test_first_person_outside_quotations_is_the_author_or_nobody(table):
    text = "I doubt that the bridge will hold."
    attribution = _attribution(text, "I", "that the bridge will hold")
    assert link(Evidence(text, (attribution,)), table).speakers[0].name is None
    assert link(Evidence(text, (attribution,), byline="By Ann Meyer"), table).speakers[0].name == "Ann Meyer"


def test_plural_they_goes_back_to_the_group(table):
    text = "Local farmers protested on Monday. They said the law would ruin them."
    first, they = _read(table, text, ("Local farmers", "protested"), ("They", "the law would ruin them")).speakers
    assert (first.type, they.name) == ("group", "Local farmers")


def test_they_does_not_go_back_to_one_person(table):
    text = "Mark Davies spoke on Monday. They said the law would ruin them."
    assert _read(table, text, ("Mark Davies", "spoke"), ("They", "the law would ruin them")).speakers[1].name is None


def test_a_pronoun_whose_name_comes_later(table):
    text = "As he left the court, Mark Davies vowed to appeal."
    assert _one(table, text, "he", "left the court").name == "Mark Davies"


def test_a_name_that_is_also_a_place(table):
    text = "Senator Paul Washington won in June. The tax must go, Washington said."
    assert _one(table, text, "Washington", "The tax must go", 1).name == "Paul Washington"


def test_a_given_name_that_is_also_a_country(table):
    text = "Chad Miller runs the mill. Prices will rise, Miller said."
    assert _one(table, text, "Miller", "Prices will rise", 1).name == "Chad Miller"


def test_two_people_of_one_surname_are_kept_apart_by_title(table):
    text = "Henry Larsson and his wife, Anna Larsson, gave evidence. Mrs. Larsson said he was home."
    assert _one(table, text, "Mrs. Larsson", "he was home").name == "Anna Larsson"


def test_two_people_of_one_surname_in_one_breath_are_left_open(table):
    text = "Opening the shop.\n\nHenry Larsson and Peter Larsson gave evidence. Larsson said the door was shut."
    assert _one(table, text, "Larsson", "the door was shut", 2).name is None


def test_spelling_variants_are_one_actor(table):
    text = "Volodymyr Zelenskiy spoke on Monday.\n\nThe war will end, Zelensky said. Zelenskyy added that help is needed."
    linked = _read(
        table, text, ("Volodymyr Zelenskiy", "spoke"), ("Zelensky", "The war will end"), ("Zelenskyy", "that help is needed")
    )
    assert {s.name for s in linked.speakers} == {"Volodymyr Zelenskiy"}
    assert len([a for a in linked.actors if a.type == "person"]) == 1
    assert linked.speakers[0].country == "UKR"


def test_nickname_and_name_are_one_actor(table):
    text = "William Ashworth wrote the book. Bill Ashworth said it sold well."
    linked = _read(table, text, ("William Ashworth", "wrote the book"), ("Bill Ashworth", "it sold well"))
    assert linked.speakers[0].actor == linked.speakers[1].actor


def test_role_phrase_is_the_one_who_bears_it(table):
    text = "Sen. Maria Velez, a Florida Republican, met Judge Tom Park. The senator said the bill was dead."
    speaker = _one(table, text, "The senator", "the bill was dead")
    assert (speaker.name, speaker.how) == ("Maria Velez", "role")


def test_role_phrase_that_two_bear_is_left_open(table):
    text = "Sen. Maria Velez and Sen. Ruth Okoye met. The aides left. It rained. The trains stopped. The senator said no."
    assert _one(table, text, "The senator", "said no").name is None


@pytest.mark.parametrize(
    ("day", "name"), [("2016-03-01", "Barack Obama"), ("2018-03-01", "Donald Trump"), ("2022-03-01", "Joe Biden")]
)
def test_an_office_without_a_name_is_its_holder_of_that_day(table, day, name):
    text = "The American president rejected the offer."
    linked = _read(table, text, ("The American president", "the offer"), day=day)
    assert (linked.speakers[0].name, linked.speakers[0].how) == (name, "role")


def test_an_office_without_a_date_is_left_open(table):
    text = "The American president rejected the offer."
    attribution = _attribution(text, "The American president", "the offer")
    assert link(Evidence(text, (attribution,)), table).speakers[0].name is None


def test_reversed_apposition_names_the_person(table):
    text = "His campaign manager, Jeff Solberg, denied the report."
    assert _one(table, text, "His campaign manager, Jeff Solberg,", "the report").name == "Jeff Solberg"


def test_a_spokesman_for_someone_is_not_that_someone(table):
    text = "A spokesman for Maria Velez denied the report."
    speaker = _one(table, text, "A spokesman for Maria Velez", "the report")
    assert (speaker.name, speaker.type) == ("spokesman for Maria Velez", "anonymous")


def test_possessions_of_a_person_are_not_the_person(table):
    text = "Maria Velez lost. Velez’s supporters blamed the heat."
    speaker = _one(table, text, "Velez’s supporters", "the heat")
    assert (speaker.type, speaker.name) == ("group", "Velez’s supporters")


def test_a_campaign_is_an_organisation_and_one_of_a_year_names_nobody(table):
    text = "Maria Velez lost. Velez's campaign blamed the heat. Velez's 2008 campaign promised to cut tax."
    body, candidacy = _read(table, text, ("Velez's campaign", "the heat"), ("Velez's 2008 campaign", "to cut tax")).speakers
    assert (body.name, body.type) == ("Velez campaign", "organisation")
    assert (candidacy.name, candidacy.type) == (None, "unresolved")


def test_her_campaign_is_named_after_her(table):
    text = "Maria Velez lost on Tuesday. Her campaign blamed the heat."
    assert _one(table, text, "Her campaign", "the heat").name == "Velez campaign"


def test_two_people_together_are_a_group_by_full_names(table):
    text = "Maria Velez met Tom Park. Velez and Park called for calm."
    speaker = _one(table, text, "Velez and Park", "for calm")
    assert (speaker.name, speaker.type) == ("Maria Velez and Tom Park", "group")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("A new poll by the Marist Institute", "document"),
        ("Critics", "group"),
        ("People familiar with the matter", "group"),
        ("Reuters", "media"),
        ("The Associated Press", "media"),
        ("The United Nations", "organisation"),
        ("A senior aide", "anonymous"),
        ("sources close to the talks", "anonymous"),
        ("Many voters", "group"),
        ("The Justice Department", "organisation"),
    ],
)
def test_types_of_sources_that_are_no_person(table, source, kind):
    assert _one(table, f"{source} said that prices rose.", source, "that prices rose").type == kind


def test_sources_cited_by_a_medium_keep_their_own_words_only(table):
    text = "The talks are near, unnamed sources quoted by CNN said."
    assert _one(table, text, "unnamed sources quoted by CNN", "The talks are near").name == "unnamed sources"


@pytest.mark.parametrize("source", ["You", "There", "Both", "Rising prices", "It", "The expectation", "…"])
def test_what_nobody_can_resolve_is_unresolved(table, source):
    text = f"{source} said that prices rose."
    speaker = _one(table, text, source, "that prices rose")
    assert (speaker.name, speaker.type, speaker.how, speaker.confidence) == (None, "unresolved", "unresolved", 0.0)


def test_no_source_is_unresolved_unless_the_clause_hangs_on_a_speaker(table):
    text = "Maria Velez rejected the bill, adding that it was late. It was widely expected that she would."
    first = _attribution(text, "Maria Velez", "the bill")
    cue = text.index("adding")
    hanging = Attribution((), (Span.cut(text, cue, cue + 6),), (Span.cut(text, cue + 7, cue + 23),))
    was = text.index("was widely expected")
    passive = Attribution((), (Span.cut(text, was, was + 19),), (Span.cut(text, was + 20, len(text) - 1),))
    speakers = link(Evidence(text, (first, hanging, passive)), table).speakers
    assert (speakers[1].name, speakers[1].how) == ("Maria Velez", "carried")
    assert speakers[2].name is None


def test_a_headline_gives_no_full_name_of_its_own(table):
    text = "Absent Velez Derides Rivals In Debate\n\nMaria Velez stayed away. The debate was dull, Velez said."
    assert _one(table, text, "Velez", "The debate was dull", 2).name == "Maria Velez"


def test_a_misspelt_surname_is_the_one_person_it_is_close_to(table):
    text = "Tyresha McClintock voted early. The queue was short, McClintok said."
    assert _one(table, text, "McClintok", "The queue was short").name == "Tyresha McClintock"


def test_an_acronym_is_no_pronoun(table):
    text = "US President Barack Obama sent a message. WHO said it was safe."
    linked = _read(table, text, ("US President Barack Obama", "a message"), ("WHO", "it was safe"))
    assert linked.speakers[0].name == "Barack Obama"
    assert linked.speakers[1].name in {"WHO", "World Health Organization"}


def test_names_from_the_tagger_settle_what_capitals_leave_open(table):
    text = "Sparrow Ridge is quiet. Ridge said the dam would hold."
    attribution = _attribution(text, "Ridge", "the dam would hold", 1)
    names = (Name(Span.cut(text, 0, 13), "person"),)
    assert link(Evidence(text, (attribution,), names=names), table).speakers[0].name == "Sparrow Ridge"


def test_actors_hold_every_mention_and_their_ids_are_stable(table):
    text = "Maria Velez spoke. Moscow disagreed. Velez shrugged."
    linked = _read(table, text, ("Maria Velez", "spoke"), ("Moscow", "disagreed"))
    by_name = {actor.name: actor for actor in linked.actors}
    assert [m.text for m in by_name["Maria Velez"].mentions] == ["Maria Velez", "Velez"]
    assert by_name["Maria Velez"].id == digest("person", "maria velez") == linked.speakers[0].actor
    assert by_name["Russia"].id == digest("state", "RUS")
    assert all(text[m.start : m.end] == m.text for actor in linked.actors for m in actor.mentions)


def test_a_known_leader_has_one_id_in_every_spelling(table):
    one = _one(table, "President Volodymyr Zelenskiy spoke of peace.", "President Volodymyr Zelenskiy", "of peace")
    other = _one(table, "President Volodymyr Zelensky spoke of peace.", "President Volodymyr Zelensky", "of peace")
    assert one.actor == other.actor
    assert one.name != other.name


def test_speakers_come_in_the_order_of_the_attributions(table):
    text = "Maria Velez said no. Tom Park said yes."
    forwards = _read(table, text, ("Maria Velez", "no"), ("Tom Park", "yes"))
    backwards = _read(table, text, ("Tom Park", "yes"), ("Maria Velez", "no"))
    assert [s.name for s in forwards.speakers] == [s.name for s in reversed(backwards.speakers)]


def test_attributions_that_stand_inside_each_other_end(table):
    """Damaged spans can nest in a circle of three; linking still ends, and nobody speaks."""
    text = "I say you say we say"
    places = ((0, 1), (6, 9), (14, 16))
    contents = ((14, 20), (0, 5), (6, 13))
    circle = tuple(
        Attribution((Span.cut(text, *source),), (), (Span.cut(text, *content),))
        for source, content in zip(places, contents, strict=True)
    )
    assert all(speaker.name is None for speaker in link(Evidence(text, circle), table).speakers)


def test_who_after_a_place_means_its_people(table):
    text = "He cannot leave without relatives in Miami, who do not want to send him back to Cuba."
    assert _one(table, text, "who", "to send him back to Cuba").name == "relatives in Miami"


def test_two_bodies_are_a_group(table):
    text = "Both the Liske School District and the Liske Police Department said that all was well."
    assert (
        _one(table, text, "Both the Liske School District and the Liske Police Department", "that all was well").type == "group"
    )


def test_a_surname_is_not_the_child_whom_the_article_calls_by_given_name(table):
    text = (
        "Tobin Marsh is six. Tobin came by boat. His father, Ruben Marsh, stayed at home. Tobin likes it here, and Tobin reads.\n\n"
        "Marsh said he would come."
    )
    assert _one(table, text, "Marsh", "he would come", -1).name == "Ruben Marsh"


def test_who_is_told_is_not_the_one_who_tells(table):
    text = "Mark Davies spoke to Laura Bennett and Kevin Hale on air. “The wall holds,” he told Hale."
    assert _one(table, text, "he", "The wall holds").name == "Mark Davies"


def test_a_father_may_be_named_later(table):
    text = "The harbour said the boy's father has offered to travel. The way home with his father, Ruben Marsh, seemed likely."
    assert _one(table, text, "the boy's father", "to travel").name == "Ruben Marsh"


def test_what_an_owner_is_its_lawyer_is_not(table):
    text = "The father's lawyer, Gregory Hale, came. The father said it was late."
    assert _one(table, text, "The father", "it was late", -1).name is None


def test_two_chairmen_are_a_group(table):
    text = "Mark Davies is chairman of the club. The past three chairmen said it was late."
    assert _one(table, text, "The past three chairmen", "it was late").type == "group"


def test_the_government_after_a_place_is_that_states(table):
    text = "The White House was silent. In Havana, the government said it was late."
    assert _one(table, text, "the government", "it was late").name == "Cuba"


def test_a_plural_that_speaks_as_many_is_a_group(table):
    text = "Millennials say they are patient. Millennials are young."
    assert _one(table, text, "Millennials", "they are patient", 0).type == "group"


def test_an_acronym_is_spelt_out_as_the_article_does(table):
    text = "The Harbour and Dune Authority met on Monday. HDA said it was late."
    assert _one(table, text, "HDA", "it was late").name == "Harbour and Dune Authority"


def test_who_was_told_something_did_not_say_it(table):
    text = "Mark Davies was told that the wall holds."
    source, cue, content = (
        (Span.cut(text, text.index(part), text.index(part) + len(part)),)
        for part in ("Mark Davies", "was told", "that the wall holds")
    )
    assert link(Evidence(text, (Attribution(source, cue, content),)), table).speakers[0].name is None


def test_a_mayor_with_the_name_of_a_newspaper_is_a_person(table):
    text = "Mayor Don Guardian opened the bridge.\n\nGuardian said it would hold."
    assert _one(table, text, "Guardian", "it would hold", -1).name == "Don Guardian"


def test_a_bare_role_goes_back_to_the_unnamed_one_who_bears_it(table):
    text = "Laura Bennett wrote to her village rabbi. The rabbi said it was late."
    speaker = _one(table, text, "The rabbi", "it was late")
    assert (speaker.name, speaker.type) == ("village rabbi", "anonymous")


def test_a_full_name_is_surer_than_a_role_and_nobody_is_not_sure_at_all(table):
    text = "Laura Bennett, the mayor of Thule, said it was early. The mayor said it was late. Both said it was dark."
    name, role, nobody = _read(
        table, text, ("Laura Bennett", "it was early"), ("The mayor", "it was late"), ("Both", "it was dark")
    ).speakers
    assert 1 >= name.confidence > role.confidence > nobody.confidence == 0
