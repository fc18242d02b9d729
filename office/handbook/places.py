"""Which place of the handbook each page of the office leads to: the one table of it.

Nobody asks for whom a page is; the link is on the page, and the handbook says nothing of anybody.
"""

import re

from django.http import HttpRequest
from django.urls import reverse

REGISTER = re.compile(r"_(changelist|add|change|history|delete)$")
PLACES = {
    "admin:": "first-day#desk",
    "admin:registers": "first-day#registers",
    "pending:": "every-day#pending",
    "onboarding:": "opening#steps",
    "onboarding:open": "opening#day",
    "onboarding:divisions": "opening#divisions",
    "opening:": "workbook#check",
    "opening:files": "workbook#fill",
    "opening:undo": "workbook#undo",
    "office:": "people#second",
    "security:": "people#lost",
    "cards:": "people#cards",
    "posts:": "people#several",
    "handing-over:": "people#handover",
    "away:": "people#handover",
    "admin:accounts_user": "people#account",
    "admin:accounts_user_give_code": "people#code",
    "admin:grids_posting": "people#posts",
    "residents:": "register#check",
    "residents:imports": "register#roster",
    "residents:roster-columns": "register#columns",
    "residents:undo-roster": "register#undo",
    "residents:meetings": "register#same-number",
    "residents:meeting": "register#same-number",
    "corrections:": "register#corrections",
    "counter:": "register#counter",
    "counter:slips": "every-day#delivery",
    "counter:slips-sheet": "every-day#delivery",
    "counter:told-by": "every-day#delivery",
    "admin:residents_person": "register#person",
    "admin:residents_roster": "register#roster",
    "admin:residents_caretag": "register#tags",
    "admin:residents_contacttier": "every-day#rules",
    "boundaries:": "places#change",
    "boundaries:undo": "places#undo",
    "admin:grids_area": "places#areas",
    "admin:grids_compound": "places#buildings",
    "admin:grids_building": "places#buildings",
    "admin:residents_dwelling": "places#doors",
    "announcements:": "every-day#announcements",
    "rules:": "every-day#rules",
    "year:": "every-day#year",
    "admin:grids_calendarday": "every-day#year",
    "admin:cases_category": "every-day#rules",
    "admin:cases_deadline": "every-day#rules",
    "admin:cases_case": "every-day#cases",
    "cases:desk": "every-day#cases",
    "cases:overview": "every-day#cases",
    "cases:communities": "every-day#cases",
    "cases:new": "every-day#cases",
    "feedback:desk": "every-day#feedback",
    "feedback:year": "every-day#feedback",
    "feedback:round": "every-day#feedback",
    "feedback:answer": "every-day#feedback",
    "admin:participation_feedbackdeadline": "every-day#rules",
    "cases:receivers": "every-day#harm",
    "cases:receivers-of": "every-day#harm",
    "morality_bank:deeds": "every-day#points",
    "morality_bank:take-in": "every-day#points",
    "morality_bank:refuse": "every-day#points",
    "morality_bank:settling": "places#settling",
    "admin:morality_bank_bank": "every-day#points",
    "admin:morality_bank_rule": "every-day#points",
    "admin:morality_bank_deed": "every-day#points",
    "admin:morality_bank_account": "every-day#points",
    "admin:morality_bank_transfer": "every-day#points",
    "reports:exports": "every-day#exports",
    "reports:new": "every-day#exports",
    "reports:export": "every-day#exports",
    "reports:decide": "every-day#exports",
    "reports:fields": "every-day#exports",
    "admin:notices_notice": "trouble#not-sent",
    "admin:notices_reminder": "trouble#not-sent",
    "admin:notices_dispatch": "trouble#not-sent",
    "admin:notices_emergency": "trouble#not-sent",
    "admin:notices_deliveryrule": "every-day#delivery",
    "residents:messages-month": "every-day#delivery",
    "system": "trouble#system",
    "key-sheet": "trouble#backups",
    "oversight:": "trouble#audit",
}
"""URL name → chapter#anchor. A name that ends in `:` stands for every page of that app, one of a
register for its list, its forms and its history; a page's own name goes first."""


def place_of(url_name: str) -> str:
    """`chapter#anchor`, or nothing for a page that is none of the office's."""
    app, _colon, _page = url_name.rpartition(":")
    register = REGISTER.sub("", url_name)
    return PLACES.get(url_name) or PLACES.get(register) or PLACES.get(f"{app}:", "")


def url_for(request: HttpRequest | None) -> str:
    """Where the page of this request leads, for whoever holds a post today."""
    match, reader = getattr(request, "resolver_match", None), getattr(request, "reader", None)
    if match is None or reader is None or not reader.posts:
        return ""
    chapter, _hash, anchor = place_of(match.view_name).partition("#")
    return f"{reverse('help:chapter', args=[chapter])}#{anchor}" if chapter else ""
