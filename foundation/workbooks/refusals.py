"""Why a file is not read, in sentences for whoever sent it."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_noop as _

TOO_BIG = _("文件太大了：最多 10 MB。请去掉图片，或者分成几个文件。")
NOT_A_WORKBOOK = _(
    "这不是 .xlsx、.xls、.ods 工作簿，也不是 CSV。请用 Excel 或 WPS 另存为 .xlsx 再上传。"
)
WEB_TABLE = _("这其实是一张网页，只是改了名字。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。")
BINARY = _("这是 .xlsb 工作簿，读不了。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。")
OTHER_CODING = _("文件里的字是用 UTF-16 写的，读不了。请用 Excel 或 WPS 打开，另存一次再上传。")
LOCKED = _("这个文件加了密码。请去掉密码再上传。")
DAMAGED = _("文件坏了，读不出来。请重新另存一份再上传。")
MACROS = _("文件里带有宏。请另存为不带宏的 .xlsx 再上传。")
BOMB = _("文件展开以后大得不正常，没有读它。请只留下名册这一张表，另存以后再上传。")
TOO_MANY_ROWS = _("一次最多导入 50,000 行。请分成几个文件。")
TOO_MANY_COLUMNS = _("表里的列太多了，最多 500 列。请只留下名册要用的列再上传。")
TOO_FAR = _(
    "“%(sheet)s”这张表占到了第 %(line)s 行、第 %(column)s 列，中间大多是空的。请删掉名册以外的内容再上传。"
)
UNKNOWN_ERROR = _(
    "“%(sheet)s”这张表的 %(cell)s 是 Excel 的错误提示 %(error)s，整张表因此读不出来。请改好再上传。"
)
NOT_PLAIN = _("文件里有不该出现在表格里的内容，没有读它。请把名册复制到模板里再上传。")
NO_READER = _("这会儿读不了文件。请过几分钟再传一次。")


class Refused(Exception):
    """We will not read this file; `text` is a message id that says why."""

    def __init__(self, text: str, **values: Any):
        super().__init__(text)
        self.text, self.values = text, values

    @property
    def sentence(self) -> str:
        return translate(self.text) % self.values


class Outsized(Exception):
    """More of something than an honest workbook has."""


class TooWide(Outsized):
    """A row with more cells than any list of people needs."""


class Unwanted(Exception):
    """What no honest workbook holds: the door for entities, bombs and files from elsewhere."""


class Unreadable(Exception):
    """No well-formed workbook."""


@contextmanager
def in_sentences() -> Iterator[None]:
    """Whatever a look at a file stumbles over, the file is to blame: Refused says so."""
    try:
        yield
    except TooWide:
        raise Refused(TOO_MANY_COLUMNS) from None
    except Outsized:
        raise Refused(BOMB) from None
    except Unwanted:
        raise Refused(NOT_PLAIN) from None
    except (
        Unreadable,
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        LookupError,
        NotImplementedError,  # a compression nobody uses for workbooks
        OSError,
        RuntimeError,
        ValueError,
    ):
        raise Refused(DAMAGED) from None
