"""Every address of the URLconf: its pattern, its name, and whether it needs a thing."""

import re
from dataclasses import dataclass

from django.urls import get_resolver


@dataclass(frozen=True)
class Address:
    pattern: str
    name: str
    needs: tuple

    @property
    def kind(self):
        return {"admin": "office", "api": "api"}.get(self.name.split(":")[0], "page")

    def filled(self, *things):
        """The address for these things, one for each gap."""
        url = self.pattern
        for thing in things:
            url = re.sub(r"<[^>]*>", str(thing), url, count=1)
        return f"/{url}"


def all_addresses():
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver, before, names):
    for entry in resolver.url_patterns:
        pattern = before + plain(entry.pattern)
        if hasattr(entry, "url_patterns"):
            more = f"{entry.namespace}:" if entry.namespace else ""
            yield from _walk(entry, pattern, names + more)
        else:
            needs = tuple(re.findall(r"<[^>]*>", pattern))
            yield Address(pattern, names + (entry.name or ""), needs)


def plain(pattern):
    """A route as it is; of a regular expression what one would type."""
    text = str(pattern)
    if hasattr(pattern, "_route"):
        return text
    text = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", text)
    return text.replace("^", "").replace("\\Z", "").replace("$", "")
