"""What a signed file proves: each signature, coverage of the whole file, changes made afterwards."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

_BROKEN = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What a parser of hostile bytes may end in; each of them means: this file cannot be read."""


@dataclass(frozen=True, slots=True)
class SignatureFact:
    """One signature as found in the file.

    Attributes:
        intact: the signed bytes are unchanged.
        valid: the signature fits the certificate's key.
        trusted: the certificate comes from the duty room's authority and was good at the time of its entry.
        whole_file: nothing stands after the bytes it covers.
        allowed_changes: what was added after it is only further signing.
    """

    field: str
    fingerprint: str
    intact: bool
    valid: bool
    trusted: bool
    whole_file: bool
    allowed_changes: bool


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that the file itself tells.

    Attributes:
        readable: it is a PDF that can be read.
        signatures: in the order of signing.
        unsigned: reserved fields without a signature.
        trailing: the newest signature does not reach to the end of the file.
        sha256: of the whole file, hex.
    """

    readable: bool
    signatures: tuple[SignatureFact, ...]
    unsigned: tuple[str, ...]
    trailing: bool
    sha256: str

    @property
    def sound(self) -> bool:
        """Every signature holds, the newest covers the file, nothing else was added."""
        return (
            bool(self.signatures)
            and not self.trailing
            and all(s.intact and s.valid and s.trusted and s.allowed_changes for s in self.signatures)
        )


def inspect(pdf: bytes, roots: Sequence[bytes], moments: Mapping[str, datetime]) -> Inspection:
    """Look at a file's signatures, offline.

    Args:
        pdf: the file.
        roots: certificates of the duty room's authority, DER.
        moments: certificate fingerprint → instant of the signature's ledger entry; a certificate is judged at
            that instant. One that is not named is judged now.
    """
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    digest = hashlib.sha256(pdf).hexdigest()
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = reader.embedded_regular_signatures
        empty = tuple(name for name, value, _ in enumerate_sig_fields(reader) if value is None)
        facts = tuple(_judge(signature, roots, moments, len(pdf)) for signature in found)
    except (PdfError, *_BROKEN):
        return Inspection(False, (), (), False, digest)
    trailing = bool(facts) and not facts[-1].whole_file
    return Inspection(True, facts, empty, trailing, digest)


def _judge(
    signature: object, roots: Sequence[bytes], moments: Mapping[str, datetime], size: int
) -> SignatureFact:
    from asn1crypto import x509
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko_certvalidator import ValidationContext

    certificate = signature.signer_cert.dump()  # type: ignore[attr-defined]
    fingerprint = hashlib.sha256(certificate).hexdigest()
    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots],
        allow_fetching=False,
        moment=moments.get(fingerprint),
        best_signature_time=moments.get(fingerprint),
    )
    start, covered, tail_start, tail = signature.byte_range  # type: ignore[attr-defined]
    whole = start == 0 and tail_start + tail == size
    field = str(signature.field_name)  # type: ignore[attr-defined]
    try:
        status = validate_pdf_signature(signature, signer_validation_context=context)
    except SignatureValidationError:
        return SignatureFact(field, fingerprint, False, False, False, whole, False)
    level = status.modification_level
    allowed = level in (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)
    return SignatureFact(
        field=field,
        fingerprint=fingerprint,
        intact=status.intact,
        valid=status.valid,
        trusted=status.trusted,
        whole_file=whole,
        allowed_changes=allowed and status.docmdp_ok is not False,
    )
