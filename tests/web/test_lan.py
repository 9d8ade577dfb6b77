"""The local network over TLS: the certificate, who may read it, when it is renewed, and what is served with it."""

import ssl
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest
from cryptography import x509

from folkmoot.base.errors import BadSettingError
from folkmoot.base.settings import Settings
from folkmoot.web.certificate import LIFE, certificate_for
from folkmoot.web.lan import addresses, on_network
from tests.service import free_port, make_settings, running_service

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ADDRESS, NAME = "192.168.7.20", "desk.local"


def test_the_key_is_for_its_owner_only(tmp_path: Path) -> None:
    made = certificate_for(tmp_path / "var", ADDRESS, NAME, NOW)
    assert stat.S_IMODE(made.key.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.key.parent.stat().st_mode) == 0o700
    assert b"PRIVATE" in made.key.read_bytes()
    assert b"PRIVATE" not in made.chain.read_bytes() + made.authority.read_bytes()


def test_it_is_kept_until_its_last_month(tmp_path: Path) -> None:
    first = certificate_for(tmp_path, ADDRESS, NAME, NOW)
    assert first.ends == NOW + LIFE
    assert certificate_for(tmp_path, ADDRESS, NAME, NOW + timedelta(days=300)) == first
    renewed = certificate_for(tmp_path, ADDRESS, NAME, NOW + timedelta(days=340))
    assert renewed.fingerprint != first.fingerprint
    assert renewed.ends == NOW + timedelta(days=340) + LIFE


def test_another_address_or_name_has_another(tmp_path: Path) -> None:
    first = certificate_for(tmp_path, ADDRESS, NAME, NOW)
    moved = certificate_for(tmp_path, "192.168.7.21", NAME, NOW)
    renamed = certificate_for(tmp_path, "192.168.7.21", "other.local", NOW)
    assert len({one.fingerprint for one in (first, moved, renamed)}) == 3


def test_a_broken_one_is_made_again(tmp_path: Path) -> None:
    first = certificate_for(tmp_path, ADDRESS, NAME, NOW)
    first.chain.write_text("-----BEGIN CERTIFICATE-----\nhalf")
    assert certificate_for(tmp_path, ADDRESS, NAME, NOW).fingerprint != first.fingerprint


def test_who_trusts_the_authority_trusts_this_address_only(tmp_path: Path) -> None:
    made = certificate_for(tmp_path, ADDRESS, NAME, NOW)
    authority = x509.load_pem_x509_certificate(made.authority.read_bytes())
    constraints = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert constraints.critical
    permitted = [str(subtree.value) for subtree in constraints.value.permitted_subtrees or []]
    assert permitted == [NAME, f"{ADDRESS}/32"]
    assert {path.name for path in made.key.parent.iterdir()} == {"chain.pem", "key.pem", "authority.pem"}


async def test_pages_come_over_tls_and_ask_nobody_to_remember_it(tmp_path: Path) -> None:
    port = free_port()
    settings = make_settings(
        tmp_path, port=port, lan="127.0.0.1", lan_name=NAME, public_origin=f"https://127.0.0.1:{port}"
    )
    async with running_service(settings) as service:
        context = ssl.create_default_context(cafile=settings.data_dir / "lan" / "authority.pem")
        async with service.session.get(f"{service.origin}/", ssl=context) as answer:
            assert answer.status == 200
            assert "Strict-Transport-Security" not in answer.headers
        for origin, status in ((service.origin, 503), (f"https://{NAME}:{port}", 503), ("https://evil.example", 403)):
            headers = {"Origin": origin}
            url = f"{service.origin}/engine/rtc/validate"
            async with service.session.get(url, headers=headers, ssl=context) as answer:
                assert answer.status == status
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await service.session.get(f"{service.origin}/")


def test_settings_follow_from_the_address() -> None:
    settings, others = on_network(Settings(lan=ADDRESS, lan_name=NAME, port=9000, engine_tcp_port=7881))
    assert settings.host == settings.engine_address == settings.media_address == ADDRESS
    assert settings.public_origin == f"https://{ADDRESS}:9000"
    assert settings.origins == {f"https://{ADDRESS}:9000", f"https://{NAME}:9000"}
    assert settings.engine_tcp_port == 0
    assert ADDRESS not in others
    assert all(not address.startswith("127.") for address in addresses())


def test_a_public_origin_beside_it_is_refused() -> None:
    with pytest.raises(BadSettingError, match="FOLKMOOT_PUBLIC_ORIGIN"):
        on_network(Settings(lan=ADDRESS, public_origin="https://meet.example.org"))
