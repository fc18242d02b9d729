"""An .ods looked through: one stream of tables, rows and cells, each perhaps repeated."""

from datetime import datetime

from foundation.workbooks import limits
from foundation.workbooks.dates import OUTSIDE, WINDOWS_EPOCH
from foundation.workbooks.formats.archives import Archive
from foundation.workbooks.formats.events import Attributes, whole
from foundation.workbooks.formats.ods_parts import Manifest, NamedStyles, Styles, named
from foundation.workbooks.refusals import (
    LOCKED,
    MACROS,
    NOT_A_WORKBOOK,
    Outsized,
    Refused,
    TooWide,
    Unreadable,
    Unwanted,
)
from foundation.workbooks.survey import UNCALCULATED, Form, Sheet, Survey, letters_of

KIND = b"application/vnd.oasis.opendocument.spreadsheet"

HIDING = ("collapse", "filter")

TABLE_NAME, STYLE, CELL_STYLE, VISIBILITY, FORMULA, DATE_VALUE = named(
    "table",
    "name",
    "style-name",
    "default-cell-style-name",
    "visibility",
    "formula",
    "date-value",
)
SAME_COLUMNS, SAME_ROWS, WIDE, HIGH = named(
    "table",
    "number-columns-repeated",
    "number-rows-repeated",
    "number-columns-spanned",
    "number-rows-spanned",
)
(SPAN_STYLE,) = named("text", "style-name")
VALUE_KIND, TEXT_VALUE, *OTHER_VALUES = named(
    "office",
    "value-type",
    "string-value",
    "value",
    "date-value",
    "time-value",
    "boolean-value",
)


def look_through(archive: Archive) -> Survey:
    """Raises Outsized, Unreadable, Unwanted, Refused."""
    if "encrypted-package" in archive:
        raise Refused(LOCKED)
    if not archive.beginning("mimetype", 100).startswith(KIND):
        raise Refused(NOT_A_WORKBOOK)
    if any(name.startswith(("basic/", "scripts/")) for name in archive.members):
        raise Refused(MACROS)
    if any(name.startswith("xl/") for name in archive.members):
        raise Unwanted  # two workbooks in one: a reader may take the other one
    manifest = Manifest(archive.elements_left)
    if not archive.look("META-INF/manifest.xml", manifest):
        raise Unreadable
    if manifest.is_locked:
        raise Refused(LOCKED)
    styles = Styles()
    archive.look("styles.xml", NamedStyles(archive.elements_left, styles))
    content = Content(archive.elements_left, styles)
    if not archive.look("content.xml", content):
        raise Unreadable
    if not content.enough:
        archive.weigh_the_rest()
    return Survey(Form.ODS, content.sheets)


