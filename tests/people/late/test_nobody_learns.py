"""Nobody learns anything by late words, nobody writes where they had no business, and every page is judged."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse

from accounts.late import keeping, kinds, proof
from accounts.models import LateDraft
from tests import builders
from tests.access.test_access_walk import PAGES
from tests.access.walk import fingerprint
from tests.people.late.conftest import SAID, goes_to_another, mine


def test_there_and_nowhere_are_one_answer(sent, zhou, far, zhao, as_user, now):
    """Zhou never had the case and no page of it; an address of nothing gets the same bytes."""
    client = as_user(zhao)
    there, nowhere = (reverse("cases:handle", args=[uid]) for uid in (sent.uid, uuid4()))
    word = {"note": SAID, "version": "1"}

    assert fingerprint(client.post(there, word)) == fingerprint(client.post(nowhere, word))
    assert sent.steps.last().action == "dispatch"


def test_only_a_page_we_showed_to_this_very_person_lately_opens_the_record(
    page_of, sent, lin, zhou, chen, east, now, monkeypatch
):
    client, url, form = page_of
    goes_to_another(sent, chen, east, now)
    elsewhere = reverse("cases:handle", args=[uuid4()])
    wrong = {
        "nobody's": form["shown"][:-3] + "abc",
        "another's": proof.mark(zhou, url),
        "another page's": proof.mark(lin, elsewhere),
    }
    for said, mark in wrong.items():
        client.post(url, form | {"note": said, "shown": mark})
    with monkeypatch.context() as later:
        later.setattr(proof, "HOLDS", timedelta(seconds=-1))
        client.post(url, form | {"note": "old"})
    assert not sent.steps.filter(action="late").exists()

    monkeypatch.setattr(proof, "holds", lambda mark, user, page: True)  # the guard taken away
    client.post(url, {"note": "made up", "version": "1"})
    assert sent.steps.filter(action="late").exists()


def test_a_mistake_while_handing_on_loses_nothing(page_of, sent, chen, east, now, monkeypatch):
    client, url, form = page_of
    goes_to_another(sent, chen, east, now)
    monkeypatch.setattr("cases.notifications.to_whoever_has_it", lambda *a, **k: 1 / 0)

    assert client.post(url, form | {"note": SAID}).status_code == 404
    assert SAID in mine(client) and not sent.steps.filter(action="late").exists()


def test_a_photo_that_is_none_is_said_and_the_words_stay(page_of, sent, chen, east, now, picture):
    client, url, form = page_of
    goes_to_another(sent, chen, east, now)
    broken = picture()
    broken.file.truncate(20)
    broken.size = 20

    page = client.post(url, form | {"note": SAID, "photos": [broken]}).content.decode()

    assert "不是能打开的照片" in page and SAID in mine(client)


def test_nobody_fills_our_disks_and_even_then_the_words_are_shown(lin, as_user, now, monkeypatch):
    monkeypatch.setattr(keeping, "A_DAY", 2)
    client = as_user(lin)
    pages = [
        client.post(reverse("cases:handle", args=[uuid4()]), {"note": f"第{n}段"}) for n in "123"
    ]

    assert [page.status_code for page in pages] == [404] * 3
    assert LateDraft.objects.count() == 2
    assert "第3段" in pages[2].content.decode() and "请现在抄走" in pages[2].content.decode()


def test_after_thirty_days_rows_and_files_are_gone(lin, now):
    draft = builders.make_late_draft(lin, SAID, at=now - timedelta(days=31))
    kept = builders.make_late_draft(lin, "新的", at=now - timedelta(days=29))
    file = draft.photos.get().file
    assert file.storage.exists(file.name)

    keeping.forget_old(now)

    assert list(LateDraft.objects.all()) == [kept]
    assert not file.storage.exists(file.name)


# Choices, switches, files, numbers and passwords: nobody writes there what would be missed.
SAY_NOTHING = {
    f"{room}:{page}"
    for room, pages in {
        "accounts": (
            "sign-in phone code password tokens revoke-token sign-out language big-type "
            "late-again drop-late passphrase second key paper-codes end-device"
        ),
        "visits": "undo changed later nobody-home stairwell",
        "notices": "read-all open",
        "announcements": "said preview drop",
        "feedback": "track",
        "search": "find",
        "reveal": "person",
        "residents": (
            "imports take-in-roster drop-roster roster-columns hand-back-roster roster-pairs "
            "roster-questions roster-places roster-absent take-up-roster undo-roster own-entry "
            "agree-meeting decline-meeting separate-meeting told-by"
        ),
        "cases": "accept receivers-of let-go release-looks my-withdraw take-back",
        "reports": "withdraw",
        "morality_bank": "post settling take-back",
        "numbers": "not-confirmed old-number passphrase",
        "corrections": "withdraw",
        "counter": "redeem find number confirm passphrase card slips-sheet told-by",
        "office": "withdraw proposals-of-file proposals-of-sheet proposals-together",
        "posts": "give leave",
        "onboarding": "divisions open",
        "rules": "take-back",
        "year": "arrange take-back",
        "boundaries": "change undo",
        "help": "contents",
        "away": "new absence end decline",
        "handing-over": "new handover",
        "cards": "cards replace mine remove-photo make-new",
        "opening": "files answers take-in undo drop",
        "security": "card end-device index replace",
    }.items()
    for page in pages.split()
} | {"key-sheet"}


def test_every_page_that_takes_words_says_what_becomes_of_late_ones():
    posted = {
        name
        for name, page in PAGES.items()
        if "POST" in page.methods and not name.startswith("api:")
    }

    assert posted - SAY_NOTHING == kinds.names()
