"""A model that moved is found under its new name; what hung on the old one came along or is lost."""

from tests.upgrade.comparing import meaning

OLD = ["accounts", "tally"]
NEW = ["foundation", "tally"]
VIEW = "view_tally"


def look(label, *kinds, history):
    return {
        "labels": {"accounts_tally": ".".join(label)},
        "meant": {
            "django_content_type": [list(kind) for kind in kinds],
            "auth_permission": [[*kind, VIEW] for kind in kinds],
            "django_admin_log.content_type_id": [["7", *history]],
        },
    }


BEFORE = look(OLD, OLD, history=OLD)


def test_a_model_that_stays_means_what_it_meant():
    assert meaning(BEFORE, BEFORE) == []


def test_a_model_that_moved_with_its_content_type_lost_nothing():
    assert meaning(BEFORE, look(NEW, NEW, history=NEW)) == []


def test_a_history_that_stayed_behind_is_noticed():
    """Django makes a content type of the new name by itself; the old rows know nothing of it."""
    found = meaning(BEFORE, look(NEW, OLD, NEW, history=OLD))

    assert found == ["django_admin_log.content_type_id: ('7', 'foundation', 'tally')"]


def test_a_history_that_went_with_its_content_type_is_noticed():
    gone = look(NEW, NEW, history=NEW)
    gone["meant"]["django_admin_log.content_type_id"] = []

    assert len(meaning(BEFORE, gone)) == 2
