"""One correction as a page shows it: what stands, what is proposed, who says so and when."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from grids.models import Reader
from residents import masks
from residents.corrections import kinds, workflow
from residents.models import Correction

State = Correction.State
LOOKS = {
    State.OPEN: "soon",
    State.ACCEPTED: "fresh",
    State.DECLINED: "due",
    State.WITHDRAWN: "info",
}


@dataclass(frozen=True)
class Line:
    correction: Correction
    who: str
    where: str
    label: str
    icon: str
    stands: str
    stood: str  # what stood when it was proposed, where that is another now
    proposed: str
    by: str
    look: str
    mark: str

    @property
    def state(self) -> str:
        return self.correction.get_state_display()

    @property
    def is_open(self) -> bool:
        return self.correction.state == State.OPEN


def line_of(correction: Correction, reader: Reader) -> Line:
    kind, person = kinds.of(correction.kind), correction.person
    is_open = correction.state == State.OPEN
    now = kind.stands(correction) if is_open else correction.stood
    moved = is_open and now != correction.stood
    return Line(
        correction=correction,
        who=masks.name(person, to=reader) if person else str(correction.dwelling.short),
        where=_where(correction, reader),
        label=kind.label,
        icon=kind.icon,
        stands=kind.stands_as(correction, now, reader),
        stood=kind.stands_as(correction, correction.stood, reader) if moved else "",
        proposed=kind.says(correction, correction.value),
        by=_by(correction),
        look=LOOKS[State(correction.state)],
        mark=workflow.mark_of(correction) if is_open else "",
    )


def _where(correction, reader):
    if correction.person_id:
        return masks.home(correction.person, to=reader)
    return masks.address(correction.dwelling, to=reader)


def _by(correction):
    if correction.origin == Correction.Origin.ROSTER:
        name = correction.roster.file_name if correction.roster else ""
        return _("名册 %(name)s") % {"name": name} if name else _("名册里写的")
    return correction.proposed_by.name if correction.proposed_by else "—"
