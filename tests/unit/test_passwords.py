"""Passwords: which may be one, how they are kept, and that nothing tells whether a name is there."""

import time

import pytest
from argon2 import PasswordHasher

from whoseword import passwords
from whoseword.errors import InputError


@pytest.mark.parametrize(
    "good", ["four words are good", "ünïcödé wörds hère", "x7!kQ2#vT9pL", "🦉🐋🦋🌲🪨 and some more", "a" * 3 + "bcde" * 60]
)
def test_any_characters_may_stand_in_a_password_and_none_must(good):
    assert passwords.fits(passwords.hashed(passwords.checked(good, "Eva Lind")), good)


@pytest.mark.parametrize(("bad", "says"), [
    ("short words", "11 characters"), ("a" * 257, "257 characters"), ("aaaaaaaaaaaaaaaa", "different characters"),
    ("evalind-2026!", "little more than the name"), ("password12345", "guessed first"), ("Qwertyuiop2026", "guessed first"),
    ("with\\0in it it", "cannot be typed"), ("with \\ud800 in it", "cannot be typed"),
])  # fmt: skip
def test_what_is_guessed_first_is_no_password_and_the_message_never_holds_it(bad, says):
    given = bad.encode().decode("unicode_escape") if "\\" in bad else bad
    with pytest.raises(InputError, match=says) as caught:
        passwords.checked(given, "Eva Lind")
    assert given not in str(caught.value)


def test_the_same_password_typed_on_another_keyboard_is_the_same():
    """Composed and decomposed characters are one (NFKC)."""
    kept = passwords.hashed(b"caf\\u00e9 au lait matin".decode("unicode_escape"))
    assert passwords.fits(kept, b"cafe\\u0301 au lait matin".decode("unicode_escape"))


def test_it_is_kept_by_argon2id_with_salt_and_kept_anew_when_what_is_recommended_changes():
    one, other = passwords.hashed("four words are good"), passwords.hashed("four words are good")
    assert one != other
    assert one.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert not passwords.is_outdated(one)
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("four words are good")
    assert passwords.is_outdated(weak)
    assert passwords.fits(weak, "four words are good")


@pytest.mark.parametrize("kept", [None, "", "no hash at all", "$argon2id$v=19$m=65536,t=3,p=4$AAAA$AAAA"])
def test_what_is_no_hash_fits_nothing(kept):
    assert not passwords.fits(kept, "four words are good")
    assert not passwords.fits(kept, "")


def test_where_no_password_is_kept_as_much_work_is_done_as_where_one_is():
    """The cost is a full verification either way: a third of it at the least, whatever else the machine does; the most of three tries."""
    passwords._nobodys.cache_clear()  # another test of this process may have made it with a quick hasher
    kept = passwords.hashed("four words are good")
    passwords.fits(None, "warm it up")

    def cost(what):
        begun = time.process_time()
        passwords.fits(what, "some other words")
        return time.process_time() - begun

    assert max(cost(None) for _ in range(3)) > max(cost(kept) for _ in range(3)) / 3
