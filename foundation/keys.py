"""Whether the keys in the settings are those of the data: asked before the start, and then on."""

from datetime import datetime

from foundation.audit.trail import seal_of
from foundation.models import RecordHead
from foundation.sealing.fitting import misfits, not_found_again


def field_keys_fit() -> bool:
    return not misfits()


def index_key_fits() -> bool:
    """Numbers are found by it, and the ends of the record are sealed with it; without any, any fits."""
    end = RecordHead.objects.exclude(seal="").first()
    is_ours = end is None or end.seal == seal_of(end.scope, end.number, end.mac)
    return is_ours and not not_found_again()


def fit(_at: datetime) -> bool:
    return field_keys_fit() and index_key_fits()
