"""Whether the keys in the settings are those of the data: asked before the start, and then on."""

from datetime import datetime

from foundation.audit.trail import seal_of
from foundation.models import RecordHead
from foundation.sealing.fitting import misfits


def field_keys_fit() -> bool:
    return not misfits()


def index_key_fits() -> bool:
    """The ends of the record are sealed with it; a house without a record fits any."""
    end = RecordHead.objects.exclude(seal="").first()
    return end is None or end.seal == seal_of(end.scope, end.number, end.mac)


def fit(_at: datetime) -> bool:
    return field_keys_fit() and index_key_fits()
