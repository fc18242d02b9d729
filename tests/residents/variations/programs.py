"""Workbooks as other programs write them: the same people, in XML that is odd and allowed.

A Program draws for each file which oddities it has, and for each cell how its text is written.
"""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
STRUCK, PLAIN = 1, 0


def letter(column):
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column]


class Program:
    """Writes rows of text; `struck` and `hidden` are the numbers of lines that are."""

    def __init__(self, chance):
        self.chance = chance
        self.strict = self.once(0.25)
        self.prefix = chance.choice(["", "", "x:"])
        self.says_where = chance.choice(["all", "all", "cells", "none"])
        self.page = chance.choice(["worksheets/sheet1.xml", "worksheets/page1.xml", "sheets/a.xml"])
        self.absolute = self.once(0.3)
        self.coding = chance.choice(["utf-8", "utf-8", "utf-8-sig"])
        self.shared = []

    def once(self, likely):
        return self.chance.random() < likely

    def file(self, rows, *, struck=(), hidden=()):
        lines = "".join(
            self.row(n, cells, n in struck, n in hidden) for n, cells in enumerate(rows, 1)
        )
        parts = {
            "[Content_Types].xml": self.types(),
            "_rels/.rels": self.relations({"officeDocument": "xl/workbook.xml"}, "/"),
            "xl/workbook.xml": self.book(),
            "xl/_rels/workbook.xml.rels": self.relations(
                {
                    "worksheet": self.page,
                    "styles": "styles.xml",
                    "sharedStrings": "sharedStrings.xml",
                },
                "/xl/",
            ),
            f"xl/{self.page}": self.sheet(lines, len(rows)),
            "xl/styles.xml": self.styles(),
            "xl/sharedStrings.xml": self.strings(),
            "docProps/core.xml": self.properties(),
        }
        content = io.BytesIO()
        packed = self.chance.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
        with zipfile.ZipFile(content, "w", packed) as archive:
            for name, text in parts.items():
                archive.writestr(name, text if isinstance(text, bytes) else text.encode())
        content.seek(0)
        content.name = "名册.xlsx"
        return content

    # Cells.

    def row(self, line, cells, struck, hidden):
        inside = "".join(self.cell(line, n, each, struck) for n, each in enumerate(cells))
        where = f' r="{line}"' if self.says_where != "none" else ""
        more = self.chance.choice(["", ' spans="1:12"', ' ht="15.75" customHeight="1"'])
        return f"<row{where}{more}{' hidden=' + quoteattr('1') if hidden else ''}>{inside}</row>"

    def cell(self, line, column, text, struck):
        where = f' r="{letter(column)}{line}"' if self.says_where == "all" else ""
        style = f' s="{STRUCK if struck and text else PLAIN}"'
        if not struck and self.once(0.3):
            style = ""
        if not text:
            return f"<c{where}{style}/>" if self.once(0.8) or not where else ""
        kind, inside = self.value(text)
        return f"<c{where}{style}{kind}>{inside}</c>"

    def value(self, text):
        """(the attribute t, what stands inside)."""
        way = self.chance.choice(["s", "s", "inlineStr", "inlineStr", "str", "f"])
        if way == "s":
            self.shared.append(self.si(text))
            return ' t="s"', f"<v>{len(self.shared) - 1}</v>"
        if way == "inlineStr":
            return ' t="inlineStr"', f"<is>{self.si(text)}</is>"
        formula = "<f>A1</f>" if way == "f" else ""
        return ' t="str"', f"{formula}<v>{escape(text)}</v>"

    def si(self, text):
        """What is inside <si> and <is>: one text or runs, a reading aloud above it."""
        if len(text) > 1 and self.once(0.3):
            cut = self.chance.randint(1, len(text) - 1)
            look = self.chance.choice(
                ["", '<rPr><b/><sz val="11"/></rPr>', '<rPr><strike val="0"/></rPr>', "<rPr/>"]
            )
            first, second = self.t(text[:cut], whole=False), self.t(text[cut:])
            inside = f"<r>{look}{first}</r><r>{second}</r>"
        else:
            inside = self.t(text)
        if self.once(0.2):
            inside += '<rPh sb="0" eb="1"><t>zheng</t></rPh><phoneticPr fontId="1"/>'
        return inside

    def t(self, text, *, whole=True):
        return f'<t xml:space="preserve">{self.spelled(text, whole=whole)}</t>'

    def spelled(self, text, *, whole):
        """As XML may spell it, and what spreadsheets add at the end that nobody typed."""
        way = self.chance.randrange(7)
        if way == 0:
            return "".join(f"&#{ord(each)};" for each in text)
        if way == 1 and not self.prefix:
            return f"<![CDATA[{text}]]>"
        if way == 2 and all(ord(each) < 0x10000 for each in text):
            return "".join(f"_x{ord(each):04X}_" for each in text)
        if way == 3 and whole:
            return escape(text) + self.chance.choice(["_x000D_", "_x000d_", "_x000D_\n", "&#10;"])
        return escape(text)

    # Parts.

    def xml(self, root, inside, space, more=""):
        """A part in this program's namespace, prefix and coding."""
        if self.prefix:
            inside = self.prefixed(inside)
        name = self.prefix.rstrip(":")
        attribute = f"xmlns:{name}" if name else "xmlns"
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<{self.prefix}{root} {attribute}="{space}"{more}>{inside}</{self.prefix}{root}>'
        ).encode(self.coding)

    def prefixed(self, inside):
        parts = inside.split("<")
        put = [parts[0]]
        for part in parts[1:]:
            if part.startswith("!"):
                put.append(part)
            elif part.startswith("/"):
                put.append("/" + self.prefix + part[1:])
            else:
                put.append(self.prefix + part)
        return "<".join(put)

    @property
    def main(self):
        return STRICT_MAIN if self.strict else MAIN

    def book(self):
        space = STRICT_RELATIONS if self.strict else RELATIONS
        inside = '<sheets><sheet name="名册" sheetId="7" r:id="worksheet"/></sheets>'
        more = f' xmlns:r="{space}"' + (' conformance="strict"' if self.strict else "")
        return self.xml("workbook", inside, self.main, more)

    def sheet(self, lines, count):
        size = self.chance.choice(["", '<dimension ref="A1"/>', f'<dimension ref="A1:L{count}"/>'])
        views = self.chance.choice(["", '<sheetViews><sheetView workbookViewId="0"/></sheetViews>'])
        columns = self.chance.choice(
            ["", '<cols><col min="3" max="3" width="0" hidden="1"/></cols>']
        )
        inside = f"{size}{views}{columns}<sheetData>{lines}</sheetData>"
        return self.xml("worksheet", inside, self.main)

    def strings(self):
        counts = self.chance.choice(
            ["", ' count="1" uniqueCount="1"', f' count="{len(self.shared)}"']
        )
        return self.xml(
            "sst", "".join(f"<si>{each}</si>" for each in self.shared), self.main, counts
        )

    def styles(self):
        family = self.chance.choice(["", '<family val="2"/>', '<family val="34"/>'])
        fill = self.chance.choice(["<fill/>", '<fill><patternFill patternType="none"/></fill>'])
        name = self.chance.choice(['<name val="宋体"/>', "", '<name val=""/>'])
        size = self.chance.choice(['<sz val="11"/>', '<sz val="10.5"/>', ""])
        strike = self.chance.choice(["<strike/>", '<strike val="1"/>', '<strike val="true"/>'])
        return self.xml(
            "styleSheet",
            f'<fonts count="2"><font>{size}{name}{family}</font>'
            f"<font>{strike}{size}{name}{family}</font></fonts>"
            f'<fills count="1">{fill}</fills><borders count="1"><border/></borders>'
            '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
            '<cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs>',
            self.main,
        )

    def relations(self, targets, root):
        space = STRICT_RELATIONS if self.strict else RELATIONS
        each = "".join(
            f'<Relationship Id="{kind}" Type="{space}/{kind}" '
            f"Target={quoteattr(root + target if self.absolute else target)}/>"
            for kind, target in targets.items()
        )
        return f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'

    def types(self):
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        parts = {
            "workbook.xml": "sheet.main",
            self.page: "worksheet",
            "styles.xml": "styles",
            "sharedStrings.xml": "sharedStrings",
        }
        each = "".join(
            f'<Override PartName={quoteattr("/xl/" + name)} ContentType="{kind}.{what}+xml"/>'
            for name, what in parts.items()
        )
        return (
            f'<?xml version="1.0"?><Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{each}</Types>'
        )

    def properties(self):
        day = self.chance.choice(["2024-13-45T25:61:61Z", "", "无", "1601-01-01T00:00:00Z", "0"])
        return (
            f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
            'xmlns:dcterms="http://purl.org/dc/terms/" '
            'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created></cp:coreProperties>'
        )
