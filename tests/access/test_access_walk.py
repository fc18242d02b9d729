"""Every URL, every role, every place: nobody sees what is not theirs.

A URL that is missing from the table fails the build, and so does a table entry without a URL.
"""

import pytest

from tests.access.api_pages import API_PAGES, API_SECRETS
from tests.access.walk import (
    BY_AREA,
    DESK,
    EVERYBODY,
    MISSING,
    NOBODY,
    PLACES,
    ROLES,
    SIGNED_IN,
    STAFF,
    daily_roles,
    places_for,
    plain,
    thing,
)
from tests.test_architecture import every_view

IN_THE_TRIAL = pytest.mark.trial("walk")
TRIAGE = set(DESK)
OWN_WANG = {"wang": {"own"}}
NAMED = {"chen": {"own", "neighbour"}}
STREET = {"bai": BY_AREA["bai"]}
LOOKED_AFTER = STREET | {"an": {"own"}}
PROPOSED = {"lin": {"own"}, "zhou": {"neighbour"}}
BOTH = ("GET", "POST")

PAGES = {
    "front-door": plain(SIGNED_IN),
    "healthz": plain(EVERYBODY),
    "metrics": plain(NOBODY),
    "manifest": plain(EVERYBODY),
    "offline": plain(EVERYBODY),
    "service-worker": plain(EVERYBODY),
    "ready": plain(EVERYBODY),
    "accounts:sign-in": plain(EVERYBODY, *BOTH),
    "accounts:phone": plain(EVERYBODY, *BOTH),
    "accounts:code": plain(EVERYBODY, *BOTH),
    "accounts:passphrase": plain(EVERYBODY, *BOTH),
    "numbers:not-confirmed": plain(EVERYBODY, *BOTH),
    "numbers:old-number": plain(EVERYBODY, *BOTH),
    "counter:redeem": plain(EVERYBODY, *BOTH),
    "counter:find": plain(TRIAGE, *BOTH),
    "counter:person": thing("person", BY_AREA),
    "counter:number": thing("person", BY_AREA, *BOTH),
    "counter:confirm": thing("person", BY_AREA, *BOTH),
    "counter:passphrase": thing("person", BY_AREA, *BOTH),
    "counter:card": thing("person", BY_AREA, *BOTH),
    "counter:told-by": thing("person", BY_AREA, *BOTH),
    "counter:slips": plain(TRIAGE),
    "counter:slips-sheet": plain(TRIAGE, *BOTH),
    "corrections:corrections": plain(TRIAGE, *BOTH),
    "corrections:mine": plain(STAFF),
    "corrections:correction": thing("correction", DESK, *BOTH),
    "corrections:withdraw": thing("correction", PROPOSED, "POST"),
    "corrections:person": thing("person", BY_AREA),
    "corrections:change-person": thing("person", BY_AREA, *BOTH),
    "corrections:change-door": thing("door", BY_AREA, *BOTH),
    "numbers:passphrase": plain({"wang", "li"}, *BOTH),
    "accounts:password": plain(SIGNED_IN - {"wang", "li"}, *BOTH),
    "accounts:second": plain(SIGNED_IN, *BOTH),
    "accounts:factor": plain(SIGNED_IN - {"wang", "li"}),
    "accounts:key": plain(SIGNED_IN - {"wang", "li"}, "POST"),
    "accounts:paper-codes": plain(SIGNED_IN - {"wang", "li"}, "POST"),
    "accounts:end-device": thing("device", {"lin": {"own"}, "zhou": {"neighbour"}}, "POST"),
    "accounts:tokens": plain(SIGNED_IN, *BOTH),
    "accounts:revoke-token": thing("token", {"lin": {"own"}, "zhou": {"neighbour"}}, "POST"),
    "accounts:late": plain(SIGNED_IN),
    "accounts:late-again": thing("late", {"lin": {"own"}, "zhou": {"neighbour"}}, "POST"),
    "accounts:drop-late": thing("late", {"lin": {"own"}, "zhou": {"neighbour"}}, "POST"),
    "accounts:late-photo": thing("late_photo", {"lin": {"own"}, "zhou": {"neighbour"}}),
    "api-docs": plain(EVERYBODY),
    "api-docs-section": thing("section", dict.fromkeys(EVERYBODY, set(PLACES))),
    "accounts:sign-out": plain(EVERYBODY, "POST"),
    "accounts:language": plain(EVERYBODY, "POST"),
    "accounts:big-type": plain(EVERYBODY, "POST"),
    "security:index": plain({"an"}, *BOTH),
    "security:way-in": thing("member", LOOKED_AFTER),
    "security:card": thing("member", LOOKED_AFTER, "POST"),
    "security:replace": thing("member", LOOKED_AFTER, "POST"),
    "security:end-device": thing("device", LOOKED_AFTER, "POST"),
    "notices:inbox": plain(SIGNED_IN),
    "notices:badge": plain(SIGNED_IN),
    "notices:read-all": plain(SIGNED_IN, "POST"),
    "notices:open": thing("notice", {"lin": {"own"}, "zhou": {"neighbour"}}, "POST"),
    "office:proposals": plain({"bai", "an"}),
    "office:proposal": thing("proposal", STREET, *BOTH),
    "office:proposals-of-file": thing("organisation", STREET, *BOTH),
    "office:proposals-together": thing("together", STREET, *BOTH),
    "office:withdraw": thing("proposal", {}, "POST"),
    "rules:communities": plain(TRIAGE),
    "rules:community": thing("bank_code", DESK),
    "rules:rule": thing("bank_code", DESK, *BOTH),
    "rules:take-back": thing("bank_code", DESK, *BOTH),
    "year:this": plain(TRIAGE),
    "year:year": thing("year", {role: set(PLACES) for role in DESK}),
    "year:arrange": thing("year", {}, *BOTH),
    "year:take-back": thing("year", {}, *BOTH),
    "residents:told-by": plain(SIGNED_IN, *BOTH),
    "residents:messages-month": plain({"bai"}),
    "residents:own-entry": plain(SIGNED_IN - {"wang", "li"}, *BOTH),
    "boundaries:index": plain({"bai"}),
    "boundaries:place": thing("area_code", STREET),
    "boundaries:change": thing("area_code", STREET, *BOTH),
    "boundaries:made": thing("boundary", STREET),
    "boundaries:undo": thing("boundary", STREET, *BOTH),
    "posts:give": plain({"bai"}, *BOTH),
    "posts:leave": plain({"bai"}, *BOTH),
    "office:proposals-of-sheet": thing("card_sheet", STREET, *BOTH),
    "cards:cards": plain({"bai"}, *BOTH),
    "cards:replace": thing("member", LOOKED_AFTER, "POST"),
    "cards:mine": plain(SIGNED_IN - {"wang", "li"}, *BOTH),
    "cards:remove-photo": plain(SIGNED_IN - {"wang", "li"}, "POST"),
    "cards:make-new": plain(SIGNED_IN - {"wang", "li"}, "POST"),
    "cards:badge": thing("badge", dict.fromkeys(EVERYBODY, set(PLACES))),
    "cards:photo": thing("badge", dict.fromkeys(EVERYBODY, set(PLACES))),
    "opening:files": plain({"bai"}, *BOTH),
    "opening:workbook": thing("street_code", STREET),
    "opening:file": thing("organisation", STREET),
    "opening:progress": thing("organisation", STREET),
    "opening:answers": thing("organisation", STREET, "POST"),
    "opening:take-in": thing("organisation", STREET, *BOTH),
    "opening:undo": thing("organisation", STREET, *BOTH),
    "opening:drop": thing("organisation", STREET, "POST"),
    "onboarding:street": thing("street_code", STREET),
    "onboarding:open": thing("street_code", STREET, *BOTH),
    "onboarding:divisions": thing("street_code", STREET, *BOTH),
    "away:mine": plain(STAFF),
    "away:new": plain(STAFF, *BOTH),
    "away:absence": thing("absence", BY_AREA, *BOTH),
    "away:end": thing("absence", BY_AREA, "POST"),
    "away:decline": thing("absence", {}, "POST"),
    "away:team": plain({"chen", "bai", "ling"}),
    "handing-over:index": plain({"bai"}),
    "handing-over:new": thing("member", STREET, *BOTH),
    "handing-over:handover": thing("handover", DESK | PROPOSED, *BOTH),
    "pending:line": thing("line", {"bai": set(PLACES)}),
    "help:contents": plain(EVERYBODY, *BOTH),
    "help:whole": plain(EVERYBODY),
    "help:chapter": thing("chapter", dict.fromkeys(EVERYBODY, set(PLACES))),
    "residents:imports": plain(TRIAGE, *BOTH),
    "residents:roster-template": plain(TRIAGE),
    "residents:roster": thing("roster", DESK),
    "residents:roster-progress": thing("roster", DESK),
    "residents:take-in-roster": thing("roster", DESK, *BOTH),
    "residents:drop-roster": thing("roster", DESK, "POST"),
    "residents:roster-columns": thing("roster", DESK, *BOTH),
    "residents:roster-places": thing("roster", DESK, *BOTH),
    "residents:hand-back-roster": thing("faulty_roster", DESK, "POST"),
    "residents:roster-pairs": thing("roster", DESK, "POST"),
    "residents:roster-questions": thing("roster", DESK, "POST"),
    "residents:roster-absent": thing("roster", DESK, "POST"),
    "residents:take-up-roster": thing("roster", DESK, "POST"),
    "residents:undo-roster": thing("roster", DESK, *BOTH),
    "residents:meetings": plain(TRIAGE),
    "residents:meeting": thing("meeting", DESK),
    "residents:propose-meeting": thing("meeting", DESK, "POST"),
    "residents:agree-meeting": thing("meeting", DESK, "POST"),
    "residents:decline-meeting": thing("meeting", DESK, "POST"),
    "residents:separate-meeting": thing("meeting", DESK, "POST"),
    "reveal:person": thing("person", BY_AREA, *BOTH),
    "reveal:looked-at-me": plain(SIGNED_IN),
    "search:find": plain(STAFF, *BOTH),
    "announcements:said": plain(STAFF, *BOTH),
    "announcements:new": plain(TRIAGE, *BOTH),
    "announcements:announcement": thing("announcement", BY_AREA),
    "announcements:picture": thing("announcement", BY_AREA),
    "announcements:sheet": thing("announcement", BY_AREA),
    "announcements:edit": thing("announcement", DESK, *BOTH),
    "announcements:take-back": thing("announcement", DESK, *BOTH),
    "announcements:preview": thing("draft_announcement", DESK, *BOTH),
    "announcements:drop": thing("draft_announcement", DESK, "POST"),
    "announcements:all-of-mine": plain({"wang", "li"}),
    "announcements:card": plain(SIGNED_IN),
    "announcements:mine": thing("announcement", {"wang": {"own"}, "li": {"own"}}),
    "announcements:my-picture": thing("announcement", {"wang": {"own"}, "li": {"own"}}),
    "announcements:public": thing("announcement", dict.fromkeys(EVERYBODY, set(PLACES))),
    "announcements:public-picture": thing("announcement", dict.fromkeys(EVERYBODY, set(PLACES))),
    "visits:today": plain(STAFF),
    "visits:building": thing("building", BY_AREA),
    "visits:field": plain(STAFF),
    "visits:area": thing("area_code", BY_AREA),
    "visits:door": thing("door", BY_AREA, *BOTH),
    "visits:own-day": plain(STAFF),
    "visits:mend": thing("contact", PROPOSED, *BOTH),
    "visits:undo": thing("contact", PROPOSED, "POST"),
    "visits:changed": thing("door", BY_AREA, "POST"),
    "visits:recomputing": thing("bank_code", DESK),
    "visits:later": thing("door", BY_AREA, "POST"),
    "visits:stairwell": thing("building", BY_AREA, *BOTH),
    "visits:nobody-home": thing("building", BY_AREA, "POST"),
    "visits:round-sheet": thing("building", BY_AREA),
    "cases:desk": plain(TRIAGE),
    "cases:overview": plain(TRIAGE),
    "cases:communities": plain(TRIAGE),
    "cases:receivers": plain(TRIAGE),
    "cases:receivers-of": thing("bank_code", DESK, *BOTH),
    "cases:let-go": thing("receiver", DESK, "POST"),
    "cases:release-looks": thing("case", {}, "POST"),
    "cases:new": plain(TRIAGE, *BOTH),
    "cases:from-door": plain(STAFF, *BOTH),
    "cases:mine": plain(STAFF),
    "cases:at-door": thing("door", BY_AREA),
    "cases:photo": thing("photo", BY_AREA),
    "cases:case": thing("case", BY_AREA),
    "cases:accept": thing("case", DESK, *BOTH),
    "cases:return": thing("case", DESK, *BOTH),
    "cases:take-back": thing("case", PROPOSED, *BOTH),
    "cases:resubmit": thing("case", {"lin": {"own"}, "zhou": {"neighbour"}}, *BOTH),
    "cases:refer-out": thing("case", DESK, *BOTH),
    "cases:dispatch": thing("case", DESK, *BOTH),
    "cases:handle": thing("case", {}, *BOTH),
    "cases:rework": thing("case", DESK, *BOTH),
    "cases:close": thing("case", DESK, *BOTH),
    "cases:report": plain({"wang", "li"}, *BOTH),
    "cases:my-cases": plain({"wang", "li"}),
    "cases:of-mine": plain(SIGNED_IN),
    "cases:my-case": thing("my_case", OWN_WANG),
    "cases:my-answer": thing("my_case", OWN_WANG, *BOTH),
    "cases:my-withdraw": thing("my_case", OWN_WANG, "POST"),
    "feedback:new": plain(EVERYBODY, *BOTH),
    "feedback:track": plain(EVERYBODY, *BOTH),
    "feedback:one": thing("feedback", OWN_WANG),
    "feedback:object": thing("feedback", OWN_WANG, *BOTH),
    "feedback:photo": thing("feedback_photo", DESK | OWN_WANG),
    "feedback:desk": plain(TRIAGE),
    "feedback:year": plain(TRIAGE),
    "feedback:round": thing("round", DESK),
    "feedback:answer": thing("round", DESK, *BOTH),
    "system": plain({"ji"}),
    "key-sheet": plain({"bai", "ji", "an"}, *BOTH),
    "oversight:index": plain({"shen"}),
    "oversight:register": thing("register", {"shen": {"own"}}),
    "oversight:take": thing("register", {"shen": {"own"}}, "POST"),
    "oversight:answer": plain({"shen"}),
    "reports:fields": plain(TRIAGE),
    "reports:registered": plain(SIGNED_IN),
    "reports:exports": plain(TRIAGE),
    "reports:new": thing("table", {role: set(PLACES) for role in DESK}, *BOTH),
    "reports:export": thing("export", DESK),
    "reports:progress": thing("export", DESK),
    "reports:file": thing("export", NAMED),
    "reports:withdraw": thing("export", NAMED, "POST"),
    "reports:decide": thing("asked", STREET, *BOTH),
    "morality_bank:my": plain(SIGNED_IN),
    "morality_bank:passbook": plain(SIGNED_IN),
    "morality_bank:deeds": plain(STAFF),
    "morality_bank:settling": plain({"bai", "chen"}, *BOTH),
    "morality_bank:take-in": plain(STAFF, *BOTH),
    "morality_bank:post": thing("deed", NAMED, "POST"),
    "morality_bank:refuse": thing("deed", NAMED, *BOTH),
    "morality_bank:take-back": thing("deed", PROPOSED, "POST"),
}
PAGES |= API_PAGES
# The secret case: the same pages, but only the secretary who is named finds anything there.
SECRETS = {
    "cases:case": thing("secret", NAMED),
    "cases:my-case": thing("secret", OWN_WANG),
    "cases:release-looks": thing("secret", NAMED, "POST"),
}


