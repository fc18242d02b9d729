"""What is measured on a page in a real browser: each function returns one line for every fault."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe

HERE = Path(__file__).parent
IN_PAGE = (HERE / "measures.js").read_text()
BEFORE_PAGE = (HERE / "watch.js").read_text()

THUMB, LARGE_THUMB, IN_A_LINE = 44, 60, 24
"""CSS pixels: WCAG 2.5.5, our promise in big type, and WCAG 2.5.8 for links in a sentence."""
BIG_TEXT = 18
MOST_SHIFT = 0.02
COUNTED = {"moderate", "serious", "critical"}


def axe(page, *rules, excused=None):
    """All rules of axe, or only these; `excused` has the elements that may break a rule."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"axe {each['id']} ({each['impact']}): {node['html'][:110]}"
        for each in found
        if each["impact"] in COUNTED
        for node in each["nodes"][:3]
        if not _is_excused(page, each["id"], node, excused or {})
    ]


def _is_excused(page, rule, node, excused):
    selector, _why = excused.get(rule, ("", ""))
    element = page.locator(node["target"][0]).first if selector else None
    return bool(element and element.evaluate("(one, selector) => one.matches(selector)", selector))


def contrast(page):
    """From computed styles, also where axe is not sure."""
    page.evaluate(IN_PAGE)
    return page.evaluate("face.contrast()")


def seen(page, *, phone, big=False):
    """Contrast, targets under the thumb, size of big type, no sideways scrolling."""
    faults = contrast(page) + page.evaluate("face.sideways()")
    if phone:
        least = LARGE_THUMB if big else THUMB
        faults += page.evaluate(
            "([least, small]) => face.targets(least, small)", [least, IN_A_LINE]
        )
    if big:
        faults += page.evaluate("(least) => face.smallText(least)", BIG_TEXT)
    return faults


NARROW = (320, "")
TWICE = ((640, ""), (640, "200%"))


def small_screens(page, screens=(NARROW, *TWICE)):
    """320 px, and 200 %: a desktop of 1280 at twice the size, and type twice as large."""
    page.evaluate(IN_PAGE)
    size, faults = page.viewport_size, []
    for width, type_size in screens:
        page.set_viewport_size({"width": width, "height": 844})
        page.evaluate("(size) => { document.documentElement.style.fontSize = size }", type_size)
        said = f"at {width} px{' with type at 200 %' if type_size else ''}"
        faults += [f"{said} {fault}" for fault in page.evaluate("face.sideways()")]
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size(size)
    return faults


def notes(page, *, still=True):
    """Refusals of the security policy since the page was opened, and layout shifts."""
    found = page.evaluate("window.faceNotes")
    faults = [f"refused by the policy: {each}" for each in found["refused"]]
    if still and found["shift"] > MOST_SHIFT:
        faults.append(f"the layout jumped by {found['shift']:.3f}")
    return faults
