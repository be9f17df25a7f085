"""The table of facts: states by every word for them, offices by day, bodies by name; and nothing where nothing is known."""

import gzip
import itertools
import json
from dataclasses import replace
from importlib import resources

import pytest

from whoseword.actors import ActorTable, Holder, fold, loose, skeleton


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
        ("prime minister", "RUS", "2010-01-01", "Vladimir Putin"),
        ("president", "TUR", "2010-01-01", "Abdullah Gül"),
        ("prime minister", "TUR", "2010-01-01", "Recep Tayyip Erdogan"),
        ("president", "PRT", "2012", "Aníbal Cavaco Silva"),
        ("king", "SAU", "2010-06-01", "Abdullah"),
        ("queen", "GBR", "2020-01-01", "Elizabeth II"),
        ("foreign minister", "RUS", "2015-03-02", "Sergei Lavrov"),
        ("pope", "VAT", "2014-01-01", "Francis"),
        ("commission president", "EU", "2021-05-05", "Ursula von der Leyen"),
        ("secretary of state", "USA", "2014-05-05", "John Kerry"),
        ("leader", "CHN", "2000-01-01", "Jiang Zemin"),
        ("leader", "LBY", "1990-01-01", "Moammar Gadhafi"),
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
    assert table.offices.holder(office, country, day).name == name


@pytest.mark.parametrize(
    ("office", "country", "day"),
    [
        ("president", "USA", "1900-01-01"),
        ("president", "GBR", "2016-05-01"),
        ("archivist", "USA", "2016-05-01"),
        ("president", "XXX", "2016-05-01"),
        ("president", "KEN", "2030-01-01"),  # after what the sources cover
        ("president", "NGA", "2010-03-15"),  # someone acted for him
        ("president", "KOR", "2017-01-15"),  # suspended
        ("pope", "VAT", "2013-03-05"),  # between two
        ("president", "USA", "2017-01-20"),  # the day of the change
        ("prime minister", "GBR", "2016-07"),  # a month with two
        ("president", "CHL", "2022"),  # a year with two
        ("leader", "XXX", "2022-01-01"),
    ],
)
def test_where_the_table_does_not_know_nobody_holds_an_office(table, office, country, day):
    assert table.offices.holder(office, country, day) is None


def test_who_held_an_office_when_the_source_ended_may_hold_it_still(table):
    """So that an article which names the person can be understood; the table alone names nobody after its last day."""
    offices = table.offices
    assert offices.may_hold("president", "William Ruto", "2026-11-27")
    assert offices.holder("president", "KEN", "2026-11-27") is None
    assert not offices.may_hold("president", "Uhuru Kenyatta", "2026-11-27")
    assert not offices.may_hold("president", "William Ruto", "2020-01-01")


def test_every_term_starts_before_it_ends_and_names_a_known_country(table):
    bodies = {name for name, _ in table.organisations.values()} | {"UN", "NATO", "EU"}
    for term in table.offices.terms:
        assert term.country in table.names or term.country in bodies, term
        assert len(term.since) == len(term.until) == 10
        assert term.since < term.until


def test_two_people_hold_an_office_only_on_the_day_of_the_change(table):
    by_office: dict[tuple[str, str], list[Holder]] = {}
    for term in table.offices.terms:
        by_office.setdefault((term.office, term.country), []).append(term)
    for terms in by_office.values():
        ordered = sorted(terms, key=lambda t: t.since)
        assert all(a.until <= b.since for a, b in itertools.pairwise(ordered) if fold(a.name) != fold(b.name))


def test_further_terms_stand_in_place_of_what_was_known_of_their_days(table):
    own = Holder("Ana Sol", "president", "KEN", "2024-03-01", "2024-05-31", ended=True, gender="f")
    offices = table.offices.with_terms([own])
    named = [offices.holder("president", "KEN", day) for day in ("2024-02-29", "2024-03-01", "2024-05-31", "2024-06-01")]
    assert [holder.name for holder in named if holder] == ["William Ruto", "Ana Sol", "Ana Sol", "William Ruto"]
    assert replace(own, name="x") not in offices.terms


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
    assert len({table.offices.of_person(name) for name in names}) == 1
    assert table.offices.of_person("Oleh Zelensky") == ()


@pytest.mark.parametrize(
    "name",
    ["Moammar Gadhafi", "Muammar Qaddafi", "Muammar Gaddafi", "Moammar Kadafi", "Muammar al-Qaddafi", "Moamer Kadhafi"],
)
def test_one_leader_in_every_transliteration(table, name):
    assert {term.country for term in table.offices.of_person(name)} == {"LBY"}


@pytest.mark.parametrize(
    "name", ["Kim Jong-nam", "Hunter Biden", "Ali Karzai", "Raghad Hussein", "Saif Gaddafi", "Aisha Qaddafi"]
)
def test_a_relative_is_not_the_leader(table, name):
    assert table.offices.of_person(name) == ()


@pytest.mark.parametrize(
    ("name", "gender"), [("Theresa May", "f"), ("Mark", "m"), ("Laura", "f"), ("Alex", None), ("Qxz", None)]
)
def test_gender_by_term_or_given_name(table, name, gender):
    assert table.gender_of(name) == gender


def test_fold_leaves_out_case_accents_and_letters_that_are_no_plain_ones():
    assert fold("  Özgür  O’NEILL ") == "ozgur o'neill"
    assert fold("Wałęsa Løkke Đukanović Yıldırım") == "walesa lokke dukanovic yildirim"


@pytest.mark.parametrize(
    "spellings",
    [
        "Zelenskiy Zelensky Zelenskyy Zelenskyj Selenskyj",
        "Gaddafi Qaddafi Kadafi Gadhafi Qadhafi Khadafy Kadhafi",
        "Mohammed Muhammad Mohamed Mohammad",
        "Hussein Husain Hossein Hussain Husayn",
        "Yanukovych Yanukovich",
        "Lukashenko Lukashenka",
        "Gorbachev Gorbachov Gorbachyov",
        "Tymoshenko Timoshenko",
        "Schröder Schroeder Schroder",
        "Ahmadinejad Ahmadinezhad",
        "Assad al-Assad Asad",
        "Milošević Milosevic",
        "Nazarbayev Nazarbaev",
    ],
)
def test_spellings_from_another_script_are_loosely_alike(spellings):
    assert len({loose(word) for word in spellings.split()}) == 1


@pytest.mark.parametrize(
    "pair",
    [
        "Hansen Hanson",
        "Barton Burton",
        "Ellen Alan",
        "Kim Kem",
        "Martin Morton",
        "Johnson Jansen",
        "Marie Maria",
        "Clinton Carter",
    ],
)
def test_different_names_stay_different(pair):
    one, other = pair.split()
    assert loose(one) != loose(other)
    assert skeleton(one) != skeleton(other)


def test_the_shipped_file_is_small():
    """Under 400 KB, as it goes into every wheel."""
    assert (resources.files("whoseword") / "data" / "actors.json.gz").stat().st_size < 400_000


def test_countries_have_iso_codes_and_names():
    raw = json.loads(gzip.decompress((resources.files("whoseword") / "data" / "actors.json.gz").read_bytes()))
    assert all(len(iso) == 3 and iso.isupper() and row[0] for iso, row in raw["countries"].items())
    assert len(raw["countries"]) > 240
