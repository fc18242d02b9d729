"""What stands around a page is drawn once and kept; nobody is ever handed somebody else's."""

import pytest
from django.utils import timezone

from config import navigation
from config.look import frame
from grids import postings
from tests import builders
from tests.chance import without_chance

PAGE = "/inbox/"
LANGUAGES = ["zh-hans", "en"]


@pytest.fixture(autouse=True)
def nothing_kept():
    forget()


def forget():
    frame.drawn.cache_clear()
    navigation._drawn.cache_clear()


@pytest.fixture
def people(lin, zhou, chen, bai, ling, ji, an, shen, gao, wang):
    """(somebody, how they came in): of every post, of two grids, of none, and a resident."""
    staff = [lin, zhou, chen, bai, ling, ji, an, shen, gao]
    return [*((each, "password") for each in staff), (wang.user, "code")]


@pytest.fixture
def pages(client, people):
    """Opens the page as everybody in both languages; {(name, language): what they read}."""

    def pages(*, anew):
        read = {}
        for somebody, by in people:
            client.force_login(somebody, by=by)
            for language in LANGUAGES:
                client.cookies["language"] = language
                if anew:
                    forget()
                read[somebody.name, language] = without_chance(client.get(PAGE).text)
        return read

    return pages


def test_whoever_is_handed_a_kept_frame_reads_what_would_be_drawn_for_them(pages):
    anew = pages(anew=True)
    pages(anew=False)

    assert pages(anew=False) == anew
    assert frame.drawn.cache_info().hits > len(anew)


def test_a_key_that_left_out_the_doors_is_noticed(pages, monkeypatch):
    """Negative control: frames that differ only in their doors would be one."""
    drawn, kept = frame.drawn.__wrapped__, {}

    def careless(asked):
        return kept.setdefault(asked._replace(doors=()), drawn(asked))

    anew = pages(anew=True)
    monkeypatch.setattr(frame, "drawn", careless)

    assert pages(anew=False) != anew


def test_nothing_of_anybody_is_kept(pages, people, monkeypatch):
    drawn, texts = frame.render_to_string, []
    monkeypatch.setattr(
        frame, "render_to_string", lambda *asked: texts.append(drawn(*asked)) or texts[-1]
    )
    read = pages(anew=False)

    assert len(texts) > len(frame.PARTS) * len(LANGUAGES)
    for somebody, _by in people:
        assert somebody.name in read[somebody.name, "en"]
        assert not any(somebody.name in text for text in texts)
    assert not any("网格" in text or "csrftoken" in text for text in texts)


def test_two_of_one_post_share_a_frame_and_keep_their_names(client, lin, zhou):
    for somebody, other in ((lin, zhou), (zhou, lin)):
        client.force_login(somebody)
        page = client.get(PAGE).text
        assert somebody.name in page and other.name not in page

    assert frame.drawn.cache_info().misses == 1


def test_a_door_goes_with_the_post_at_the_next_request(client, chen):
    client.force_login(chen)
    assert 'href="/desk/"' in client.get(PAGE).text

    now = timezone.now()
    day = timezone.localdate(now)
    postings.relieve(posting=chen.postings.get(), on=day, by=None, at=now)

    assert 'href="/desk/"' not in client.get(PAGE).text


def test_what_is_filled_in_is_words_and_nothing_more(client, east):
    odd = builders.make_staff("odd", "<b>\x02token\x03", east, "grid_worker")
    client.force_login(odd)

    page = client.get(f"{PAGE}?q=<b>").text

    assert page.count("&lt;b&gt;\x02token\x03") == 2
    assert "<b>" not in page
