"""From every page a resident sees one leaves at once, whoever they are."""

from django.urls import reverse

from tests.conftest import SignedInClient


def test_leave_stands_on_every_page_of_every_resident(wang, li, lin, from_phone, as_user):
    case = from_phone()
    pages = ["/my/", "/my/passbook/", "/my/report/", "/my/cases/", "/my/looked-at/", "/inbox/"]
    pages += [reverse("cases:my-case", args=[case.uid]), "/nirgends/", "/late/"]
    for who in (wang, li):
        client = as_user(who)
        for page in pages:
            reply = client.get(page)
            if reply.status_code != 302:
                assert "data-leave" in reply.content.decode(), page
    assert "data-leave" in as_user(lin).get("/my/").content.decode()
    assert "data-leave" not in as_user(lin).get("/today/").content.decode()
    assert "data-leave" not in SignedInClient().get("/sign-in/").content.decode()


def test_what_somebody_wrote_stands_in_no_title(wang, from_phone, as_user):
    """A title stays in the history of the window, and where a phone shows what was open lately."""
    case = from_phone()
    page = as_user(wang).get(reverse("cases:my-case", args=[case.uid])).content.decode()
    title, rest = page.split("</title>", 1)

    assert case.title in rest and case.title not in title
