"""What an .xlsx holds on a sheet and in none of its cells: notes somebody wrote, words in shapes."""

from foundation.workbooks.formats.events import Attributes, Looker
from foundation.workbooks.survey import Sheet


class Notes(Looker):
    """Which cells have one; what it says is nobody's value."""

    streamed = True

    def __init__(self, most_elements: int, sheet: Sheet) -> None:
        super().__init__(most_elements)
        self.begins = dict.fromkeys(["comment", "threadedComment"], self._note)
        self.sheet = sheet

    def _note(self, attributes: Attributes) -> None:
        self.moved = True
        self.sheet.note_at(attributes.get("ref", ""))


class Drawing(Looker):
    """Whether anything is written in a shape."""

    streamed = True

    def __init__(self, most_elements: int, sheet: Sheet) -> None:
        super().__init__(most_elements)
        self.parser.CharacterDataHandler = self._characters
        self.begins = {"t": self._text}
        self.sheet, self.reads = sheet, False

    def _text(self, attributes: Attributes) -> None:
        self.moved = self.reads = True

    def other(self, attributes: Attributes) -> None:
        self.moved, self.reads = True, False

    def _characters(self, text: str) -> None:
        self.sheet.drawn_words |= self.reads and bool(text.strip())
