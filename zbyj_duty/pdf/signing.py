"""PAdES signatures on the reserved fields (ETSI EN 319 142-1, level B-B), each an incremental revision."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from zbyj_duty.core.clock import instant_words
from zbyj_duty.core.errors import PaperTrouble
from zbyj_duty.pdf.document import FieldBox


class PaperKey(Protocol):
    """What a signature needs of a key; a hardware token through PKCS#11 is a second implementation."""

    certificate: bytes

    @property
    def private(self) -> Any:
        """The private key object."""
        ...


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the visible field shows.

    Attributes:
        label: 交班人, 接班人 or 带班领导.
        name: of the signer.
        when: instant of the signature, UTC.
        fingerprint: of the certificate, hex.
    """

    label: str
    name: str
    when: datetime
    fingerprint: str


def reserve(pdf: bytes, fields: Sequence[FieldBox]) -> bytes:
    """Add all signature fields, empty, before the first signature; a later one then breaks no earlier one."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for field in fields:
        append_signature_field(
            writer, SigFieldSpec(sig_field_name=field.name, on_page=field.page, box=_whole(field.rect))
        )
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def sign(pdf: bytes, field: str, key: PaperKey, ca: bytes, stamp: Stamp, first: bool) -> bytes:
    """Sign one reserved field and return the new revision.

    Args:
        pdf: the newest revision.
        field: name of the reserved field.
        key: opened key of the signer.
        ca: certificate of the duty room's authority, DER.
        stamp: what the field shows.
        first: the first signature certifies and allows only further signing (DocMDP 2).

    Raises:
        PaperTrouble: ``paper.no_field``, ``paper.signed_already``.
    """
    from asn1crypto import keys as asn1_keys
    from asn1crypto import x509 as asn1_x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from pyhanko.pdf_utils.content import ImportedPdfPage
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers
    from pyhanko.stamp import StaticStampStyle
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    rect = _field_rect(pdf, field)
    registry = SimpleCertificateStore()
    registry.register(asn1_x509.Certificate.load(ca))
    secret = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(key.certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(secret),
        cert_registry=registry,
    )
    settings = signers.PdfSignatureMetadata(
        field_name=field,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        certify=first,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS,
    )
    with tempfile.TemporaryDirectory(prefix="zbyj-") as folder:
        drawn = Path(folder) / "stamp.pdf"
        drawn.write_bytes(_stamp(stamp, rect[2] - rect[0], rect[3] - rect[1]))
        style = StaticStampStyle(
            background=ImportedPdfPage(str(drawn)), border_width=0, background_opacity=1.0
        )
        out = signers.PdfSigner(settings, signer, stamp_style=style).sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf))
        )
    return bytes(out.getbuffer())


def _field_rect(pdf: bytes, field: str) -> tuple[float, float, float, float]:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import enumerate_sig_fields

    for name, value, reference in enumerate_sig_fields(PdfFileReader(io.BytesIO(pdf))):
        if name == field:
            if value is not None:
                raise PaperTrouble("paper.signed_already", field=field)
            x1, y1, x2, y2 = (float(v) for v in reference.get_object()["/Rect"])
            return x1, y1, x2, y2
    raise PaperTrouble("paper.no_field", field=field)


def _whole(rect: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    return round(rect[0]), round(rect[1]), round(rect[2]), round(rect[3])


def _stamp(stamp: Stamp, width: float, height: float) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    from zbyj_duty.pdf import fonts

    fonts.font(fonts.SERIF)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=1, initialFontName=fonts.SERIF)
    lines = (
        (stamp.name, fonts.KAI, 19.0, height - 24),
        (f"{stamp.label} 电子签名  {instant_words(stamp.when)}", fonts.SERIF, 8.5, height - 38),
        (f"证书 {stamp.fingerprint[:8]} {stamp.fingerprint[8:16]}", fonts.SERIF, 8.0, height - 49),
    )
    text = canvas.beginText()
    for words, face, size, y in lines:
        text.setTextOrigin(8, y)
        for run_face, piece in fonts.measure(face).runs(words):
            fonts.font(run_face)
            text.setFont(run_face, size)
            text.textOut(piece)
    canvas.drawText(text)
    canvas.save()
    return buffer.getvalue()
