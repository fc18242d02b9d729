"""What the office's first page says of the house itself: what is late on the machine, and backups."""

from django.urls import reverse
from django.utils.translation import gettext as _

from config.backup import signs
from foundation.monitoring import wellbeing
from office.pending import lines
from office.pending.lines import Look, Note


def register() -> None:
    lines.notes.insert(0, _late)
    lines.notes.append(_backups)


def _late(look: Look):
    return [Note(sentence, is_late=True) for sentence in wellbeing.sentences(look.at)]


def _backups(look: Look):
    for sign in signs.for_the_office(look.at):
        url = reverse(sign.url_name) if sign.url_name else ""
        yield Note(sign.text, url, _("去核对") if url else "", is_well=sign.is_well)