def our_urls():
    return {name.lstrip(":") for name, _ in every_view() if not name.startswith("admin:")}


def test_every_url_is_in_the_table_and_only_those():
    assert our_urls() - set(PAGES) == set()
    assert set(PAGES) - our_urls() == set()


WALKED = [*PAGES.items(), *(SECRETS | API_SECRETS).items()]


def room_of(name):
    return name.split(":")[0] if ":" in name else "house"


OPENED = {"django_session", "accounts_tally"}
OPENED |= {"accounts_secondfactor"}  # the days begin in which a factor is to be set up
OPENED |= {"accounts_record", "accounts_recordhead", "reports_export"}  # that a file was fetched
# How often an announcement was read: a number, and for a day marks that name nobody.
OPENED |= {f"announcements_{table}" for table in ("readings", "readingday", "readmark")}
"""All that opening an address writes to: whoever previews or scans one uses nothing up, signs in
nowhere, confirms and answers nothing (tests/access/test_only_the_button.py)."""

ROOMS = sorted({room_of(name) for name, _page in WALKED})
"""Each walks its pages in one go; a leak says on which page it is."""


@pytest.fixture
def walk_room(walk, put_files_back):
    def walk_room(room, roles_of, **how):
        leaks, requests = [], 0
        for name, page in [each for each in WALKED if room_of(each[0]) == room]:
            put_files_back()
            roles = roles_of(name, page)
            leaks += walk.leaks({name: page}, roles)
            requests += requests_for(page, roles, **how)
        assert walk.requests == requests
        assert walk.written <= OPENED
        return leaks

    return walk_room


