"""One XML member of an archive, seen event by event, so that its size never becomes ours."""

from collections.abc import Callable
from xml.parsers import expat

from foundation.workbooks import limits
from foundation.workbooks.refusals import Outsized, Unreadable, Unwanted

Attributes = dict[str, str]


class Looker:
    """Feed it the pieces of one member. Raises Outsized, Unwanted, Unreadable.

    `begins` names what happens where an element begins, by its local name. `streamed`: its reader
    does not keep it whole, so it may be long, as long as `moved` is set now and then.
    """

    streamed = False

    def __init__(self, most_elements: int) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.most_elements = most_elements if self.streamed else limits.MOST_ASIDE
        self.most_bytes = limits.MOST_BETWEEN if self.streamed else limits.MOST_WHOLE
        self.bytes = self.elements = 0
        self.moved = False
        self.enough = False
        """Nothing more has to be known of it."""
        self.begins: dict[str, Callable[[Attributes], None]] = {}
        self._by_full_name: dict[str, Callable[[Attributes], None]] = {}

    def feed(self, piece: bytes) -> None:
        if self.enough:
            return
        self.bytes += len(piece)
        self._parse(piece)
        if self.moved and self.streamed:
            self.bytes, self.moved = 0, False
        if self.bytes > self.most_bytes or self.elements > self.most_elements:
            raise Outsized

    def close(self) -> None:
        if not self.enough:
            self._parse(b"", last=True)

    def other(self, attributes: Attributes) -> None:
        """An element without a place in `begins`."""

    def _parse(self, piece: bytes, *, last: bool = False) -> None:
        try:
            self.parser.Parse(piece, last)
        except expat.ExpatError:
            raise Unreadable from None

    def _refuse(self, *_details: object) -> None:
        raise Unwanted

    def _start(self, name: str, attributes: Attributes) -> None:
        self.elements += 1
        (self._by_full_name.get(name) or self._called(name))(attributes)

    def _called(self, name: str) -> Callable[[Attributes], None]:
        tag = name.rpartition(" ")[2]
        if tag not in self.begins:
            return self.other  # of such names there may be any number
        self._by_full_name[name] = self.begins[tag]
        return self.begins[tag]


def whole(text: str | None) -> int:
    """A number of an attribute. Raises Unreadable."""
    if text is None or not text.isdecimal() or len(text) > 9:
        raise Unreadable
    return int(text)
