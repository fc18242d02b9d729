"""One row of the table of settings."""

from dataclasses import dataclass

from config.environment.kinds import Kind, Words


@dataclass(frozen=True)
class Setting:
    """`default` is text, read as if it had been set; `{DATA}` and `{ROOT}` are folders. Without one
    the setting is needed. What is `hidden` is never repeated in a sentence."""

    name: str
    kind: Kind
    what: Words
    default: str | None = None
    hidden: bool = False
