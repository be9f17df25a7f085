"""Settings: which place wins, where each value came from, and what is refused."""

from pathlib import Path

import pytest

from whoseword import settings
from whoseword.errors import ConfigError


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_any_setting_everything_is_default(tmp_path):
    loaded = settings.load({}, {}, tmp_path)
    assert loaded == settings.Settings()
    assert set(loaded.origins.values()) == {"default"}


def test_each_place_wins_over_the_one_before_and_is_remembered(tmp_path):
    user = write(tmp_path / "conf" / "whoseword" / "config.toml", "threads = 1\nbatch = 1\ncolour = 'never'\nledger = 'u.db'")
    project = write(tmp_path / "whoseword.toml", "threads = 2\nbatch = 2\ncolour = 'always'")
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "conf"), "WHOSEWORD_THREADS": "3", "WHOSEWORD_BATCH": "3"}
    loaded = settings.load({"threads": 4, "batch": None}, environment, tmp_path)
    assert (loaded.threads, loaded.batch, loaded.colour, loaded.ledger) == (4, 3, "always", str(user.parent / "u.db"))
    assert loaded.origins == {
        "threads": "flag --threads",
        "batch": "environment variable WHOSEWORD_BATCH",
        "colour": str(project),
        "ledger": str(user),
        "bundle": "default",
        "actors": "default",
        "confidence": "default",
        "sure": "default",
        "events": "default",
        **dict.fromkeys(("openid_issuer", "openid_client", "openid_secret", "openid_claim", "openid_newcomers"), "default"),
    }


def test_without_xdg_the_users_file_is_under_home(tmp_path):
    write(tmp_path / ".config" / "whoseword" / "config.toml", "batch = 7")
    assert settings.load({}, {"HOME": str(tmp_path)}, tmp_path / "elsewhere").batch == 7


def test_a_relative_path_starts_where_it_was_written(tmp_path):
    write(tmp_path / "whoseword.toml", "bundle = 'models/new'")
    loaded = settings.load({"ledger": "here.db"}, {}, tmp_path)
    assert loaded.bundle == tmp_path / "models" / "new"
    assert loaded.ledger == "here.db"


def test_tilde_is_the_home_of_the_environment_given():
    loaded = settings.load({}, {"HOME": "/home/ann", "WHOSEWORD_LEDGER": "~/news.db"}, Path("/nowhere"))
    assert loaded.ledger == "/home/ann/news.db"


def test_a_database_url_is_left_as_it_is(tmp_path):
    write(tmp_path / "whoseword.toml", "ledger = 'postgresql://db/news'")
    assert settings.load({}, {}, tmp_path).ledger == "postgresql://db/news"


@pytest.mark.parametrize(
    ("line", "name", "seen", "rule"),
    [
        ("threads = 0", "threads", "0", "from 1 to"),
        ("batch = true", "batch", "True", "whole number"),
        ("batch = 'many'", "batch", "'many'", "whole number"),
        ("colour = 'red'", "colour", "'red'", "auto, always, never"),
        ("ledger = ''", "ledger", "''", "file name"),
        ("ledger = ['a']", "ledger", "['a']", "file name"),
        ("bundle = 5", "bundle", "5", "folder"),
        ("confidence = 1.5", "confidence", "1.5", "from 0 to 1"),
        ("confidence = nan", "confidence", "nan", "from 0 to 1"),
        ("confidence = true", "confidence", "True", "from 0 to 1"),
        ("sure = -0.1", "sure", "-0.1", "from 0 to 1"),
        ("sure = 'much'", "sure", "'much'", "from 0 to 1"),
        ("actors = 5", "actors", "5", "file of your own actors"),
    ],
)
def test_a_bad_value_names_file_key_value_and_rule(tmp_path, line, name, seen, rule):
    path = write(tmp_path / "whoseword.toml", line)
    with pytest.raises(ConfigError) as caught:
        settings.load({}, {}, tmp_path)
    message = str(caught.value)
    assert all(part in message for part in (str(path), name, seen, rule, "change it"))


def test_an_unknown_name_in_a_file_is_refused_with_the_nearest(tmp_path):
    write(tmp_path / "whoseword.toml", "legder = 'a.db'")
    with pytest.raises(ConfigError, match=r"unknown setting 'legder'.*did you mean ledger"):
        settings.load({}, {}, tmp_path)


def test_an_unknown_variable_is_refused():
    with pytest.raises(ConfigError, match=r"WHOSEWORD_MODEL.*must be one of ledger"):
        settings.load({}, {"WHOSEWORD_MODEL": "x"}, Path("/nowhere"))


@pytest.mark.parametrize(
    ("content", "message"), [(b"ledger = ", "is not TOML"), (b"ledger = '\xff'", "is not UTF-8 at byte 10")]
)
def test_a_file_that_cannot_be_understood_is_named(tmp_path, content, message):
    path = tmp_path / "whoseword.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        settings.load({}, {}, tmp_path)
    assert message in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_home_that_may_not_be_looked_into_is_named(monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", refuse)
    with pytest.raises(ConfigError, match=r"/home/other/\.config/whoseword/config\.toml cannot be looked for"):
        settings.load({}, {"HOME": "/home/other"}, Path("/nowhere"))


def test_shown_lists_every_setting_with_its_origin_and_no_password():
    loaded = settings.load({"ledger": "postgresql://ann:secret@db:5432/news"}, {}, Path("/nowhere"))
    rows = {name: (value, origin) for name, value, origin in settings.shown(loaded)}
    assert set(rows) == {"ledger", "bundle", "threads", "batch", "colour", "actors", "confidence", "sure", "events"} | {
        "openid_issuer", "openid_client", "openid_secret", "openid_claim", "openid_newcomers",
    }  # fmt: skip
    assert rows["ledger"] == ("postgresql://ann:***@db:5432/news", "flag --ledger")
    assert rows["threads"] == ("(one for each core)", "default")


@pytest.mark.parametrize("url", ["sqlite:///a/b.db", "postgresql://db/news", "postgresql://ann@db/news"])
def test_a_url_without_password_is_shown_as_it_is(url):
    assert settings.hide_password(url) == url


def test_a_secret_is_never_shown_nor_told_when_it_is_faulty(tmp_path):
    given = {"WHOSEWORD_OPENID_SECRET": "very-secret"}
    rows = {name: value for name, value, _ in settings.shown(settings.load({}, given, tmp_path))}
    assert rows["openid_secret"] == "***"
    assert "very-secret" not in repr(settings.load({}, given, tmp_path))
    with pytest.raises(ConfigError) as caught:
        settings.load({}, {"WHOSEWORD_OPENID_SECRET": "very-secret\x00"}, tmp_path)
    assert "very-secret" not in str(caught.value)
