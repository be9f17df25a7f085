"""The table of facts: states by every word for them, offices by day, bodies by name; and nothing where nothing is known."""

import gzip
import json
from importlib import resources

import pytest

from whoseword.actors import ActorTable, fold, skeleton


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.load()


@pytest.mark.parametrize(
    ("word", "iso3", "by"),
    [
        ("Russia", "RUS", "name"),
        ("the Russian Federation", "RUS", "name"),
        ("Russian", "RUS", "adjective"),
        ("Moscow", "RUS", "seat"),
        ("the Kremlin", "RUS", "seat"),
        ("Kyiv", "UKR", "seat"),
        ("Kiev", "UKR", "seat"),
        ("White House", "USA", "seat"),
        ("U.S.", "USA", "name"),
        ("American", "USA", "adjective"),
        ("Downing Street", "GBR", "seat"),
        ("Nairobi", "KEN", "capital"),
        ("TÜRKIYE", "TUR", "name"),
        ("Soviet", "SUN", "adjective"),
    ],
)
def test_a_state_by_any_of_its_words(table, word, iso3, by):
    state = table.state(word)
    assert (state.iso3, state.by) == (iso3, by)
    assert table.country_of(word) == iso3
    assert state.name == table.name_of(iso3)


@pytest.mark.parametrize("word", ["", "Atlantis", "Senator", "the", "Ruritanian"])
def test_an_unknown_word_is_no_state(table, word):
    assert table.state(word) is None
    assert table.country_of(word) is None
    assert table.kind_of(word) is None


@pytest.mark.parametrize(
    ("office", "country", "day", "name"),
    [
        ("president", "USA", "1998-06-01", "Bill Clinton"),
        ("president", "USA", "2017-01-19", "Barack Obama"),
        ("president", "USA", "2017-01-21", "Donald Trump"),
        ("vice president", "USA", "2016-01-01", "Joe Biden"),
        ("prime minister", "GBR", "2016-05-01", "David Cameron"),
        ("prime minister", "GBR", "2023-01", "Rishi Sunak"),
        ("president", "RUS", "2010-01-01", "Dmitry Medvedev"),
        ("president", "RUS", "2025-01-20", "Vladimir Putin"),
        ("chancellor", "DEU", "2016-01-01", "Angela Merkel"),
        ("leader", "DEU", "2016-01-01", "Angela Merkel"),
        ("president", "UKR", "2015-01-01", "Petro Poroshenko"),
        ("secretary general", "NATO", "1999-03-12", "Javier Solana"),
        ("secretary general", "UN", "1998-03-06", "Kofi Annan"),
    ],
)
def test_who_held_an_office_on_a_day(table, office, country, day, name):
    assert table.office_holder(office, country, day).name == name


@pytest.mark.parametrize(
    ("office", "country", "day"),
    [
        ("president", "USA", "1900-01-01"),
        ("president", "GBR", "2016-05-01"),
        ("archivist", "USA", "2016-05-01"),
        ("president", "XXX", "2016-05-01"),
    ],
)
def test_an_office_that_the_table_does_not_know_has_no_holder(table, office, country, day):
    assert table.office_holder(office, country, day) is None


def test_a_term_that_only_ran_until_the_source_ended_is_not_carried_on(table):
    """REIGN ends in March 2021: what it leaves open is not known to have lasted."""
    open_terms = [t for terms in table.holders.values() for t in terms if t.until == "2021-03-31"]
    assert open_terms
    assert all(table.office_holder(t.office, t.country, "2021-04-15") is not t for t in open_terms)


def test_every_term_starts_before_it_ends_and_names_a_known_country(table):
    for country, terms in table.holders.items():
        assert country in table.names or country in {"UN", "NATO", "EU", "RVN"}, country
        assert all(t.until is None or t.since[: len(t.until)] <= t.until for t in terms)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("the AP", ("Associated Press", "media")),
        ("CNN", ("CNN", "media")),
        ("New York Times", ("The New York Times", "media")),
        ("U.N.", ("United Nations", "organisation")),
        ("FBI", ("FBI", "organisation")),
    ],
)
def test_a_body_by_any_of_its_names(table, name, known):
    assert table.organisation(name) == known
    assert table.kind_of(name) == known[1]


def test_kinds_of_names(table):
    assert table.kind_of("France") == "state"
    assert table.kind_of("French") is None
    assert table.kind_of("Angela Merkel") == "person"
    assert table.country_of("Angela Merkel") == "DEU"
    assert table.country_of("Madeleine Albright") in {"USA", None}


def test_one_leader_in_every_spelling(table):
    names = ("Volodymyr Zelenskiy", "Volodymyr Zelensky", "Volodymyr Zelenskyy", "Volodymyr Zelenskyj")
    assert len({table.terms_of(name) for name in names}) == 1
    assert table.terms_of("Oleh Zelensky") == ()


@pytest.mark.parametrize(
    ("name", "gender"), [("Theresa May", "f"), ("Mark", "m"), ("Laura", "f"), ("Alex", None), ("Qxz", None)]
)
def test_gender_by_term_or_given_name(table, name, gender):
    assert table.gender_of(name) == gender


def test_fold_and_skeleton():
    assert fold("  Özgür  O’NEILL ") == "ozgur o'neill"
    assert skeleton("Zelenskiy") == skeleton("Zelensky") == skeleton("Zelenskyy")
    assert skeleton("Clinton") != skeleton("Carter")


def test_the_shipped_file_is_small():
    """Under 400 KB, as it goes into every wheel."""
    assert (resources.files("whoseword") / "data" / "actors.json.gz").stat().st_size < 400_000


def test_countries_have_iso_codes_and_names():
    raw = json.loads(gzip.decompress((resources.files("whoseword") / "data" / "actors.json.gz").read_bytes()))
    assert all(len(iso) == 3 and iso.isupper() and row[0] for iso, row in raw["countries"].items())
    assert len(raw["countries"]) > 240
