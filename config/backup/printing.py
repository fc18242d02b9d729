"""The key sheet as text and as a page to print. It is made once and kept nowhere."""

from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from config.backup.sheet import Sheet
from foundation.paper import qr
from foundation.sealing.columns import key_bytes
from tools.key_sheet import FIELD, INDEX, RECOVERY, lines_of

WHAT_FOR = {RECOVERY: _("打开备份的钥匙"), INDEX: _("查找号码的钥匙"), FIELD: _("看号码的钥匙")}


def keys_on_it(private: bytes) -> dict[str, bytes]:
    """By the name their lines have: what opens backups, what searches, what opens columns."""
    field_keys = key_bytes()
    index = field_keys.pop("index")
    named = {FIELD + key_id: key for key_id, key in field_keys.items()}
    return {RECOVERY: private, INDEX: index, **named}


def as_text(sheet: Sheet, private: bytes, codes: list[str]) -> str:
    """In a form that `restore --sheet` reads, too."""
    lines = [f"责任田 密钥页 Key sheet {sheet.key_id} · {_day(sheet)}", ""]
    for name, key in keys_on_it(private).items():
        lines += [*map(str, lines_of(name, key)), ""]
    lines += ["核对码 Proof codes, one a year:"]
    lines += [f"{number:>3}. {_halves(code)}" for number, code in enumerate(codes, start=1)]
    return "\n".join(lines) + "\n"


def as_page(sheet: Sheet, private: bytes, codes: list[str]) -> str:
    """A whole HTML page that needs nothing from anywhere, with a QR code of each key."""
    keys = [
        {"what_for": WHAT_FOR[name[:1]], "lines": lines, "qr": qr.svg("\n".join(map(str, lines)))}
        for name, key in keys_on_it(private).items()
        if (lines := lines_of(name, key))
    ]
    facts = {
        "sheet": sheet,
        "day": _day(sheet),
        "keys": keys,
        "codes": [_halves(code) for code in codes],
        "version": settings.VERSION,
    }
    return render_to_string("paper/keys.html", facts)


def _day(sheet):
    return timezone.localtime(datetime.fromisoformat(sheet.made_at)).date().isoformat()


def _halves(code):
    return f"{code[:4]} {code[4:]}"
