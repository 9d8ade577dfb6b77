"""A certificate for the local network, where no public authority can vouch for an address.

An authority is made with each certificate, signs it, and its key is forgotten: whoever lets a phone trust the authority
trusts this one certificate, for these addresses only (name constraints, RFC 5280 section 4.2.1.10).
"""

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from folkmoot.store.folder import make

LIFE = timedelta(days=365)
# A service that runs for weeks does not look again, so it starts with at least that much.
LEFT_AT_LEAST = timedelta(days=30)
# Clocks of phones are sometimes slow.
EARLIER = timedelta(days=1)
FOLDER, CHAIN, KEY, AUTHORITY = "lan", "chain.pem", "key.pem", "authority.pem"


class LanCertificate(msgspec.Struct, frozen=True):
    """Where it lies. `authority` is what a phone may be told to trust."""

    chain: Path
    key: Path
    authority: Path
    fingerprint: str
    ends: datetime


def certificate_for(data_dir: Path, address: str, name: str, now: datetime) -> LanCertificate:
    """The one that is kept for this address and name, or a new one; its key is readable by its owner only.

    Raises `DataFolderError`, and `OSError` when the folder cannot be written.
    """
    make(data_dir)
    folder = data_dir / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = _kept(folder, address, name, now)
    return _described(folder, kept or _make(folder, address, name, now))


def _kept(folder: Path, address: str, name: str, now: datetime) -> x509.Certificate | None:
    try:
        certificate = x509.load_pem_x509_certificates((folder / CHAIN).read_bytes())[0]
        key = serialization.load_pem_private_key((folder / KEY).read_bytes(), password=None)
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (FileNotFoundError, ValueError, x509.ExtensionNotFound):
        return None  # the first start, or one that was stopped between two files
    fits = names == _names(address, name) and key.public_key() == certificate.public_key()
    lasts = certificate.not_valid_before_utc <= now and now + LEFT_AT_LEAST <= certificate.not_valid_after_utc
    return certificate if fits and lasts and (folder / AUTHORITY).is_file() else None


def _make(folder: Path, address: str, name: str, now: datetime) -> x509.Certificate:
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _authority(authority_key, address, name, now)
    certificate = (
        _begun(authority.subject, _titled(name), key.public_key(), now)
        .add_extension(_names(address, name), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = serialization.Encoding.PEM
    _write(folder / KEY, secret)
    _write(folder / AUTHORITY, authority.public_bytes(pem))
    _write(folder / CHAIN, certificate.public_bytes(pem) + authority.public_bytes(pem))
    return certificate


def _authority(key: ec.EllipticCurvePrivateKey, address: str, name: str, now: datetime) -> x509.Certificate:
    title = _titled(f"Folkmoot on {name}")
    permitted = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_network(f"{address}/32"))]
    usage = x509.KeyUsage(
        digital_signature=False,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        _begun(title, title, key.public_key(), now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )


def _begun(
    issuer: x509.Name, subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime
) -> x509.CertificateBuilder:
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=key,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - EARLIER,
        not_valid_after=now + LIFE,
    )


def _titled(name: str) -> x509.Name:
    # 64 signs is the most that a common name may have (RFC 5280 appendix A.1).
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])


def _names(address: str, name: str) -> x509.SubjectAlternativeName:
    return x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address)), x509.DNSName(name)])


def _described(folder: Path, certificate: x509.Certificate) -> LanCertificate:
    fingerprint = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
    ends = certificate.not_valid_after_utc.astimezone(UTC)
    return LanCertificate(folder / CHAIN, folder / KEY, folder / AUTHORITY, fingerprint, ends)


def _write(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
