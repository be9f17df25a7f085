"""Offices and seats of government: who is meant by them on the article's day, and where nobody is."""

from dataclasses import replace

import pytest

from whoseword.actors import ActorTable, Holder, OwnActor
from whoseword.link import Evidence, link
from whoseword.records import Attribution, Span


def term(name, office, of, since, until, *, ended=True):
    return Holder(name, office, of, since, until, ended, None)


OWN = (
    OwnActor("Oressia", "state", adjectives=("Oressian",), capital="Keldra"),
    OwnActor("Tarvonia", "state", adjectives=("Tarvonian",), capital="Port Lume"),
    OwnActor("Dune Office", "organisation"),
    OwnActor("Ana Sol", "person", aliases=("Anna Soll",), country="Oressia", offices=(term("Ana Sol", "president", "Oressia", "2024-01-01", "2025-06-30"),)),
    OwnActor("Bram Tol", "person", country="Oressia", offices=(term("Bram Tol", "president", "Oressia", "2025-07-01", "2025-12-31", ended=False),)),
    OwnActor("Dova Lind", "person", country="Tarvonia", offices=(term("Dova Lind", "president", "Tarvonia", "2024-01-01", "2025-12-31"),)),
    OwnActor("Ivo Marr", "person", country="Oressia", offices=(term("Ivo Marr", "foreign minister", "Oressia", "2024-01-01", "2025-12-31"),)),
    OwnActor("Rea Lunt", "person", offices=(term("Rea Lunt", "head", "Dune Office", "2024-01-01", "2025-12-31"),)),
)  # fmt: skip


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.load().with_own(OWN)


def speaker(table, text, source, day="2025-03-03"):
    start = text.rindex(source)
    attribution = Attribution((Span.cut(text, start, start + len(source)),), (), (Span.cut(text, 0, 1),))
    return link(Evidence(text, (attribution,), published=day), table).speakers[0]


@pytest.mark.parametrize(
    ("source", "day", "name"),
    [
        ("The Oressian president", "2025-03-03", "Ana Sol"),
        ("Oressia's president", "2025-03-03", "Ana Sol"),
        ("The president of Oressia", "2025-03-03", "Ana Sol"),
        ("The embattled Oressian president", "2025-03-03", "Ana Sol"),
        ("The outgoing Oressian president", "2025-03-03", "Ana Sol"),
        ("The Oressian president", "2025-09-03", "Bram Tol"),
        ("The Tarvonian president", "2025-03-03", "Dova Lind"),
        ("The Oressian foreign minister", "2025-03-03", "Ivo Marr"),
        ("Oressia's foreign minister", "2025-03-03", "Ivo Marr"),
        ("Oressia's top diplomat", "2025-03-03", "Ivo Marr"),
        ("The head of the Dune Office", "2025-03-03", "Rea Lunt"),
        ("The Dune Office head", "2025-03-03", "Rea Lunt"),
        ("The Russian president", "2025-03-03", "Vladimir Putin"),
        ("The Russian president", "2010-03-03", "Dmitry Medvedev"),
        ("Russia's prime minister", "2010-03-03", "Vladimir Putin"),
        ("NATO's secretary general", "2013-03-03", "Anders Fogh Rasmussen"),
        ("The U.N. secretary-general", "2013-03-03", "Ban Ki-moon"),
        ("The UN chief", "2013-03-03", "Ban Ki-moon"),
        ("The president of the European Commission", "2020-03-03", "Ursula von der Leyen"),
        ("The European Commission president", "2020-03-03", "Ursula von der Leyen"),
        ("The US secretary of state", "2014-03-03", "John Kerry"),
        ("The US vice president", "2014-03-03", "Joe Biden"),
        ("Britain's foreign secretary", "2012-03-03", "William Hague"),
        ("The pope", "2014-03-03", "Pope Francis"),
        ("The Saudi king", "2010-03-03", "King Abdullah"),
        ("Libya's leader", "2005-03-03", "Moammar Gadhafi"),
    ],
)
def test_an_office_is_whoever_holds_it_on_the_day_of_the_article(table, source, day, name):
    found = speaker(table, f"The road is long. {source} said that the talks would go on.", source, day)
    assert (found.name, found.type, found.how) == (name, "person", "role")
    assert found.role or found.confidence < 0.9


@pytest.mark.parametrize(
    "source",
    [
        "The former Oressian president", "Oressia's former president", "The then Oressian president", "The ex-president of Oressia",
        "The Oressian president-elect", "Oressia's next president", "The incoming Oressian president", "The acting Oressian president",
        "The deputy foreign minister of Oressia", "Oressia's vice president", "The late Oressian president", "Oressia's opposition leader",
        "The interim president of Oressia", "Two Oressian presidents", "An Oressian president", "Oressia's finance minister",
        "The president of Oressia at the time", "The president of Oressia until 2023", "The Oressian parliament president",
    ],
)  # fmt: skip
def test_a_former_future_deputy_or_other_holder_is_not_the_holder(table, source):
    found = speaker(table, f"The road is long. {source} said that the talks would go on.", source)
    assert found.name not in {actor.name for actor in OWN if actor.type == "person"}


@pytest.mark.parametrize("day", [None, "2023-12-31", "2026-01-01", "1990-01-01"])
def test_outside_the_days_that_are_known_nobody_is_named(table, day):
    assert speaker(table, "The road is long. The Oressian president said so.", "The Oressian president", day).name is None


