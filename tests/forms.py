"""The workbook a test drew with openpyxl, written as .xlsx, as .xls or as .ods."""

import io
import re
import zipfile
from datetime import date, datetime, time
from xml.sax.saxutils import escape, quoteattr

import xlwt
from openpyxl import Workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, from_excel

from foundation.workbooks.formats import biff

FORMS = ("xlsx", "xls", "ods")
ERRORS = {error: code for code, error in biff.ERRORS.items()}
KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "style", "table", "text")
)


def written(book: Workbook, form: str) -> io.BytesIO:
    content = {"xlsx": _xlsx, "xls": _xls, "ods": _ods}[form](book)
    content.seek(0)
    content.name = f"名册.{form}"
    return content


def _xlsx(book):
    content = io.BytesIO()
    book.save(content)
    return content


def _xls(book):
    old = xlwt.Workbook()
    old.dates_1904 = book.epoch == CALENDAR_MAC_1904
    for sheet in book.worksheets:
        page = old.add_sheet(sheet.title, cell_overwrite_ok=True)
        page.visibility = 0 if sheet.sheet_state == "visible" else 1
        styles = {}
        for merged in sheet.merged_cells.ranges:
            page.merge(
                merged.min_row - 1, merged.max_row - 1, merged.min_col - 1, merged.max_col - 1
            )
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.value is not None:
                    _xls_cell(page.row(cell.row - 1), cell, styles)
        for row, dimension in sheet.row_dimensions.items():
            if dimension.hidden:
                page.row(row - 1).hidden = True
        for column in _hidden_columns(sheet):
            page.col(column - 1).hidden = True
    content = io.BytesIO()
    old.save(content)
    return content


def _hidden_columns(sheet):
    columns = sheet.column_dimensions.items()
    return [column_index_from_string(name) for name, dimension in columns if dimension.hidden]


def _xls_cell(row, cell, styles):
    key = cell.number_format, bool(cell.font.strike)
    if key not in styles:
        styles[key] = xlwt.XFStyle()
        styles[key].num_format_str = cell.number_format
        styles[key].font.struck_out = key[1]
    style, column = styles[key], cell.column - 1
    if cell.data_type == "f":
        row.write(column, xlwt.Formula(cell.value[1:]), style)
    elif cell.data_type == "e":
        row.set_cell_error(column, ERRORS[cell.value], style)
    elif isinstance(cell.value, bool):
        row.set_cell_boolean(column, cell.value, style)
    else:
        row.write(column, cell.value, style)


def _ods(book):
    tables = "".join(map(_table, book.worksheets))
    styles = (
        '<style:style style:name="struck" style:family="table-cell">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="hidden" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    if book.epoch == CALENDAR_MAC_1904:
        first = '<table:null-date table:date-value="1904-01-01"/>'
        tables = f"<table:calculation-settings>{first}</table:calculation-settings>{tables}"
    return ods_of(f"<o:automatic-styles>{styles}</o:automatic-styles>", tables)


def ods_of(styles="", tables="", **more):
    """An .ods of these pieces of XML, with o: for the office namespace; `more` are members besides."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><o:document-content {SPACES} '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"{styles}<o:body><o:spreadsheet>{tables}</o:spreadsheet></o:body>"
        "</o:document-content>"
    )
    content = re.sub(r"(</?| )o:", r"\1office:", content)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", KIND, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", '<?xml version="1.0"?><manifest/>')
        archive.writestr("content.xml", content)
        for name, text in more.items():
            archive.writestr(name.replace("__", "/"), text)
    file.seek(0)
    return file


def _table(sheet):
    hidden = ' table:style-name="hidden"' if sheet.sheet_state != "visible" else ""
    merged = {
        (each.min_row, each.min_col): (
            each.max_col - each.min_col + 1,
            each.max_row - each.min_row + 1,
        )
        for each in sheet.merged_cells.ranges
    }
    rows = []
    for number, cells in enumerate(sheet.iter_rows(), 1):
        away = ' table:visibility="collapse"' if sheet.row_dimensions[number].hidden else ""
        inside = "".join(_ods_cell(cell, merged.get((cell.row, cell.column))) for cell in cells)
        rows.append(f"<table:table-row{away}>{inside}</table:table-row>")
    hidden_columns = _hidden_columns(sheet)
    away = ["", ' table:visibility="collapse"']
    columns = "".join(
        f"<table:table-column{away[column in hidden_columns]}/>"
        for column in range(1, max(hidden_columns, default=0) + 1)
    )
    title = quoteattr(sheet.title)
    # As LibreOffice ends every table.
    end = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="1024"/></table:table-row>'
    )
    return f"<table:table table:name={title}{hidden}>{columns}{''.join(rows)}{end}</table:table>"


def _ods_cell(cell, merged):
    value = getattr(cell, "value", None)
    tag = "table:table-cell"
    if type(cell).__name__ == "MergedCell":
        tag = "table:covered-table-cell"
    spans = ""
    if merged:
        spans = (
            f' table:number-columns-spanned="{merged[0]}" table:number-rows-spanned="{merged[1]}"'
        )
    if value is None:
        return f"<{tag}{spans}/>"
    struck = ' table:style-name="struck"' if cell.font.strike else ""
    attributes, text = _ods_value(cell, value)
    said = f"<text:p>{escape(cell.comment.text)}</text:p>" if cell.comment else ""
    note = f"<o:annotation>{said}</o:annotation>" if said else ""
    return f"<{tag}{struck}{spans} {attributes}>{note}<text:p>{escape(text)}</text:p></{tag}>"


def _ods_value(cell, value):
    if cell.data_type == "f":
        return f"table:formula={quoteattr('of:' + value)}", ""
    if cell.data_type == "e":
        kind = 'o:value-type="string" o:string-value="" calcext:value-type="error"'
        return kind, value
    if isinstance(value, int | float) and cell.is_date:
        value = from_excel(value, cell.parent.parent.epoch)
    if isinstance(value, bool):
        return f'o:value-type="boolean" o:boolean-value="{str(value).lower()}"', ""
    if isinstance(value, date | datetime):
        return f'o:value-type="date" o:date-value="{value.isoformat()}"', str(value)
    if isinstance(value, time):
        return f'o:value-type="time" o:time-value="PT{value:%HH%MM%SS}"', str(value)
    if isinstance(value, int | float):
        return f'o:value-type="float" o:value="{value!r}"', str(value)
    return 'o:value-type="string"', value
