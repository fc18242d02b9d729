"""Who holds a duty where a row lies: asked of one row and of many, the answer is the same."""

import random
from datetime import timedelta

import pytest

from grids.models import Area, Building, Posting, posts
from grids.roles import ROLES, Duty
from tests import builders, neighbourhood
from tests.conftest import TODAY

SPANS = [  # two that count today, one that is over, one to come
    (TODAY, None),
    (TODAY - timedelta(days=9), TODAY),
    (TODAY - timedelta(days=9), TODAY - timedelta(days=1)),
    (TODAY + timedelta(days=1), None),
]
READERS = 80


@pytest.fixture
def rows(district, east, west, far):
    """Areas of every level in two streets, and a building in each grid. A building stays where
    it was when its grid came to another street."""
    district.parent.parent = builders.make_area("province", "15", "某省")
    for area in [district.parent, *Area.objects.under(district).order_by("path")]:
        area.save()  # from the top down, so that each path begins with the province
    community = neighbourhood.grid_abroad(district).parent
    for grid in Area.objects.grids():
        builders.make_building(grid)
    gone = Area.objects.get(pk=west.pk)
    gone.parent = community
    gone.save()
    return [*Area.objects.order_by("path"), *Building.objects.order_by("pk")]


@pytest.fixture
def reader(rows, lin):
    """`reader(dice)`: somebody with up to three invented posts, at any level and time."""
    areas = [row for row in rows if isinstance(row, Area)]

    def with_posts(dice):
        Posting.objects.all().delete()
        for number in range(dice.randint(0, 3)):
            from_on, until_on = dice.choice(SPANS)
            role, area = dice.choice(sorted(ROLES)), dice.choice(areas)
            span = {"from_on": from_on - timedelta(days=number), "until_on": until_on}
            builders.make_post(lin, area, role, **span)
        return builders.reader_of(lin)

    return with_posts


def differing(reader, duty, rows, answer):
    """Rows of which `answer` says something else than the queryset of their model."""
    found = set()
    for model in (Area, Building):
        found |= set(model.objects.with_duty(reader, duty))
    return [row for row in rows if answer(reader, duty, row) != (row in found)]


def drawn(reader):
    dice = random.Random(20260310)
    for _ in range(READERS):
        yield reader(dice), dice.choice(list(Duty))


def test_one_row_is_answered_as_many_are(reader, rows):
    held = 0
    for who, duty in drawn(reader):
        assert differing(who, duty, rows, posts.holds) == [], (who.posts, duty)
        held += sum(posts.holds(who, duty, row) for row in rows)

    # Enough of either answer; how many there are hangs on which duties there are.
    assert 60 < held < READERS * len(rows) - 60


def anywhere(reader, duty, row):
    return reader.holds(duty)


def whatever_the_duty(reader, duty, row):
    return any(posts.holds(reader, each, row) for each in Duty)


def by_the_path_of_the_grid(reader, duty, row):
    return posts.holds(reader, duty, row if isinstance(row, Area) else row.grid)


def without_what_lies_above(reader, duty, row):
    held = [post.area_id for post in reader.posts_with(duty)]
    return any(getattr(row, f"{level}_id", row.pk) in held for level in posts.COLUMNS)


@pytest.mark.parametrize(
    "wrong",
    [anywhere, whatever_the_duty, by_the_path_of_the_grid, without_what_lies_above],
)
def test_a_wrong_answer_differs_from_the_queryset(reader, rows, wrong):
    assert any(differing(who, duty, rows, wrong) for who, duty in drawn(reader))


def test_a_place_is_answered_as_the_row_that_lies_there(reader, rows):
    for who, duty in drawn(reader):
        for row in rows:
            if isinstance(row, Building):
                place = posts.Place(row.grid_id, row.community_id, row.township_id)
                assert posts.holds(who, duty, place) == posts.holds(who, duty, row)


def test_however_many_rows_are_asked_for_the_streets_are_read_once(
    district, home, django_assert_num_queries
):
    boss = builders.reader_of(builders.make_staff("boss", "区长", district, "street_staff"))

    with django_assert_num_queries(2):  # the posts, the streets below the district
        for _ in range(3):
            assert posts.holds(boss, Duty.SEE_PEOPLE, home)