class Content(NamedStyles):
    streamed = True

    def __init__(self, most_elements: int, styles: Styles) -> None:
        super().__init__(most_elements, styles)
        self.parser.CharacterDataHandler = self._characters
        self.parser.EndElementHandler = self._end
        self.begins |= {
            "table": self._table,
            "table-column": self._column_of_table,
            "table-row": self._row,
            "table-cell": self._cell,
            "covered-table-cell": self._cell,
            "p": self._paragraph,
            "span": self._span,
            "annotation": self._annotation,
            "null-date": self._first_day,
        }
        self.ends = {"table-row": self._row_ends, "table": self._table_ends}
        self.ends |= dict.fromkeys(["table-cell", "covered-table-cell"], self._cell_ends)
        self.ends["annotation"] = self._annotation_ends
        self.sheets: list[Sheet] = []
        self.sheet: Sheet | None = None
        self.epoch = WINDOWS_EPOCH
        self.column_styles: list[tuple[int, str]] = []  # up to which column, which style
        self.row, self.rows = 0, 1  # the one before, and how often this one stands there
        self.row_style, self.hidden = "", False
        self.column = self.laid_down = self.cells_in_row = 0
        self.said: list[tuple[int, object]] = []  # instead of what a reader finds in this row
        self.filled, self.struck, self.characters, self.weight = 0, False, 0, 0
        self.cell: Attributes | None = None
        self.text = ""
        self.aside = 0  # notes somebody wrote to a cell, one in another

    # What begins.

    def _table(self, attributes: Attributes) -> None:
        if self.sheet:
            raise Unwanted  # a table inside a cell
        self.moved = True
        visible = attributes.get(STYLE) not in self.styles.hiding
        name = attributes.get(TABLE_NAME, "")
        self.sheet = Sheet(name, visible=visible, epoch=self.epoch)
        self.sheets.append(self.sheet)
        self.column_styles, self.row = [], 0

    def _first_day(self, attributes: Attributes) -> None:
        try:
            self.epoch = datetime.fromisoformat(attributes.get(DATE_VALUE, "1899-12-30")[:10])
        except ValueError:
            raise Unreadable from None

    def _column_of_table(self, attributes: Attributes) -> None:
        before = self.column_styles[-1][0] if self.column_styles else 0
        until = before + _repeats(attributes, SAME_COLUMNS)
        self.column_styles.append((until, attributes.get(CELL_STYLE, "")))
        if self.sheet and attributes.get(VISIBILITY) in HIDING:
            self.sheet.hide_columns(before + 1, until)

    def _row(self, attributes: Attributes) -> None:
        self.moved = True
        self.rows = _repeats(attributes, SAME_ROWS)
        self.row_style = attributes.get(CELL_STYLE, "")
        self.hidden = attributes.get(VISIBILITY) in HIDING
        self.column = self.laid_down = self.filled = self.characters = self.cells_in_row = 0
        self.said, self.struck = [], False

    def _cell(self, attributes: Attributes) -> None:
        self.moved = True
        self.cell, self.text = attributes, ""

    def _paragraph(self, attributes: Attributes) -> None:
        self.moved = True

    def _span(self, attributes: Attributes) -> None:
        if not self.aside and attributes.get(SPAN_STYLE) in self.styles.struck:
            self.struck = True

    def _annotation(self, attributes: Attributes) -> None:
        self.aside += 1
        if self.sheet and self.cell is not None:
            self.sheet.note_at(f"{letters_of(self.column + 1)}{self.row + 1}")

    def _characters(self, text: str) -> None:
        if self.cell is not None and not self.aside:
            self.text += text
            if len(self.text) > limits.MOST_BETWEEN:
                raise Outsized

    # What ends.

    def _end(self, name: str) -> None:
        if end := self.ends.get(name.rpartition(" ")[2]):
            end()

    def _annotation_ends(self) -> None:
        self.aside -= 1

    def _cell_ends(self) -> None:
        if self.cell is None or self.sheet is None:
            raise Unreadable
        attributes, self.cell = self.cell, None
        times = _repeats(attributes, SAME_COLUMNS)
        first = self.column + 1
        self.column += times
        self._note_merge(self.sheet, attributes, first)
        if not (_has_value(attributes) or attributes.get(FORMULA)):
            return
        self.cells_in_row += times
        if self.cells_in_row > limits.MOST_CELLS_IN_A_ROW:
            raise TooWide
        self.laid_down = self.column
        self._note_value(self.sheet, attributes, range(first, first + times))
        style = attributes.get(STYLE) or self.row_style or self._style_of(first)
        self.struck = self.struck or style in self.styles.struck

    def _note_value(self, sheet: Sheet, attributes: Attributes, columns: range) -> None:
        text = self.text
        if _is_error(attributes):
            self.said += [(column, text.strip() or OUTSIDE) for column in columns]
        elif attributes.get(VALUE_KIND) == "string":
            text = attributes.get(TEXT_VALUE, text)
            self.filled += len(columns) if text.strip() else 0
            self.characters += len(text) * len(columns)
        elif _has_value(attributes):
            self.filled += len(columns)
        else:
            self.said += [(column, UNCALCULATED) for column in columns]

    def _note_merge(self, sheet: Sheet, attributes: Attributes, first: int) -> None:
        wide = _repeats(attributes, WIDE)
        high = _repeats(attributes, HIGH)
        if wide > 1 or high > 1:
            top = self.row + 1
            sheet.merged.append((first, top, first + wide - 1, top + high - 1))

    def _style_of(self, column: int) -> str:
        return next((style for until, style in self.column_styles if column <= until), "")

    def _row_ends(self) -> None:
        sheet, times = self.sheet, self.rows
        if sheet is None:
            raise Unreadable
        first = self.row + 1
        self.row += times
        if not self.laid_down:
            return
        # Looked at before anything is repeated here.
        self.weight += self.characters * times
        if sheet.rows + times > limits.MOST_ROWS + limits.ROWS_ABOVE:
            sheet.rows += times
            self.enough = True
            return
        if self.weight > limits.MOST_CHARACTERS:
            raise Outsized
        sheet.note_row(first, hidden=self.hidden, times=times)
        sheet.last_column = max(sheet.last_column, self.laid_down)
        sheet.filled += self.filled * times
        for row in range(first, first + times):
            for column, value in self.said:
                sheet.put(row, column, value)
            if self.struck:
                sheet.strike(row)

    def _table_ends(self) -> None:
        self.sheet = None


def _is_error(attributes: Attributes) -> bool:
    """LibreOffice says so beside the standard, and gives an empty string as the value."""
    return any(k.endswith(" value-type") and v == "error" for k, v in attributes.items())


def _has_value(attributes: Attributes) -> bool:
    if attributes.get(VALUE_KIND) == "string" or TEXT_VALUE in attributes:
        return True
    return any(value in attributes for value in OTHER_VALUES)


def _repeats(attributes: Attributes, name: str) -> int:
    given = attributes.get(name)
    return max(whole(given), 1) if given else 1
