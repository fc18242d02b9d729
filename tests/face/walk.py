"""Look at a page as everybody may see it, and name what is wrong with where it is wrong."""

from tests.face import measures
from tests.face.pages import EXCUSED, is_at_a_desk


def faults_of(window, path):
    """Every fault of one page, light, dark and in big type, each with the look it has it in."""
    page, found = window.page, []

    def note(look, faults):
        found.extend(f"{path} {look}: {fault}" for fault in [*faults, *window.complaints])
        window.complaints.clear()

    answer = window.look_at(path)
    if answer.status >= 400:
        return [f"{path} answered {answer.status}"]
    if is_at_a_desk(page):
        return faults_at_a_desk(window, path)
    noted = measures.notes(page)  # before we ourselves make it jump
    light = measures.axe(page) + measures.seen(page, phone=window.phone)
    note("light", noted + light + measures.small_screens(page))

    # Only colours differ.
    page.emulate_media(color_scheme="dark")
    note("dark", measures.axe(page, "color-contrast") + measures.contrast(page))

    window.look_at(path, big=True)
    note("big", measures.axe(page) + measures.seen(page, phone=window.phone, big=True))
    return found


def faults_at_a_desk(window, path):
    """The same without what only thumbs and old eyes need (pages.AT_A_DESK says why).

    The theme chooses its colours as a page opens, so it is opened once more for the dark; until
    its script has run it shows nothing, and what moves then moves before anybody can read.
    """
    page, found = window.page, []
    for scheme in ("light", "dark"):  # it stands there in the light
        if scheme == "dark" and (answer := window.look_at(path, scheme=scheme)).status >= 400:
            return [*found, f"{path} answered {answer.status}"]
        faults = measures.axe(page, excused=EXCUSED) + measures.seen(page, phone=False)
        faults += measures.small_screens(page, measures.TWICE[:1])
        faults += measures.notes(page, still=False)
        found += [f"{path} {scheme}: {fault}" for fault in [*faults, *window.complaints]]
        window.complaints.clear()
    return found


def faults_after_clicks(window, path):
    """The same after what people do there first: open what is folded, send a form unfilled."""
    window.look_at(path)
    found = []
    page = window.page
    folded = page.locator("main details:not([open]) > summary:visible")
    for _each in range(folded.count()):
        folded.first.click()
        page.wait_for_load_state("networkidle")
    desk = is_at_a_desk(page)
    _send_unfilled(page, desk)
    here = measures.axe(page, excused=EXCUSED if desk else None)
    here += measures.seen(page, phone=window.phone and not desk)
    found += [f"{path} after clicks: {fault}" for fault in here]
    # A form that comes back says 422 or 409, and the console repeats it.
    found += [
        f"{path} after clicks: {each}" for each in window.complaints if "status of 4" not in each
    ]
    window.complaints.clear()
    return found


def _send_unfilled(page, desk):
    if desk:  # the theme's form may be sent from outside it, and leaves the checking to us
        button = page.locator("main [name=_save]")
    else:
        form = page.locator("main form[method=post]:has([required])").first
        button = form.locator("button:not([name]), button.primary")
    if button.count():
        button.last.evaluate("(button) => { button.form.noValidate = true }")
        button.last.click()
        page.wait_for_load_state("networkidle")
