"""The addresses of the API in the walk: the same roles, the same places, JSON answers."""

from uuid import UUID

from tests.access.walk import BY_AREA, DESK, EVERYBODY, SIGNED_IN, STAFF, Page

TRIAGE = set(DESK)
RESIDENTS = {"wang", "li"}
OWN_WANG = {"wang": {"own"}}
ANY = UUID("11111111-1111-4111-8111-111111111111")
SEEN = {"version": 1}


def read(roles):
    return Page(roles=set(roles))


def one(key, sees):
    return Page(key=key, sees=sees)


def do(key, sees, **facts):
    return Page(key=key, sees=sees, methods=("POST",), json=facts)


def write(roles, **facts):
    return Page(roles=set(roles), methods=("POST",), json=facts)


# Who sees an area as a place of their own; the neighbour's grid is beside it, not below it.
AREAS = {role: places for role, places in BY_AREA.items()}

PROPOSED = {"lin": {"own"}, "zhou": {"neighbour"}}
# Whoever proposed it, and whoever keeps the register there.
SAID = DESK | PROPOSED

API_PAGES = {
    "api:schema": read(EVERYBODY),
    "api:sign-in": write(EVERYBODY, username="nobody", password="x", name="x"),
    "api:ask-for-code": write(EVERYBODY, phone="16400000000"),
    "api:sign-in-with-code": write(
        EVERYBODY, phone="16400000000", code="000000", ticket="x", name="x"
    ),
    "api:me": read(SIGNED_IN),
    "api:tokens": read(SIGNED_IN),
    "api:revoke-token": do("token", {"lin": {"own"}, "zhou": {"neighbour"}}),
    "api:absences": read(STAFF),
    "api:say-absence": write(STAFF, client_id=ANY, from_on="2026-01-05", until_on="2026-01-06"),
    "api:end-absence": do("absence", BY_AREA),
    "api:areas": read(STAFF),
    "api:area": one("area_code", AREAS),
    "api:compounds": read(STAFF),
    "api:buildings": read(STAFF),
    "api:building": one("building", BY_AREA),
    "api:doors": read(STAFF),
    "api:door": one("door", BY_AREA),
    "api:people": read(STAFF),
    "api:person": one("person", BY_AREA),
    "api:corrections": read(STAFF),
    "api:correction": one("correction", SAID),
    "api:propose-correction": write(STAFF, client_id=ANY, kind="no_entry", door=1),
    "api:correction-questions": one("correction", DESK),
    "api:accept-correction": do("correction", DESK, seen="x"),
    "api:decline-correction": do("correction", DESK, answer="x"),
    "api:withdraw-correction": do("correction", PROPOSED),
    "api:meetings": read(TRIAGE),
    "api:meeting": one("meeting", DESK),
    "api:propose-meeting": do("meeting", DESK, verdict="two", why="x"),
    "api:agree-meeting": do("meeting", DESK, seen="x", password="x"),
    "api:decline-meeting": do("meeting", DESK),
    "api:separate-meeting": do("meeting", DESK, password="x"),
    "api:search": write(STAFF, words="甲"),
    "api:announcements": read(STAFF),
    "api:announcement": one("announcement", BY_AREA),
    "api:write-announcement": write(
        TRIAGE,
        client_id=ANY,
        area="150299020100",
        title="x",
        words="x",
        from_on="2026-01-05",
        until_on="2026-01-06",
    ),
    "api:publish-announcement": do("draft_announcement", DESK, draft="x"),
    "api:take-back-announcement": do("announcement", DESK, why="x"),
    "api:my-announcements": read(RESIDENTS),
    "api:my-announcement": one("announcement", {"wang": {"own"}, "li": {"own"}}),
    "api:contacts": read(STAFF),
    "api:contact": one("contact", BY_AREA),
    "api:withdraw-contact": do("contact", PROPOSED),
    "api:correct-contact": do("contact", PROPOSED, client_id=ANY, outcome="met"),
    "api:log-contact": write(STAFF, client_id=ANY, door=1, outcome="met"),
    "api:case-categories": read(SIGNED_IN),
    "api:cases": read(STAFF),
    "api:case": one("case", BY_AREA),
    "api:case-workers": one("case", DESK),
    "api:receivers-there": read(STAFF),
    "api:report-case": write(STAFF, client_id=ANY, category=1, words="x"),
    "api:accept-case": do("case", DESK, **SEEN),
    "api:return-case": do("case", DESK, question="x", **SEEN),
    "api:resubmit-case": do("case", {"lin": {"own"}, "zhou": {"neighbour"}}, words="x", **SEEN),
    "api:take-back-case": do("case", PROPOSED, **SEEN),
    "api:refer-case": do("case", DESK, channel="hotline", reason="x", **SEEN),
    "api:dispatch-case": do("case", DESK, handler=ANY, **SEEN),
    "api:handle-case": do("case", {}, note="x", **SEEN),
    "api:rework-case": do("case", DESK, note="x", **SEEN),
    "api:close-case": do("case", DESK, answer="x", **SEEN),
    "api:feedback": read(TRIAGE),
    "api:answer-feedback": do("round", DESK, answer="x"),
    "api:my-feedback": read(SIGNED_IN),
    "api:give-feedback": write(
        SIGNED_IN, client_id=ANY, kind="suggestion", subject="page", words="x"
    ),
    "api:object-to-answer": do("feedback", OWN_WANG, words="x"),
    "api:my-entry": read(RESIDENTS),
    "api:my-looks": read(RESIDENTS),
    "api:my-passbooks": read(RESIDENTS),
    "api:my-passbook": one("bank_code", {"wang": {"own", "neighbour"}}),
    "api:my-cases": read(RESIDENTS),
    "api:report-my-case": write(RESIDENTS, client_id=ANY, category=1, words="x"),
    "api:my-receivers": read(RESIDENTS),
    "api:my-case": one("my_case", OWN_WANG),
    "api:resubmit-my-case": do("my_case", OWN_WANG, words="x", **SEEN),
    "api:withdraw-my-case": do("my_case", OWN_WANG, **SEEN),
}
API_SECRETS = {
    "api:case": one("secret", {"chen": {"own", "neighbour"}}),
    "api:my-case": one("secret", OWN_WANG),
}
