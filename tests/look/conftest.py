import pytest

from tests.complaints import complaints_of


@pytest.fixture
def open_page(chromium, live_server):
    """Opens a path as somebody sees it: width, colour scheme, type size, language, session.

    `big=None`: nobody chose a size on this device. `device` is a script that runs before ours.
    `keeps`: the service worker is there, which fetches all it keeps for hours without signal.
    """
    opened = []

    def open_page(
        path,
        *,
        width=390,
        scheme="light",
        big=False,
        language="zh-hans",
        session=None,
        device="",
        keeps=False,
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            is_mobile=width < 600,
            has_touch=width < 600,
            color_scheme=scheme,
            locale="zh-CN",
            service_workers="allow" if keeps else "block",
        )
        opened.append(context)
        cookies = {"language": language}
        if big is not None:
            cookies["big"] = "1" if big else "0"
        if session:
            cookies["sessionid"] = session
        context.add_cookies(
            [{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()]
        )
        if device:
            context.add_init_script(device)
        page = context.new_page()
        page.complaints = complaints_of(page)
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_page
    for context in opened:
        context.close()


@pytest.fixture
def session_of(client):
    def session_of(user, by="password"):
        client.force_login(user, by=by)
        return client.session.session_key

    return session_of
