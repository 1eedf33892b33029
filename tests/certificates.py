"""A certificate authority of our own, and server certificates that it signs: good, or expired."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Certificates:
    """A certificate authority of our own, and a server certificate that it has signed."""

    authority: Path
    server: Path
    key: Path

    def context(self) -> ssl.SSLContext:
        """What a server with this certificate needs."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.server, self.key)
        return context


def certificates(folder: Path, host: str = "127.0.0.1", *, days: int = 2) -> Certificates:
    """Make an authority and a certificate for the server at `host`, which ends in `days` days."""
    made = Certificates(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    until = datetime.now(UTC) + days * DAY  # noqa: TID251  # TLS knows no other clock
    authority, server = _key(), _key()
    issuer = _name("Test authority")
    top = _begun(issuer, issuer, authority, until + 9 * DAY).add_extension(
        x509.BasicConstraints(ca=True, path_length=0), critical=True
    )
    only = top.add_extension(_usage(), critical=True).sign(authority, SHA256())
    alternative = ip_address(host) if host[0].isdigit() else None
    general = x509.IPAddress(alternative) if alternative else x509.DNSName(host)
    below = (
        _begun(_name(host), issuer, server, until)
        .add_extension(x509.SubjectAlternativeName([general]), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key()),
            critical=False,
        )
        .sign(authority, SHA256())
    )
    made.authority.write_bytes(only.public_bytes(Encoding.PEM))
    made.server.write_bytes(below.public_bytes(Encoding.PEM))
    made.key.write_bytes(
        server.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    )
    return made


def _begun(
    subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(until - 99 * DAY)
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage() -> x509.KeyUsage:
    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment")
    more = ("key_agreement", "encipher_only", "decipher_only")
    no = dict.fromkeys((*names, *more), False)
    return x509.KeyUsage(key_cert_sign=True, crl_sign=True, **no)


def _key() -> RSAPrivateKey:
    return generate_private_key(65537, 2048)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])
