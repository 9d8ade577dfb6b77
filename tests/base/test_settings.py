"""Settings come from the environment, and a wrong one is refused by name."""

from pathlib import Path

import pytest

from folkmoot.base.errors import FolkmootError
from folkmoot.base.settings import Settings, explanations, unknown_variables, variables


def test_defaults() -> None:
    settings = Settings.from_environ({})
    assert (settings.host, settings.port, settings.data_dir) == ("127.0.0.1", 8420, Path("var"))
    assert settings.public_origin == "http://localhost:8420"
    assert settings.origins == {"http://localhost:8420", "http://127.0.0.1:8420"}
    assert (settings.reload_seconds, settings.away_seconds, settings.keep_minutes) == (6, 120, 5)


def test_given() -> None:
    environ = {
        "FOLKMOOT_PORT": "9000",
        "FOLKMOOT_DATA_DIR": "/srv/folkmoot",
        "FOLKMOOT_PUBLIC_ORIGIN": "https://meet.example.org",
        "FOLKMOOT_RELOAD_SECONDS": "0.5",
        "HOME": "/nowhere",
    }
    settings = Settings.from_environ(environ)
    assert (settings.port, settings.reload_seconds) == (9000, 0.5)
    assert settings.database_path == Path("/srv/folkmoot/folkmoot.db")
    assert settings.origins == {"https://meet.example.org"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("DATA_DIR", ""),
        ("LOG_LEVEL", "loud"),
        ("ROOM_CAPACITY", "1"),
        ("AWAY_SECONDS", "-1"),
        ("KEEP_MINUTES", "nan"),
        ("PUBLIC_ORIGIN", "meet.example.org"),
        ("PUBLIC_ORIGIN", "https://meet.example.org/path"),
        ("PUBLIC_ORIGIN", "ftp://meet.example.org"),
        ("ENGINE_ADDRESS", ""),
        ("ENGINE_ADDRESS", "meet.example.org"),
        ("ENGINE_ADDRESS", "fd00::2"),
        ("ENGINE_PUBLIC_ADDRESS", "203.0.113.9/32"),
        ("TURN_DOMAIN", "turn"),
        ("TURN_DOMAIN", "turn.example.org"),
        ("TURN_CERTIFICATE", "/etc/turn.pem"),
        ("LAN", "everywhere"),
        ("LAN_NAME", "desk.local:8420"),
    ],
)
def test_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(FolkmootError, match=f"FOLKMOOT_{name}") as refusal:
        Settings.from_environ({f"FOLKMOOT_{name}": value})
    assert refusal.value.code == "bad_setting"


def test_slips_of_the_pen() -> None:
    assert unknown_variables({"FOLKMOOT_PROT": "1", "FOLKMOOT_PORT": "1", "PATH": ""}) == ["FOLKMOOT_PROT"]


def test_every_setting_is_explained() -> None:
    assert set(explanations()) == set(variables())
    for name, text in explanations().items():
        assert text.endswith("."), name


def test_settings_do_not_change() -> None:
    with pytest.raises(AttributeError):
        Settings().port = 1  # pyright: ignore[reportAttributeAccessIssue]  # reason: that is what is tested
