"""An .xlsx looked through: first what says what its sheets mean, then each sheet."""

import posixpath

from foundation.workbooks.dates import MAC_EPOCH, WINDOWS_EPOCH
from foundation.workbooks.formats.archives import Archive
from foundation.workbooks.formats.beside import Drawing, Notes
from foundation.workbooks.formats.worksheet import Worksheet
from foundation.workbooks.formats.xlsx_parts import (
    Relations,
    SharedStrings,
    Strings,
    Styles,
    Workbook,
    target_of,
)
from foundation.workbooks.refusals import (
    BINARY,
    MACROS,
    NOT_A_WORKBOOK,
    Refused,
    Unreadable,
    Unwanted,
)
from foundation.workbooks.survey import Form, Sheet, Survey


def look_through(archive: Archive) -> Survey:
    """Raises Outsized, Unreadable, Unwanted, Refused."""
    if not any(name.startswith("xl/") for name in archive.members):
        raise Refused(NOT_A_WORKBOOK)
    if any("vbaproject" in name for name in archive.members):
        raise Refused(MACROS)
    is_binary = any(name.endswith("workbook.bin") for name in archive.members)
    if is_binary and not any(name.endswith("workbook.xml") for name in archive.members):
        raise Refused(BINARY)
    if is_binary or "content.xml" in archive:
        raise Unwanted  # two workbooks in one: a reader may take the other one
    package = _relations(archive, "_rels/.rels")
    base = package.of_type.get("officeDocument", "").removeprefix("/").rpartition("/")[0]
    base = f"{base}/" if base else ""
    relations = _relations(archive, f"{base}_rels/workbook.xml.rels")
    book = Workbook(archive.elements_left)
    archive.look(f"{base}workbook.xml", book)
    styles, strings = _what_cells_mean(archive, base, relations)
    epoch = MAC_EPOCH if book.from_1904 else WINDOWS_EPOCH
    seen = Survey(Form.XLSX, [])
    for listed in book.sheets:
        target, kind = relations.targets.get(listed.relation, ("", ""))
        sheet = Sheet(listed.name, listed.visible)
        seen.sheets.append(sheet)
        if kind == "worksheet":
            looker = Worksheet(archive.elements_left, sheet, styles, strings, epoch)
            if not archive.look(target_of(base, target), looker):
                raise Unreadable
            if looker.enough:
                return seen
            _look_beside(archive, target_of(base, target), sheet)
    archive.weigh_the_rest()
    return seen


def _relations(archive: Archive, name: str) -> Relations:
    relations = Relations(archive.elements_left)
    if name not in archive:
        raise Unreadable
    archive.look(name, relations)
    return relations


def _look_beside(archive: Archive, member: str, sheet: Sheet) -> None:
    """What stands on the sheet and in none of its cells."""
    folder, _, name = member.rpartition("/")
    relations = Relations(archive.elements_left)
    archive.look(f"{folder}/_rels/{name}.rels", relations)
    for target, kind in relations.targets.values():
        beside = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if kind in ("comments", "threadedComment"):
            archive.look(beside, Notes(archive.elements_left, sheet))
        elif kind == "drawing":
            archive.look(beside, Drawing(archive.elements_left, sheet))


def _what_cells_mean(archive: Archive, base: str, relations: Relations) -> tuple[Styles, Strings]:
    styles, strings = Styles(archive.elements_left), SharedStrings(archive.elements_left)
    archive.look(target_of(base, relations.of_type.get("styles", "styles.xml")), styles)
    archive.look(f"{base}sharedStrings.xml", strings)
    return styles, strings.strings
