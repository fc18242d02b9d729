"""The small members of an .ods, and what its styles say wherever they stand."""

from dataclasses import dataclass, field

from foundation.workbooks.formats.events import Attributes, Looker

NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:%s:1.0 %s"


def named(space: str, *names: str) -> list[str]:
    return [NAMESPACE % (space, name) for name in names]


STYLE_NAME, PARENT, LINE_THROUGH = named(
    "style", "name", "parent-style-name", "text-line-through-style"
)
(DISPLAY,) = named("table", "display")


class Manifest(Looker):
    def __init__(self, most_elements: int) -> None:
        super().__init__(most_elements)
        self.begins = {"encryption-data": self._locked}
        self.is_locked = False

    def _locked(self, attributes: Attributes) -> None:
        self.is_locked = True


@dataclass
class Styles:
    """Which styles of cells strike out, and which of tables hide; a style follows its parent."""

    struck: set[str] = field(default_factory=set)
    hiding: set[str] = field(default_factory=set)


class NamedStyles(Looker):
    """What a style says, wherever in a file it stands."""

    def __init__(self, most_elements: int, styles: Styles) -> None:
        super().__init__(most_elements)
        self.styles, self.style = styles, ""
        self.begins = {
            "style": self._style,
            "text-properties": self._text_properties,
            "table-properties": self._table_properties,
        }

    def _style(self, attributes: Attributes) -> None:
        self.moved = True
        self.style = attributes.get(STYLE_NAME, "")
        if attributes.get(PARENT) in self.styles.struck:
            self.styles.struck.add(self.style)

    def _text_properties(self, attributes: Attributes) -> None:
        through = attributes.get(LINE_THROUGH)
        if through == "none":
            self.styles.struck.discard(self.style)
        elif through:
            self.styles.struck.add(self.style)

    def _table_properties(self, attributes: Attributes) -> None:
        if attributes.get(DISPLAY) == "false":
            self.styles.hiding.add(self.style)
