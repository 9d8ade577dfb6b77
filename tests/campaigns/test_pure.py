"""What needs no server: codes, slugs, attempts, challenges, permissions, days."""

import json
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from folkmoot.base.errors import BadSettingError, RateLimitedError
from folkmoot.base.ids import CampaignId, ConvenorId
from folkmoot.base.settings import Settings
from folkmoot.campaigns import passkeys, passphrases, permission, recovery
from folkmoot.campaigns.attempts import WHO_MAX, Attempts
from folkmoot.campaigns.challenges import LIFE_SECONDS, RANDOM_BYTES, Challenges
from folkmoot.campaigns.convenors import Convenor, Role, sign_in_name
from folkmoot.campaigns.errors import BadPasskeyError, BadSignInNameError, WeakPassphraseError
from folkmoot.campaigns.passkeys import Party, Passkey
from folkmoot.campaigns.permission import Action
from folkmoot.campaigns.rules import slug_of
from folkmoot.web.agents import browser_of
from folkmoot.web.pages.dates import begins, day_text, ends, first_day, last_day, parse_day
from folkmoot.web.pages.language import LANGUAGES

FIELDS = ("id", "rawId", "type", "response", "clientDataJSON", "attestationObject")
HERE, THERE = CampaignId.of(b"\1" * 16), CampaignId.of(b"\2" * 16)
ACTIONS: tuple[Action, ...] = (
    *("make", "people", "view", "change", "open", "close", "moderate", "appeal", "facilitate", "audit"),
)


def person(*roles: Role, everywhere: bool = False) -> Convenor:
    return Convenor(ConvenorId.of(bytes(16)), "Ada", "ada", everywhere, {HERE: frozenset(roles)} if roles else {})


@pytest.mark.parametrize(
    ("who", "here"),
    [
        (person(), ""),
        (person("convenor"), "view change open close moderate appeal facilitate audit"),
        (person("moderator"), "view moderate appeal"),
        (person("facilitator"), "view facilitate"),
        (person("auditor"), "view audit"),
        (person("auditor", "facilitator"), "view facilitate audit"),
        (person(everywhere=True), "make people view change open close moderate appeal facilitate audit"),
    ],
)
def test_permissions(who: Convenor, here: str) -> None:
    assert " ".join(one for one in ACTIONS if permission.may(who, one, HERE)) == here
    elsewhere = [one for one in ACTIONS if permission.may(who, one, THERE)]
    assert elsewhere == (list(ACTIONS) if who.everywhere else [])
    assert [one for one in ACTIONS if permission.may(who, one)] == (["make", "people"] if who.everywhere else [])


@given(st.binary(min_size=recovery.RANDOM_BYTES, max_size=recovery.RANDOM_BYTES))
def test_codes_can_be_read_aloud(random: bytes) -> None:
    code = recovery.code(random)
    assert len(code) == 14
    # Nothing that is taken for something else.
    assert not set(code) & set("01")


def test_a_code_is_typed_as_one_likes_and_is_its_owners_only() -> None:
    ada, bob = ConvenorId.of(bytes(16)), ConvenorId.of(b"\1" * 16)
    kept = recovery.hashed(ada, "tavo-4r7k-mimu")
    assert recovery.hashed(ada, " TAVO 4r7k\u2013mimu ") == kept
    assert recovery.hashed(bob, "tavo-4r7k-mimu") != kept
    assert recovery.hashed(ada, "tavo-4r7k-mimo") != kept


