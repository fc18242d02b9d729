"""A QR code as part of a page, drawn here: nothing of it goes to anybody else."""

import segno
from django.utils.safestring import SafeString, mark_safe


def svg(text: str) -> SafeString:
    """An svg element, black on white with the margin the standard (ISO/IEC 18004) asks for.

    Correction level M: a crease or a thumb over a corner does no harm.
    """
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(border=4, omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(drawn)
