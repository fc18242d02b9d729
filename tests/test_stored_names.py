"""Names that rows, sessions, queues, seals, crontabs and environments hold: they stay when code moves.

Each list is written out here, so whoever renames one breaks the build and has to think of the
installations that hold the old name: an alias, a migration, or the old name after all.
"""

import threading

import pytest
from celery import Celery
from celery.contrib.testing.worker import start_worker
from django.conf import settings
from django.core.management import get_commands

from config.celery import app
from foundation.sealing import CannotOpen, blind_index, columns, key_for, unseal
from foundation.sealing.rotation import sealed_columns
from grids import roles
from notices import reminders
from reports.tables import TABLES
from tests.given_words import (
    ROOMS,
    first_argument,
    sealing_context,
    session_key,
    words_given_to,
)
from tests.waiting import BOUND

# What a value is bound to when it is sealed, hashed or found again; with another word it is lost.
CONTEXTS = {
    "kept words",
    "number proven",
    "office search",
    "phone of one's own entry",
    "phone to sign in",
    "sign-in letter",
}
PURPOSES = {"announcement read", "house", "key sheet", "record chain", "record digest"}
KINDS = {
    "code",
    "code on paper",
    "device",
    "id_number",
    "key sheet code",
    "late draft",
    "phone",
    "resident card",
    "roster row",
    "ticket",
    "token",
    "username",
}
COLUMNS = {
    "accounts_latedraft.words_sealed",
    "accounts_secondfactor.sealed_key",
    "accounts_user.phone_sealed",
    "office_organisationfile.sealed_before",
    "office_organisationfile.sealed_file",
    "office_organisationfile.sealed_found",
    "office_organisationfile.sealed_says",
    "office_proposal.half_sealed",
    "reports_export.sealed_key",
    "residents_correction.stood_sealed",
    "residents_correction.value_sealed",
    "residents_lookalike.sealed_row",
    "residents_meeting.sealed_before",
    "residents_person.id_number_sealed",
    "residents_person.phone_sealed",
    "residents_roster.sealed_file",
    "residents_roster.sealed_rows",
    "residents_rosterpage.sealed_lines",
    "residents_writtennumber.before_sealed",
}

SESSION = {
    "by",
    "since",
    "seen",
    "factor",
    "idle",
    "later_until",
    "confirmed",
    "choose_password",
    "phone",
    "ticket",
    "demo_code",
    "kept",
    "feedback_open",
    "kept_for_code",
    "own_phone",
    "own_ticket",
    "own_demo_code",
    "proven",
    "old_number",
    "opened",
    "by_card",
    "today",
    "_auth_user_id",  # Django's own; read where a session was ended elsewhere
}

TASKS = {
    "accounts.tasks.send_codes",
    "foundation.tasks.work_on_what_waits",
    "notices.tasks.heartbeat",
    "notices.tasks.sweep",
    "reports.tasks.work_on_exports",
    "residents.tasks.work_on_rosters",
}
RULES = {
    "announcement-marks",
    "announcement-told",
    "boundary-late",
    "care-tags-ended",
    "corrections-waiting",
    "case-due-soon",
    "case-forsaken",
    "case-overdue",
    "feedback-due-soon",
    "feedback-overdue",
    "guessed-deadlines",
    "handover",
    "harm-unopened",
    "id-numbers-compared",
    "morning-list",
    "old-absences",
    "old-badges",
    "old-card-sheets",
    "old-care-tags",
    "old-corrections",
    "old-feedback",
    "old-joinings",
    "old-notices",
    "old-organisation-files",
    "old-proposals",
    "old-changes",
    "contacts-by-age",
    "old-resident-cards",
    "overdue-contacts",
    "posts-ending",
    "rosters-left-lying",
    "tidy",
    "streets-opening",
    "uncovered-absences",
}

ROLES = {
    "street_staff",
    "secretary",
    "community_staff",
    "grid_lead",
    "grid_worker",
    "campaign_helper",
    "standing_second",
    "system_admin",
    "security_admin",
    "audit_admin",
}
EXPORTS = {"people", "contacts", "due", "care", "cases", "accounts", "transfers", "doors"}
COMMANDS = {
    "appoint_first",
    "backup",
    "bank_audit",
    "check_settings",
    "compile_words",
    "demo",
    "field_registry",
    "import_calendar",
    "import_divisions",
    "import_organisation",
    "import_roster",
    "recompute_due",
    "make_keys",
    "migrate",
    "prove_sheet",
    "restore",
    "rotate_keys",
    "send_test",
    "serve",
    "sign_in_card",
    "this_is_the_house",
    "upgrade",
    "verify_backup",
    "verify_record",
    "version",
}


