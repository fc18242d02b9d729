"""The long trials: what `bootstrap.py prove` knows, and how long each took when it last ran.

A test belongs to one by its mark, `@pytest.mark.trial("words")`, and is then left out of every
other run. What a trial does at length, one test of every day does in small. Standard library only.
"""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FIGURES = Path(__file__).resolve().parents[1] / "docs" / "trials.json"
LONGEST = 20
"""Minutes; what takes longer becomes two trials."""


@dataclass(frozen=True)
class Trial:
    what: str
    files: tuple[str, ...]
    processes: int = 2
    needs: tuple[str, ...] = ()
    """Debian packages besides those of the tests (tools/install.py)."""


EVERY_PAGE = ("tests/face/prove_every_page.py",)
PROXIES = ("caddy", "nginx-light")
MACHINES = ("pgbouncer", "redis-sentinel")
TRIALS = {
    "pages-anonymous": Trial("every page anybody may open, in every look", EVERY_PAGE),
    "pages-wang": Trial("every page of a resident, in every look", EVERY_PAGE),
    "pages-lin": Trial("every page of a grid worker, in every look", EVERY_PAGE),
    "pages-chen": Trial("every page of a secretary, in every look", EVERY_PAGE),
    "pages-bai-phone": Trial("every page of the street office, on a phone", EVERY_PAGE),
    "pages-bai-desktop": Trial("every page of the street office, at a desk", EVERY_PAGE),
    "street": Trial(
        "weight and calm of every page on the whole demo street",
        ("tests/browser/prove_the_whole_street.py", "tests/browser/test_light.py"),
        processes=1,  # so that the street is built once
    ),
    "ledger": Trial(
        "ten thousand random operations against a model",
        ("tests/morality_bank/test_any_order.py",),
        processes=1,
    ),
    "power": Trial(
        "PostgreSQL killed six times while six clients post",
        ("tests/morality_bank/test_power_cut.py",),
        processes=1,
    ),
    "crashes": Trial(
        "each process of a house, in one or in three, its worker and its Redis killed or made to hang",
        (
            "tests/ops/test_serve.py",
            "tests/ops/test_redis_away.py",
            "tests/ops/test_parts.py",
            "tests/ops/test_with_services.py",
            "tests/reports/test_embedded.py",
        ),
    ),
    "day": Trial(
        "a whole day in the browser, on PostgreSQL and Redis",
        ("tests/browser/test_the_day.py",),
        processes=1,
    ),
    "day-proxies": Trial(
        "the same day through Caddy, and through nginx",
        ("tests/browser/test_the_day.py",),
        processes=1,
        needs=PROXIES,
    ),
    "day-machines": Trial(
        "the same day behind PgBouncer and Redis Sentinel",
        ("tests/browser/test_the_day.py",),
        processes=1,
        needs=MACHINES,
    ),
    "tampers": Trial(
        "a thousand random tampers with the record of looks",
        ("tests/foundation/test_record_tampered.py",),
    ),
    "walk": Trial(
        "every place and every register for every stranger, every other method for everybody",
        (
            "tests/access/test_admin_walk.py",
            "tests/access/test_access_walk.py",
            "tests/access/test_walk_guards.py",
            "tests/access/test_only_the_button.py",
            "tests/access/test_search_walk.py",
            "tests/access/test_password_alone.py",
            "tests/access/test_borrowed_ids.py",
            "tests/reports/test_foreign_words.py",
            "tests/cases/test_moves.py",
            "tests/cases/test_case_page.py",
        ),
    ),
    "crawl": Trial(
        "every list of the office, filtered and sorted, searched for words of others",
        ("tests/access/test_canary_crawl.py",),
        processes=1,
    ),
    "workbooks": Trial(
        "three hundred generated workbooks in each form, and every bomb alone",
        (
            "tests/foundation/workbooks/test_bombs.py",
            "tests/residents/test_roster_hostile.py",
            "tests/foundation/workbooks/test_same_cells.py",
        ),
    ),
    "odd-files": Trial(
        "what offices hand in: odd files by page and command, two hundred variations of each kind in "
        "every form of file, five hundred names there and back, twenty tables as offices leave them, "
        "families taken in and undone",
        (
            "tests/residents/test_odd_files.py",
            "tests/residents/test_odd_cells.py",
            "tests/residents/test_odd_variations.py",
            "tests/residents/test_family_variations.py",
            "tests/residents/test_habits.py",
            "tests/residents/test_door_spellings.py",
            "tests/residents/test_names_round_trip.py",
            "tests/residents/test_real_tables.py",
            "tests/residents/test_roster_taking.py",
            "tests/residents/test_roster_undo.py",
        ),
        processes=1,
    ),
    "open": Trial(
        "slow clients, hostile pictures, full disks, kills: the house stays open and keeps what it took",
        ("tests/open",),
        processes=1,
        needs=PROXIES + MACHINES,
    ),
    "addresses-postgresql": Trial(
        "every parameter of every page with twenty texts nobody means",
        ("tests/open/test_addresses.py",),
    ),
    "addresses-sqlite": Trial(
        "the same on the embedded database", ("tests/open/test_addresses.py",)
    ),
    "forms": Trial(
        "every field of every form, register and operation with what nobody means, on both databases",
        ("tests/open/test_forms.py",),
        processes=1,
    ),
    "people": Trial(
        "every takeover by every post, each guard taken out in turn, every form, file and order of steps",
        ("tests/people",),
    ),
    "people-browser": Trial(
        "an empty house in the browser: each grave step with its second person, both answers",
        ("tests/people/played",),
        processes=1,  # one house
    ),
    "programs": Trial(
        "every example of the API's document, for everybody and for strangers",
        ("tests/api/test_schemathesis.py",),
    ),
    "upgrade": Trial(
        "installations of every kept revision, upgraded on both databases, and what each loss looks like",
        ("tests/upgrade/test_upgrade.py", "tests/upgrade/test_from_zero.py"),
    ),
    "days": Trial(
        "the tests of all rooms on a holiday, as a year ends, on a leap day, years from now",
        ("tests/ops/test_other_days.py", "tests/demo/test_build.py"),
        processes=1,  # they would share a database
    ),
    "words": Trial(
        "no Chinese left on any English page of the desk and the office, no English in the office",
        ("tests/words/test_pages_in_english.py", "tests/words/test_office_in_chinese.py"),
    ),
    "looks": Trial(
        "the field and every component in every look, with axe",
        (
            "tests/face/test_a_few_pages.py",
            "tests/look/test_elder.py",
            "tests/look/test_field_page.py",
            "tests/look/test_styleguide.py",
        ),
    ),
    "properties": Trial(
        "every property of deadlines, doors, names and numbers on four hundred examples",
        (
            "tests/cases/test_clocks.py",
            "tests/grids/test_calendar.py",
            "tests/grids/test_standing_in_chains.py",
            "tests/visits/test_due_dates.py",
            "tests/foundation/test_keyset.py",
            "tests/foundation/test_phones.py",
            "tests/notices/test_aloud.py",
            "tests/notices/test_mornings.py",
            "tests/notices/test_year_of_sweeps.py",
            "tests/residents/test_door_spellings.py",
            "tests/residents/test_identity.py",
            "tests/residents/test_roster_first.py",
            "tests/residents/test_roster_messy.py",
            "tests/residents/test_search_doors.py",
            "tests/residents/test_search_index.py",
            "tests/visits/test_mended_in_any_order.py",
            "tests/residents/test_secrets.py",
        ),
    ),
    "plain-pages": Trial(
        "every page without htmx in the look of Chrome 70, every button of every form pressed",
        ("tests/old_browsers/test_plain_pages.py",),
    ),
    "opening": Trial(
        "a street of twelve buildings and one of 441 opened from an empty house in the browser, and "
        "another beside it; first contacts of four thousand generated grids against a count by hand; "
        "a workbook whose worker is killed; questions followed to the handbook; an announcement written, "
        "read on a phone and printed",
        (
            "tests/browser/test_announced.py",
            "tests/browser/test_first_morning.py",
            "tests/browser/test_help.py",
            "tests/residents/test_first_contacts.py",
            "tests/office/test_organisation_killed.py",
        ),
        processes=1,
    ),
    "boundaries": Trial(
        "two thousand worlds in which grids change and change back",
        ("tests/grids/test_boundary_worlds.py", "tests/grids/test_boundary_changes.py"),
    ),
    "boundaries-street": Trial(
        "the boundaries of twenty thousand households changed at once, and killed in the midst of it",
        ("tests/grids/test_boundary_street.py",),
        processes=1,
    ),
    "offline-install": Trial(
        "from a bundle to the first page without a network, its units, its certificates",
        ("tests/ops/test_offline_install.py", "tests/ops/test_deploy_samples.py"),
        processes=1,
        needs=PROXIES,
    ),
    "messages": Trial(
        "ten thousand messages through a gateway that is slow, breaks, loses answers and is down for a day, "
        "with kills of workers, beat and queue; each guard taken out in turn; codes beside a roster",
        ("tests/messages",),
        processes=1,
    ),
    "hamlet": Trial(
        "every measurement of the bench, on a hamlet", ("tests/ops/test_bench.py",), processes=1
    ),
}


def figures():
    return json.loads(FIGURES.read_text()) if FIGURES.exists() else {}


def note(name, *, seconds, green):
    """Write down how it went."""
    kept = {each: figure for each, figure in figures().items() if each in TRIALS}
    kept[name] = {"minutes": round(seconds / 60, 1), "on": str(date.today()), "green": green}
    FIGURES.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n")


def table():
    """A line for each trial: its name, how long it took last, what it does."""
    lines, known = [], figures()
    for name, trial in TRIALS.items():
        figure = known.get(name)
        took = f"{figure['minutes']:.1f} min" if figure else "not yet"
        ended = "" if not figure or figure["green"] else ", and was not green"
        lines.append(f"  {name:<20} {took:>8}   {trial.what}{ended}")
    return "\n".join(lines)