@pytest.mark.parametrize(
    ("question", "slug"),
    [
        ("How should our river look in 2040?", "how-should-our-river-look-in-2040"),
        ("Größe & Maß: was zählt?", "grosse-mass-was-zahlt"),
        ("كيف؟", "campaign"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word"),
        ("x" * 200, "campaign"),
    ],
)
def test_slugs(question: str, slug: str) -> None:
    assert slug_of(question) == slug


@given(st.text())
def test_a_slug_can_stand_in_an_address(question: str) -> None:
    slug = slug_of(question)
    assert 0 < len(slug) <= 60
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_attempts_are_counted_before_they_succeed_and_forgotten_after_a_while() -> None:
    attempts = Attempts(3, 60.0)
    assert [attempts.take("ada", 0.0) for _ in range(3)] == [2, 1, 0]
    with pytest.raises(RateLimitedError) as refusal:
        attempts.take("ada", 20.0)
    assert refusal.value.retry_after == 40.0
    assert attempts.take("bob", 20.0) == 2
    assert attempts.take("ada", 61.0) == 2
    attempts.forget("ada")
    assert attempts.take("ada", 61.0) == 2


def test_attempts_of_many_names_fill_no_memory() -> None:
    attempts = Attempts(3, 60.0)
    for number in range(WHO_MAX + 10):
        attempts.take(str(number), 0.0)
    assert attempts.take("0", 0.0) == 2


def test_challenges() -> None:
    challenges, other = Challenges(b"k" * 32), Challenges(b"o" * 32)
    made = challenges.make("sign in", 1000.9, bytes(RANDOM_BYTES))
    for purpose, challenge, now, whose in (
        ("make", made, 1000.9, challenges),
        ("sign in", made, 1000.9, other),
        ("sign in", made, 999.0, challenges),
        ("sign in", made, 1000.0 + LIFE_SECONDS, challenges),
        ("sign in", made[:-1], 1000.9, challenges),
        ("sign in", b"", 1000.9, challenges),
        ("sign in", made[:20] + bytes([made[20] ^ 1]) + made[21:], 1000.9, challenges),
    ):
        with pytest.raises(BadPasskeyError):
            whose.spend(purpose, challenge, now)
    challenges.spend("sign in", made, 1000.9)
    with pytest.raises(BadPasskeyError):
        challenges.spend("sign in", made, 1000.9)


@given(st.text() | st.binary().map(lambda one: one.decode("latin-1")))
@settings(deadline=None)
def test_any_text_is_no_answer_of_a_passkey(text: str) -> None:
    party = Party(Settings(), Challenges(bytes(32)))
    with pytest.raises(BadPasskeyError):
        party.made(text, 1.0)
    with pytest.raises(BadPasskeyError):
        party.check(text, Passkey(b"", b"", 0, 0.0), 1.0)


@given(st.recursive(st.none() | st.text(), lambda inner: st.dictionaries(st.sampled_from(FIELDS), inner)))
@settings(deadline=None)
def test_any_answer_is_refused_by_its_code(answer: object) -> None:
    party = Party(Settings(), Challenges(bytes(32)))
    with pytest.raises(BadPasskeyError):
        party.made(json.dumps(answer), 1.0)


def test_no_passkeys_for_a_numbered_address() -> None:
    challenges = Challenges(bytes(32))
    assert Party(Settings(), challenges).possible
    assert Party(Settings(public_origin="https://meet.example.org"), challenges).possible
    assert not Party(Settings(public_origin="https://192.168.1.20:8420"), challenges).possible
    assert passkeys.ANSWER_MAX < 64 * 1024


@pytest.mark.parametrize(
    "weak", ["", "short", "one two three four", "a b c d e", "again again again again again again"]
)
def test_weak_passphrases(weak: str) -> None:
    with pytest.raises(WeakPassphraseError):
        passphrases.check(weak)


def test_a_passphrase_in_another_spelling_of_unicode() -> None:
    kept = passphrases.hashed("Größe Maß Fluß Ufer Brücke")
    assert kept.startswith("$argon2id$")
    assert passphrases.matches(kept, "Gro\u0308\u00dfe Ma\u00df Flu\u00df Ufer Bru\u0308cke")
    assert not passphrases.matches(kept, "Grosse Mass Fluss Ufer Bruecke")
    assert not passphrases.matches(kept, "x" * 100_000)
    assert not passphrases.matches(None, "nobody has this passphrase")
    assert not passphrases.matches("not a hash", "nobody has this passphrase")


@pytest.mark.parametrize(
    ("given_name", "kept"), [(" Ingrid.Solheim ", "ingrid.solheim"), ("ÅSA", "åsa"), ("ليلى", "ليلى")]
)
def test_sign_in_names(given_name: str, kept: str) -> None:
    assert sign_in_name(given_name) == kept


@pytest.mark.parametrize("name", ["", "x", "two words", "a\0b", "a" * 65, "<b>"])
def test_no_sign_in_names(name: str) -> None:
    with pytest.raises(BadSignInNameError):
        sign_in_name(name)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Oslo", "Pacific/Kiritimati", "America/Sao_Paulo"])
def test_days_begin_and_end_where_the_service_is(zone: str) -> None:
    place, spring = ZoneInfo(zone), date(2026, 3, 29)
    assert first_day(begins(spring, place), place) == spring
    assert last_day(ends(spring, place), place) == spring
    hours = (ends(spring, place) - begins(spring, place)) // 3600
    assert hours == (23 if zone == "Europe/Oslo" else 24)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-1-1",
        "20260101",
        "2026-W01-1",
        "1999-12-31",
        "2200-01-01",
        "\u0662\u0660\u0662\u0666-\u0660\u0661-\u0660\u0661",
        "x",
    ],
)
def test_no_days(text: str) -> None:
    assert parse_day(text) is None


def test_days_in_words() -> None:
    third = date(2026, 9, 3)
    said = [day_text(third, LANGUAGES[code]) for code in ("en", "de", "ar")]
    assert said == ["3 September 2026", "3. September 2026", "\u0663 سبتمبر \u0662\u0660\u0662\u0666"]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "/etc/passwd", "", "europe/oslo\0"])
def test_a_zone_that_is_none(zone: str) -> None:
    with pytest.raises(BadSettingError, match="FOLKMOOT_TIME_ZONE"):
        Settings(time_zone=zone)


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("curl/8.0", ""),
    ],
)
def test_browsers_by_their_names(agent: str, name: str) -> None:
    assert browser_of(agent) == name