# Seals and hashes.


def test_what_values_are_bound_to_stays():
    root = settings.ROOT

    assert set(words_given_to(root, sealing_context)) == CONTEXTS
    assert set(words_given_to(root, first_argument("key_for"))) == PURPOSES
    assert set(words_given_to(root, first_argument("blind_index"))) == KINDS
    assert {str(column) for column in sealed_columns()} == COLUMNS


def test_a_word_that_was_renamed_is_noticed(tmp_path):
    planted = tmp_path / "accounts" / "drafts.py"
    planted.parent.mkdir()
    planted.write_text('seal(x, context="words kept")\nkey_for("chain")\nblind_index("tel", x)\n')

    assert set(words_given_to(tmp_path, sealing_context)) - CONTEXTS == {"words kept"}
    assert set(words_given_to(tmp_path, first_argument("key_for"))) - PURPOSES == {"chain"}
    assert set(words_given_to(tmp_path, first_argument("blind_index"))) - KINDS == {"tel"}


@pytest.mark.django_db
def test_a_sealed_column_is_bound_to_its_table_column_and_row(lin):
    lin.phone = "13800000001"

    bound_to = f"accounts_user.phone_sealed.{lin.uid}"
    assert unseal(lin.phone_sealed, context=bound_to) == "13800000001"
    with pytest.raises(CannotOpen):
        unseal(lin.phone_sealed, context=f"accounts_user.phone.{lin.uid}")


@pytest.fixture
def keys_of_a_year_ago(settings):
    """Keys that were made up for this page alone."""
    settings.INDEX_KEY = "aW5kZXgta2V5LW9mLWEtdGVzdC0wMTIzNDU2Nzg5YWI="
    settings.FIELD_KEYS = "k1:ZmllbGQta2V5LTAxMjM0NQ=="
    columns._keys.cache_clear()
    key_for.cache_clear()
    yield
    columns._keys.cache_clear()
    key_for.cache_clear()


def test_what_was_stored_a_year_ago_is_still_read(keys_of_a_year_ago):
    sealed = "sm4.k1.d2oE1XbKdIEraVw4.mUJ_Nu97xP0DTdMky28To23S5AQ45fftL29SkIS8Ng"

    assert unseal(sealed, context="kept words") == "楼道灯坏了"
    assert (
        blind_index("phone", "13800000001")
        == "0ea737c4a2d52f9348cd5a9c740e6128ee7497eea7d1ac1085edc88715db76f1"
    )
    assert (
        key_for("record chain").hex()
        == "cfb8eb7951fb0bf9be15f34846aae5c3e2b09555509aada104fe4d42c1274372"
    )


# Sessions.


def test_the_keys_of_a_session_stay():
    assert set(words_given_to(settings.ROOT, session_key)) == SESSION


def test_a_session_key_that_was_renamed_is_noticed(tmp_path):
    planted = tmp_path / "accounts" / "views.py"
    planted.parent.mkdir()
    lines = [
        'request.session["since_when"] = 1',
        'session.get("by_whom")',
        'session.update({"seen_at": now})',
        'request.session.pop("kept", None)',
    ]
    planted.write_text("\n".join(lines))

    found = set(words_given_to(tmp_path, session_key))
    assert found - SESSION == {"since_when", "by_whom", "seen_at"}


# The queue.


def test_what_waits_in_the_queue_finds_its_task():
    app.loader.import_default_modules()

    assert {name for name in app.tasks if not name.startswith("celery.")} == TASKS
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= TASKS


def test_a_task_nobody_knows_any_more_is_thrown_away_and_the_worker_works_on():
    done = threading.Event()
    house = Celery("house", broker="memory://", set_as_current=False)
    house.config_from_object("django.conf:settings", namespace="CELERY")
    house.conf.update(broker_url="memory://localhost", broker_transport_options={})

    @house.task(name="known")
    def known():
        done.set()

    house.send_task("accounts.tasks." + "count_pigeons")
    known.delay()

    with start_worker(house, perform_ping_check=False, loglevel="ERROR"):
        assert done.wait(BOUND)
    with house.connection_for_read() as connection:
        left = connection.default_channel.queue_declare("celery", passive=True).message_count
    assert left == 0


# Rows and crontabs.


def test_what_rows_call_by_name_stays():
    assert set(reminders._acts) == RULES
    assert set(roles.ROLES) == ROLES
    assert set(TABLES) == EXPORTS


def test_what_crontabs_call_stays():
    ours = {name for name, where in get_commands().items() if where in ROOMS}

    assert ours == COMMANDS
