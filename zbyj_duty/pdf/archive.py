"""PDF/A-3u: metadata, colour profile, attached files, deterministic bytes (ISO 19005-3)."""

from __future__ import annotations

import io
import tempfile
from datetime import datetime
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from zbyj_duty.core.clock import beijing
from zbyj_duty.core.paths import shipped
from zbyj_duty.pdf.document import Attachment, PaperDocument


def to_archive(plain: bytes, document: PaperDocument) -> bytes:
    """Return the file as PDF/A-3u with the document's attachments."""
    with Pdf.open(io.BytesIO(plain)) as pdf:
        stamp = _pdf_date(document.created_at)
        _metadata(pdf, document)
        pdf.docinfo["/CreationDate"] = String(stamp)
        pdf.docinfo["/ModDate"] = String(stamp)
        _colours(pdf)
        for attachment in document.attachments:
            _attach(pdf, attachment, stamp)
        pdf.Root.Lang = String("zh-CN")
        return _saved(pdf)


def _saved(pdf: Pdf) -> bytes:
    """Save with every ``endstream`` on a line of its own, which PDF/A asks for and only qpdf's job can do."""
    with tempfile.TemporaryDirectory(prefix="zbyj-") as folder:
        source, target = Path(folder) / "in.pdf", Path(folder) / "out.pdf"
        pdf.save(source, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        options = ["--newline-before-endstream", "--deterministic-id", "--object-streams=disable"]
        pikepdf.Job(["pikepdf", *options, str(source), str(target)]).run()
        return target.read_bytes()


def _metadata(pdf: Pdf, document: PaperDocument) -> None:
    moment = beijing(document.created_at).isoformat(timespec="seconds")
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=True) as xmp:
        xmp["dc:title"] = document.title
        xmp["pdfaid:part"] = "3"
        xmp["pdfaid:conformance"] = "U"
        xmp["xmp:CreateDate"] = moment
        xmp["xmp:ModifyDate"] = moment
        xmp["xmp:CreatorTool"] = "zbyj-duty"
        xmp["pdf:Producer"] = "zbyj-duty"
    for key in ("/Author", "/Subject", "/Keywords", "/Trapped"):
        if key in pdf.docinfo:
            del pdf.docinfo[key]
    pdf.docinfo["/Title"] = String(document.title)
    pdf.docinfo["/Producer"] = String("zbyj-duty")
    pdf.docinfo["/Creator"] = String("zbyj-duty")


def _colours(pdf: Pdf) -> None:
    profile = Stream(pdf, shipped("resources", "srgb.icc").read_bytes())
    profile.N = 3
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String("sRGB"),
        Info=String("sRGB"),
        DestOutputProfile=pdf.make_indirect(profile),
    )
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])


def _attach(pdf: Pdf, attachment: Attachment, stamp: str) -> None:
    stream = Stream(pdf, attachment.content)
    stream.Type = Name.EmbeddedFile
    stream.Subtype = Name("/" + attachment.mime)
    stream.Params = Dictionary(ModDate=String(stamp), Size=len(attachment.content))
    filespec = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(attachment.name),
            UF=String(attachment.name),
            Desc=String(attachment.description),
            AFRelationship=Name.Data,
            EF=Dictionary(F=pdf.make_indirect(stream)),
        )
    )
    root = pdf.Root
    if "/Names" not in root:
        root.Names = Dictionary()
    if "/EmbeddedFiles" not in root.Names:
        root.Names.EmbeddedFiles = Dictionary(Names=Array([]))
    root.Names.EmbeddedFiles.Names.append(String(attachment.name))
    root.Names.EmbeddedFiles.Names.append(filespec)
    if "/AF" not in root:
        root.AF = Array([])
    root.AF.append(filespec)


def attachment_of(pdf_bytes: bytes, name: str) -> bytes | None:
    """Return the content of an attached file, None when there is none or the PDF cannot be read."""
    try:
        with Pdf.open(io.BytesIO(pdf_bytes)) as pdf:
            found = pdf.attachments.get(name)
            return found.get_file().read_bytes() if found else None
    except pikepdf.PdfError:
        return None


def _pdf_date(instant: datetime) -> str:
    return beijing(instant).strftime("D:%Y%m%d%H%M%S+08'00'")
