"""What several steps would do, in names and sentences; nothing is written."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from grids.boundaries.parts import Sentence
from office.posts import leaving
from office.posts.steps import Step


@dataclass(frozen=True)
class Preview:
    steps: list[Step]
    loses: list[tuple[str, list[str]]]
    without: list[Sentence]

    @property
    def at_once(self) -> list[Step]:
        return [step for step in self.steps if not step.takes_two]

    @property
    def asked(self) -> list[Step]:
        """What waits for the second person."""
        return [step for step in self.steps if step.takes_two]

    @property
    def digest(self) -> str:
        """Another one for whatever would look otherwise."""
        text = json.dumps(self.shown(), ensure_ascii=False, sort_keys=True, default=str)
        return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]

    def shown(self) -> dict[str, Any]:
        steps = [
            [step.user.pk, step.role, step.area and step.area.code, step.from_on, step.until_on]
            + [step.posting and step.posting.pk, step.takes_two]
            for step in self.steps
        ]
        return {"steps": steps, "loses": self.loses, "without": self.without}


def of(steps: list[Step]) -> Preview:
    """Steps of one form: all give, or all leave for the same place, on one day if they have begun."""
    left = [step.posting for step in steps if step.posting]
    if not left:
        return Preview(steps, [], [])
    day, to = min(step.from_on for step in steps), steps[0].area
    loses = leaving.lose_sight(left, day, to=to)
    return Preview(steps, loses, leaving.without_anybody(left, day, to))
