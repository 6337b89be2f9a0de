"""Workbooks written part by part, good and hostile, without any library but ZIP."""

import io
import zipfile
from xml.sax.saxutils import escape

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OLDER = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)


def cell(value):
    """A text, a number, or one as it is shown: ("day", 45580), ("percent", "0.2"), ("", "1E3"), ("error", "#N/A")."""
    if value is None:
        return "<c/>"
    if isinstance(value, tuple):
        kind, shown = value
        return f'<c t="e"><v>{shown}</v></c>' if kind == "error" else f'<c s="{["", "day", "percent"].index(kind)}"><v>{shown}</v></c>'
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"


def sheet(rows):
    return "<sheetData>" + "".join(f'<row>{"".join(map(cell, row))}</row>' for row in rows) + "</sheetData>"


def workbook(sheets, prologue="", padding=""):
    """The bytes of a workbook with sheets {name: rows}."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{prologue}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        + "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="s" Type="{OFFICE}/styles" Target="styles.xml"/>'
        + "".join(f'<Relationship Id="r{i}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i}.xml"/>' for i in range(1, len(names) + 1))
        + "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs></styleSheet>',
    }
    for i, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = f'<worksheet xmlns="{MAIN}">{sheet(sheets[name])}{padding}</worksheet>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return out.getvalue()


def hostile():
    """(what it is, its bytes, the status it is answered with, what is said of it)."""
    rows = {"Lines": [["Number"], ["01622 211900"]]}
    entity = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    laughs = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    return [
        ("a bomb", workbook(rows, padding=" " * 64 * 1024 * 1024), 413, "unpacks to far more"),
        ("an entity from outside", workbook(rows, prologue=entity), 415, "document type"),
        ("entities that grow", workbook(rows, prologue=laughs), 415, "document type"),
        ("one cut short", workbook(rows)[:-60], 400, "damaged or was cut short"),
        ("an older one", OLDER, 415, "save it as .xlsx or CSV"),
        ("an encrypted one", OLDER + "EncryptedPackage".encode("utf-16-le"), 415, "password"),
        ("an empty one", workbook({"Lines": []}), 400, "the sheet is empty"),
    ]
