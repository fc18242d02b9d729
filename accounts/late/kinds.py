"""Which pages take words that must not be lost, what the words are called, who may still want them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import TextChoices
from django.http import QueryDict

from accounts.models import User
from foundation.pictures.photos import Picture


@dataclass(frozen=True)
class Late:
    """One form that came when its page was no more its writer's: `where` is what the address names."""

    writer: User
    where: Mapping[str, Any]
    query: QueryDict
    fields: QueryDict
    pictures: list[Picture]
    at: datetime

    def get(self, name: str) -> str:
        return str(self.fields.get(name, "")).strip()

    @property
    def client_id(self) -> UUID | None:
        try:
            return UUID(self.get("client_id"))
        except ValueError:
            return None


@dataclass(frozen=True)
class Kind:
    """What one page asks for. `fields` are its words by the names of the form, with their labels;
    `choices` those that are a choice, which counts as something said too."""

    title: str
    fields: Mapping[str, str]
    choices: Mapping[str, tuple[str, type[TextChoices]]] = field(default_factory=dict)
    # Whether this very thing was done before, by this very person.
    before: Callable[[Late], bool] = lambda late: False
    # Puts it on record for whoever has it now, whole or not at all; whether it could. Asked only
    # about what the writer was shown.
    hand_on: Callable[[Late], bool] = lambda late: False
    # A page where the same words may be sent once more.
    again: str = ""

    def kept(self, fields: QueryDict) -> dict[str, list[str]]:
        """What was said of all that came."""
        said = {name: fields.getlist(name) for name in (*self.fields, *self.choices)}
        return {name: values for name, values in said.items() if any(map(str.strip, values))}

    def lines(self, kept: Mapping[str, list[str]]) -> list[tuple[str, str]]:
        """The same for people: (label, text)."""
        lines = [
            (label, str(dict(choices.choices).get(value, value)))
            for name, (label, choices) in self.choices.items()
            for value in kept.get(name, [])
        ]
        return lines + [
            (label, text) for name, label in self.fields.items() for text in kept.get(name, [])
        ]


_kinds: dict[str, Kind] = {}


def takes_words(view_name: str, kind: Kind) -> None:
    """Register a page by the name of its address; a name that is taken is a mistake."""
    if view_name in _kinds:
        raise ValueError(f"{view_name} is registered twice")
    _kinds[view_name] = kind


def of(view_name: str) -> Kind | None:
    return _kinds.get(view_name)


def names() -> set[str]:
    return set(_kinds)
