"""`folkmoot config`: what it prints is read by the programs it is for, and no name can write into it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from folkmoot.base.settings import Settings
from folkmoot.cli import commands
from tests.authority import Authority
from tests.cli.program import folkmoot, free_ports

ADDRESS = "203.0.113.9"
PROXIES = ("nginx", "caddy")


def needs(program: str) -> str:
    """Its path. Only a machine that is not CI's may go without."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None and os.environ.get("CI") != "true":
        pytest.skip(f"{program} is not installed")
    assert found is not None, f"{program} is not installed, and CI has to have it"
    return found


def printed(*arguments: str, **settings: str) -> str:
    done = _call(settings, *arguments)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def refused(*arguments: str) -> str:
    done = _call({}, *arguments)
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    return done.stderr


def _call(settings: dict[str, str], *arguments: str) -> Result:
    """In this process: a program for each of them would take minutes. One test below starts the program."""
    others: dict[str, str | None] = {name: None for name in os.environ if name.startswith("FOLKMOOT_")}
    return CliRunner().invoke(commands, ["config", *arguments], env=others | settings)


def settings_of(text: str) -> dict[str, str]:
    """As systemd reads an EnvironmentFile: a variable a line, comments, no quotes needed here."""
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("turn", [False, True], ids=["pages", "pages-and-turn"])
def test_nginx_reads_it(tmp_path: Path, turn: bool) -> None:
    program = needs("nginx")
    authority = Authority(tmp_path)
    pages, relay = authority.vouch("meet.example.org"), authority.vouch("turn.example.org")
    given = ["--domain", "meet.example.org", "--listen", "127.0.7.3", "--address", "127.0.0.1"]
    given += ["--certificate", str(pages.certificate), "--key", str(pages.key)]
    if turn:
        given += ["--turn", "turn.example.org"]
        given += ["--turn-certificate", str(relay.certificate), "--turn-key", str(relay.key)]
    file = tmp_path / "nginx.conf"
    file.write_text(printed("nginx", *given))
    command = [program, "-t", "-q", "-c", str(file), "-g", f"pid {tmp_path}/pid;"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


@pytest.mark.parametrize("own", [False, True], ids=["by-itself", "own-certificate"])
def test_caddy_reads_it(tmp_path: Path, own: bool) -> None:
    program = needs("caddy")
    given = ["--domain", "meet.example.org", "--listen", "127.0.7.3", "--turn", "turn.example.org"]
    if own:
        pair = Authority(tmp_path).vouch("meet.example.org")
        given += ["--certificate", str(pair.certificate), "--key", str(pair.key)]
    file = tmp_path / "Caddyfile"
    file.write_text(printed("caddy", *given))
    environ = {**os.environ, "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [program, "validate", "--adapter", "caddyfile", "--config", str(file)]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    formatted = subprocess.run(
        [program, "fmt", str(file)], env=environ, capture_output=True, text=True, timeout=30, check=True
    )
    assert formatted.stdout == file.read_text()


@pytest.mark.parametrize("alone", [False, True], ids=["behind-the-proxy", "turn-alone"])
def test_the_settings_are_settings(alone: bool) -> None:
    given = ["--domain", "meet.example.org", "--address", ADDRESS, "--turn", "turn.example.org"]
    given += ["--turn-alone"] if alone else []
    variables = settings_of(printed("environment", *given, FOLKMOOT_PORT="9000"))
    settings = Settings.from_environ(variables)
    assert set(variables) >= {"FOLKMOOT_PUBLIC_ORIGIN", "FOLKMOOT_TRUSTED_PROXY", "FOLKMOOT_ENGINE_ADDRESS"}
    assert settings.public_origin == "https://meet.example.org"
    assert settings.port == 9000
    assert (settings.engine_address, settings.turn_domain, settings.turn_udp_port) == (
        ADDRESS,
        "turn.example.org",
        3478,
    )
    assert settings.turn_tls_port == (443 if alone else 5349)
    assert bool(settings.turn_certificate) == alone
    # What the service may bind is what the unit allows it.
    unit = printed("systemd", *(["--turn-certificate", "/etc/a.pem", "--turn-key", "/etc/b.pem"] if alone else []))
    assert ("AmbientCapabilities=CAP_NET_BIND_SERVICE" in unit) == alone


def test_a_translated_address_is_told() -> None:
    given = ["--domain", "meet.example.org", "--address", "10.0.0.5", "--public-address", ADDRESS]
    settings = Settings.from_environ(settings_of(printed("environment", *given)))
    assert (settings.engine_address, settings.media_address) == ("10.0.0.5", ADDRESS)


def test_systemd_reads_it(tmp_path: Path) -> None:
    program = needs("systemd-analyze")
    file = tmp_path / "folkmoot.service"
    done = folkmoot(dict(os.environ), "config", "systemd")
    assert done.returncode == 0, done.stderr
    file.write_text(done.stdout)
    done = subprocess.run([program, "verify", str(file)], capture_output=True, text=True, timeout=60, check=False)
    assert "folkmoot.service" not in done.stderr, done.stderr


@pytest.mark.parametrize("kind", [*PROXIES, "environment"])
def test_a_name_in_other_letters_becomes_one_that_certificates_have(kind: str) -> None:
    text = printed(kind, "--domain", "Bürger.example.org", *(["--address", ADDRESS] if kind == "environment" else []))
    assert "xn--brger-kva.example.org" in text
    assert "ürger" not in text


@pytest.mark.parametrize(
    "name",
    [
        "",
        "localhost",
        "https://meet.example.org",
        "meet.example.org/path",
        "meet.example.org:443",
        "meet.example.org;",
        "meet.example.org { }",
        "meet.example.org\nrespond hello",
        "meet.example.org$request_uri",
        "*.example.org",
        "-a.example.org",
        "a..example.org",
        "192.0.2.10",
        f"{'a' * 64}.example.org",
        f"{'a.' * 130}org",
        "a_b.example.org",
    ],
)
def test_what_is_no_name_is_refused(name: str) -> None:
    for kind in PROXIES:
        said = refused(kind, "--domain", name)
        assert "Traceback" not in said
        assert "is no name of a host" in said


@pytest.mark.parametrize("option", ["--certificate", "--key"])
@pytest.mark.parametrize("path", ["a.pem", "/etc/a b.pem", "/etc/a.pem;", "/etc/../a.pem", "/etc/$a.pem", "/etc/{a}"])
def test_a_path_that_would_mean_something_is_refused(option: str, path: str) -> None:
    assert "absolute path" in refused("caddy", "--domain", "meet.example.org", option, path)


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["nginx", "--turn", "turn.example.org"], "--address"),
        (["caddy", "--turn", "turn.example.org"], "--listen"),
        (["nginx", "--certificate", "/etc/a.pem"], "--key"),
        (["caddy", "--listen", "all"], "IPv4"),
        (["environment", "--address", "::1"], "IPv4"),
        (["environment", "--address", ADDRESS, "--turn-alone"], "--turn"),
    ],
)
def test_what_does_not_go_together_is_told(arguments: list[str], hint: str) -> None:
    assert hint in refused(*arguments, "--domain", "meet.example.org").splitlines()[-1]


def test_ports_are_those_of_the_settings() -> None:
    port, engine, *_ = free_ports(2)
    ports = {"FOLKMOOT_PORT": str(port), "FOLKMOOT_ENGINE_PORT": str(engine)}
    for kind in PROXIES:
        text = printed(kind, "--domain", "meet.example.org", **ports)
        assert f"127.0.0.1:{port}" in text
        assert f"127.0.0.1:{engine}" in text