def test_when_the_source_has_ended_the_article_itself_must_name_the_holder(table):
    text = "Bram Tol came home on Monday. The Oressian president said that the talks would go on."
    assert speaker(table, text, "The Oressian president", "2026-05-01").name == "Bram Tol"
    text = "Dova Lind came home on Monday. The Oressian president said that the talks would go on."
    assert speaker(table, text, "The Oressian president", "2026-05-01").name is None


def test_the_articles_own_form_of_the_name_is_kept(table):
    text = "President Sol came home on Monday. The Oressian president said that the talks would go on."
    assert speaker(table, text, "The Oressian president").name == "Sol"


def test_a_namesake_is_not_the_holder(table):
    text = "Lena Sol, a painter, came home on Monday. The Oressian president said that the talks would go on."
    assert speaker(table, text, "The Oressian president").name == "Ana Sol"


def test_the_head_of_another_state_is_not_meant(table):
    text = "President Dova Lind came home on Monday. The Oressian president said that the talks would go on."
    assert speaker(table, text, "The Oressian president").name == "Ana Sol"
    assert speaker(table, text, "The Oressian president", "2023-05-01").name is None


def test_every_spelling_of_one_person_is_one_actor(table):
    ids = {
        speaker(table, f"The road is long. {name} said so.", name).actor
        for name in ("Moammar Gadhafi", "Muammar Qaddafi", "Muammar Gaddafi", "Moammar Kadafi")
    }
    assert len(ids) == 1
    assert len({speaker(table, f"The road is long. {name} said so.", name).actor for name in ("Ana Sol", "Anna Soll")}) == 1
    assert speaker(table, "The road is long. Saif Gaddafi said so.", "Saif Gaddafi").actor not in ids


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("Olek Zelenskiy", "Zelenskyy"),
        ("Marat Gaddafov", "Qaddafov"),
        ("Hamid Husseini", "Husayni"),
        ("Ivan Gorbachyov", "Gorbachev"),
        ("Karl Schröder", "Schroeder"),
        ("Mohammed Dahlan", "Muhammad Dahlan"),
        ("Kirill Nazarbayev", "Nazarbaev"),
    ],
)
def test_variants_of_a_name_in_one_article_are_one_person(table, first, again):
    text = f"{first}, a senator, came home on Monday. The road was long. {again} said that the talks would go on."
    found = speaker(table, text, again)
    assert found.name in {first, again} if " " in again else found.name == first
    people = [actor for actor in _actors(table, text, again) if actor.type == "person"]
    assert len(people) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Dahlan", "Ahmed Dahlan"),
        ("Karl Schröder", "Erna Schroeder"),
        ("Bill Gates", "Ann Kates"),
        ("Saif Gaddafi", "Aisha Qaddafi"),
    ],
)
def test_two_people_of_distinct_given_names_stay_two(table, one, other):
    text = f"{one}, a senator, came home on Monday. {other}, a judge, was there too. {other} said that the talks would go on."
    assert speaker(table, text, other).name == other
    assert {actor.name for actor in _actors(table, text, other)} >= {one, other}


def _actors(table, text, source):
    start = text.rindex(source)
    attribution = Attribution((Span.cut(text, start, start + len(source)),), (), (Span.cut(text, 0, 1),))
    return link(Evidence(text, (attribution,), published="2025-03-03"), table).actors


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Keldra", "Oressia"), ("Moscow", "Russia"), ("the Kremlin", "Russia"), ("Downing Street", "United Kingdom"), ("Kyiv", "Ukraine"),
        ("The Oressian government", "Oressia"), ("Oressian officials", "Oressia"), ("Port Lume", "Tarvonia"), ("Oressia", "Oressia"),
    ],
)  # fmt: skip
def test_a_capital_or_government_that_speaks_is_its_state(table, source, name):
    found = speaker(table, f"The road is long. {source} demanded that the talks go on.", source)
    assert (found.name, found.type) == (name, "state")
    assert found.how == ("name" if source == name else "metonymy")


@pytest.mark.parametrize(
    "text",
    [
        "Ana Sol came home. In Keldra, Sol said that the talks would go on.",
        "Ana Sol came home. Speaking from Moscow, Sol said that the talks would go on.",
        "Ana Sol came home. After a night in Kyiv, Sol said that the talks would go on.",
    ],
)
def test_a_capital_where_something_is_said_stays_a_place(table, text):
    assert speaker(table, text, "Sol").name == "Ana Sol"
    assert not [actor for actor in _actors(table, text, "Sol") if actor.type == "state"]


@pytest.mark.parametrize(
    "source", ["A baker in Keldra", "Two drivers from Moscow", "Residents of Kyiv", "The mayor of Port Lume"]
)
def test_somebody_in_a_capital_is_not_its_state(table, source):
    assert speaker(table, f"The road is long. {source} said that the road was long.", source).type != "state"


def test_what_a_name_stood_for_keeps_the_mention(table):
    text = "The road is long. Keldra demanded that the talks go on."
    (actor,) = _actors(table, text, "Keldra")
    assert [span.text for span in actor.mentions] == ["Keldra"]
    assert replace(actor, mentions=()).country is None  # a state without an ISO code has none in the record