@pytest.mark.parametrize("room", ROOMS)
def test_nobody_sees_what_is_not_theirs(walk_room, room):
    assert walk_room(room, daily_roles) == []


@IN_THE_TRIAL
@pytest.mark.parametrize("room", ROOMS)
def test_nor_does_any_role_in_any_place(walk, walk_room, room):
    walk.everywhere = True

    assert walk_room(room, lambda name, page: ROLES, everywhere=True) == []


def requests_for(page, roles=ROLES, **how):
    """Each role, every method and, where there is a thing, its places and nowhere."""
    asked = [len([*places_for(role, page, **how), MISSING]) if page.key else 1 for role in roles]
    return sum(asked) * len(page.methods)


def test_every_page_is_asked_daily_by_whoever_may_and_by_whoever_may_not():
    for name, page in WALKED:
        roles = daily_roles(name, page)
        readers = set(page.sees if page.key else page.roles)
        assert not readers or readers & set(roles), name
        assert page.roles == EVERYBODY or readers >= EVERYBODY or set(roles) - readers, name


def test_the_walk_is_as_long_as_we_say():
    daily = sum(requests_for(page, daily_roles(name, page)) for name, page in WALKED)
    whole = sum(requests_for(page, everywhere=True) for _, page in WALKED)

    print(f"\n{daily} requests, {whole} in the trial: {len(PAGES)} URLs, {len(ROLES)} roles")
    assert daily >= 1300
    assert whole >= 4100
