"""The small members of an .xlsx that say what its worksheets mean: list, styles, strings."""

from collections.abc import Callable
from dataclasses import dataclass, field

from foundation.workbooks import limits
from foundation.workbooks.dates import Counts, counted_by
from foundation.workbooks.formats.events import Attributes, Looker, whole
from foundation.workbooks.refusals import Outsized, Unreadable

TRUE = ("1", "true")


class Relations(Looker):
    """Which member is which: `targets` by id, `of_type` by the last word of their type."""

    def __init__(self, most_elements: int) -> None:
        super().__init__(most_elements)
        self.begins = {"Relationship": self._relation}
        self.targets: dict[str, tuple[str, str]] = {}
        self.of_type: dict[str, str] = {}

    def _relation(self, attributes: Attributes) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        if attributes.get("TargetMode") != "External":
            self.targets[attributes.get("Id", "")] = target, kind
            self.of_type[kind] = target


@dataclass
class Listed:
    """A sheet as the workbook lists it; `relation` leads to its member."""

    name: str
    visible: bool
    relation: str


class Workbook(Looker):
    def __init__(self, most_elements: int) -> None:
        super().__init__(most_elements)
        self.begins = {"sheet": self._sheet, "workbookPr": self._settings}
        self.sheets: list[Listed] = []
        self.from_1904 = False

    def _sheet(self, attributes: Attributes) -> None:
        relation = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        visible = attributes.get("state", "visible") == "visible"
        self.sheets.append(Listed(attributes.get("name", ""), visible, relation))

    def _settings(self, attributes: Attributes) -> None:
        self.from_1904 = attributes.get("date1904") in TRUE


SECTIONS = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs")


class Styles(Looker):
    """Which styles of cells count days, and which strike out, by the number a cell gives."""

    def __init__(self, most_elements: int) -> None:
        super().__init__(most_elements)
        self.begins = {
            "numFmt": self._format,
            "font": self._font,
            "strike": self._strike,
            "xf": self._style,
            **{section: self._section(section) for section in SECTIONS},
        }
        self.section = ""
        self.formats: dict[int, str] = {}
        self.struck_fonts: list[bool] = []
        self.counts: dict[str, Counts] = {}
        self.struck: set[str] = set()
        self.styles = 0

    def _section(self, name: str) -> Callable[[Attributes], None]:
        def begin(attributes: Attributes) -> None:
            self.section = name

        return begin

    def _format(self, attributes: Attributes) -> None:
        if self.section == "numFmts":
            self.formats[whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def _font(self, attributes: Attributes) -> None:
        if self.section == "fonts":
            self.struck_fonts.append(False)

    def _strike(self, attributes: Attributes) -> None:
        if self.section == "fonts" and self.struck_fonts:
            self.struck_fonts[-1] = attributes.get("val", "1") in TRUE

    def _style(self, attributes: Attributes) -> None:
        if self.section != "cellXfs":
            return
        number = str(self.styles)
        self.styles += 1
        if counts := counted_by(whole(attributes.get("numFmtId", "0")), self.formats):
            self.counts[number] = counts
        font = whole(attributes.get("fontId", "0"))
        if font < len(self.struck_fonts) and self.struck_fonts[font]:
            self.struck.add(number)


@dataclass
class Strings:
    """What cells share: how long each is, which are blank, and which are struck out in part or whole."""

    sizes: list[int] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)
    struck: set[int] = field(default_factory=set)
    weight: int = 0

    def weigh(self, size: int) -> None:
        """So many characters stand in one more cell. Raises Outsized."""
        self.weight += size
        if self.weight > limits.MOST_CHARACTERS:
            raise Outsized


class SharedStrings(Looker):
    streamed = True

    def __init__(self, most_elements: int) -> None:
        super().__init__(most_elements)
        self.parser.CharacterDataHandler = self._characters
        self.begins = {
            "sst": self._all,
            "si": self._string,
            "t": self._text,
            "rPh": self._reading_aid,
            "strike": self._strike,
        }
        self.strings = Strings()
        self.size, self.says, self.reads, self.aside = 0, False, False, False

    def other(self, attributes: Attributes) -> None:
        self.reads = False

    def close(self) -> None:
        super().close()
        self._finish()

    def _all(self, attributes: Attributes) -> None:
        # A reader makes room for as many as it is told of.
        if whole(attributes.get("uniqueCount", "0")) > limits.MOST_ELEMENTS:
            raise Outsized

    def _string(self, attributes: Attributes) -> None:
        self._finish()
        self.moved, self.reads, self.aside = True, False, False
        self.size, self.says = 0, False
        self.strings.sizes.append(0)

    def _text(self, attributes: Attributes) -> None:
        # What is written above characters to help reading them is no part of the string.
        self.reads, self.aside = not self.aside, False

    def _reading_aid(self, attributes: Attributes) -> None:
        self.reads, self.aside = False, True

    def _strike(self, attributes: Attributes) -> None:
        self.reads = False
        if attributes.get("val", "1") in TRUE:
            self.strings.struck.add(len(self.strings.sizes) - 1)

    def _characters(self, text: str) -> None:
        if self.reads:
            self.size += len(text)
            self.says = self.says or not text.isspace()

    def _finish(self) -> None:
        if self.strings.sizes:
            self.strings.sizes[-1] = self.size
            if not self.says:
                self.strings.blank.add(len(self.strings.sizes) - 1)


def target_of(base: str, target: str) -> str:
    """The member a relation of a member in the folder `base` leads to. Raises Unreadable."""
    if not target:
        raise Unreadable
    return target.removeprefix("/") if target.startswith("/") else base + target
