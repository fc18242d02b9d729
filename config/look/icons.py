"""Lucide's drawings, as they stand in a page.

Lucide's own tag opens the archive for each icon it has not drawn yet, a list of 1,700 names each
time; here it is opened once, and an icon costs what it takes to unpack it.
"""

import io
from functools import cache
from importlib import resources
from zipfile import ZipFile

from django.utils.safestring import SafeString, mark_safe

NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'  # HTML knows it without being told
ATTRIBUTES = ' class="icon" aria-hidden="true"'  # words stand beside it, so it says nothing


@cache
def icon(name: str) -> SafeString:
    """The svg element of that name; KeyError where lucide has none."""
    written = " ".join(_archive().read(f"{name}.svg").decode().split())
    opened = written.replace(NAMESPACE, "", 1).replace(" >", f"{ATTRIBUTES}>", 1)
    return mark_safe(opened.replace("> <", "><").replace(" />", "/>"))


@cache
def _archive() -> ZipFile:
    # In memory: processes that fork would share one position in an open file.
    return ZipFile(io.BytesIO((resources.files("lucide") / "lucide.zip").read_bytes()))
