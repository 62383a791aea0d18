"""The duty room's own certificate authority and the officers' keys: ECDSA P-256, kept as PKCS#12."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from zbyj_duty.core.errors import PaperTrouble

OFFICER_YEARS = 10
CA_YEARS = 30


@dataclass(frozen=True, slots=True)
class KeyMaterial:
    """A new key: its encrypted box (PKCS#12), its certificate (DER), fingerprint (SHA-256, hex), last day."""

    box: bytes
    certificate: bytes
    fingerprint: str
    not_after: datetime


class OpenedKey:
    """A private key in memory, until ``wipe``.

    Attributes:
        certificate: DER.
        fingerprint: SHA-256 of it, hex.
    """

    def __init__(self, private: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> None:
        self._private: ec.EllipticCurvePrivateKey | None = private
        self.parsed = certificate
        self.certificate = certificate.public_bytes(Encoding.DER)
        self.fingerprint = hashlib.sha256(self.certificate).hexdigest()

    @property
    def private(self) -> ec.EllipticCurvePrivateKey:
        """The key itself.

        Raises:
            PaperTrouble: ``paper.key_closed`` after ``wipe``.
        """
        if self._private is None:
            raise PaperTrouble("paper.key_closed")
        return self._private

    def sign_detached(self, data: bytes) -> bytes:
        """Return an ECDSA signature (DER) over SHA-256 of ``data``."""
        return self.private.sign(data, ec.ECDSA(hashes.SHA256()))

    def wipe(self) -> None:
        """Forget the key."""
        self._private = None


def create_ca(bureau: str, passphrase: str, now: datetime) -> KeyMaterial:
    """Make the duty room's certificate authority.

    Args:
        bureau: an ASCII word for the subject; names in Chinese stand on the paper, not in certificates.
        passphrase: of the 系统管理员.
        now: start of validity.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    name = _name(f"{bureau} duty room CA")
    until = now + timedelta(days=365 * CA_YEARS)
    certificate = (
        _builder(name, name, private.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(certificates=True), critical=True)
        .sign(private, hashes.SHA256())
    )
    return _material(private, certificate, passphrase)


def issue(ca: OpenedKey, staff_no: str, pinyin: str, passphrase: str, now: datetime) -> KeyMaterial:
    """Make an officer's key, certified by the duty room's authority for ten years.

    Args:
        ca: the opened authority.
        staff_no: unique number of the person.
        pinyin: ASCII reading of the name.
        passphrase: the officer's own.
        now: start of validity.
    """
    private = ec.generate_private_key(ec.SECP256R1())
    until = now + timedelta(days=365 * OFFICER_YEARS)
    certificate = (
        _builder(_name(f"{staff_no} {pinyin}".strip()), ca.parsed.subject, private.public_key(), now, until)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(ca.parsed.public_key()),  # type: ignore[arg-type]
            critical=False,
        )
        .sign(ca.private, hashes.SHA256())
    )
    return _material(private, certificate, passphrase)


def open_key(box: bytes, passphrase: str) -> OpenedKey:
    """Open a PKCS#12 box.

    Raises:
        PaperTrouble: ``paper.wrong_passphrase``.
    """
    try:
        private, certificate, _ = pkcs12.load_key_and_certificates(box, _secret(passphrase))
    except ValueError as error:
        raise PaperTrouble("paper.wrong_passphrase") from error
    assert isinstance(private, ec.EllipticCurvePrivateKey) and certificate is not None
    return OpenedKey(private, certificate)


def reseal(box: bytes, old: str, new: str) -> bytes:
    """Encrypt the same key with another passphrase; returns the new box.

    Raises:
        PaperTrouble: ``paper.wrong_passphrase``.
    """
    key = open_key(box, old)
    return _box(key.private, key.parsed, new)


def verify_detached(certificate: bytes, data: bytes, signature: bytes) -> bool:
    """Tell whether ``signature`` over ``data`` was made with the certificate's key."""
    public = x509.load_der_x509_certificate(certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    try:
        public.verify(signature, data, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _material(
    private: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, passphrase: str
) -> KeyMaterial:
    der = certificate.public_bytes(Encoding.DER)
    return KeyMaterial(
        _box(private, certificate, passphrase),
        der,
        hashlib.sha256(der).hexdigest(),
        certificate.not_valid_after_utc,
    )


def _box(private: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, passphrase: str) -> bytes:
    encryption = BestAvailableEncryption(_secret(passphrase))
    return pkcs12.serialize_key_and_certificates(b"zbyj-duty", private, certificate, None, encryption)


def _secret(passphrase: str) -> bytes:
    return unicodedata.normalize("NFKC", passphrase).encode()


def _name(common: str) -> x509.Name:
    ascii_only = common.encode("ascii", "replace").decode()[:64]
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, ascii_only)])


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, now: datetime, until: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(until)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
    )


def _usage(certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )
