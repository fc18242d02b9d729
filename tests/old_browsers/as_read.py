"""A style sheet as Chrome 70 would have read it, for a browser of today to draw pages with."""

import tinycss2

from tests.old_browsers import chrome_70, sheets


def as_read(css: str) -> str:
    """What is left of it: without the rules, declarations and gaps of lines it does not know."""
    return "\n".join(_left_of(sheets.rules(css), sheets.lines_with_gap(css)))


def _left_of(rules, lines):
    for rule in rules:
        if rule.type == "qualified-rule":
            if not any(map(sheets.newer_in_selector, sheets.selectors(rule))):
                yield _rule(rule, lines)
        elif rule.lower_at_keyword in chrome_70.AT_RULES:
            yield from _at_rule(rule, lines)


def _at_rule(rule, lines):
    if rule.lower_at_keyword == "supports":
        if not sheets.asked_of_new_ones(rule):
            yield from _left_of(sheets.inner(rule), lines)
    elif rule.lower_at_keyword == "media":
        left = "\n".join(_left_of(sheets.inner(rule), lines))
        yield f"@media {tinycss2.serialize(rule.prelude)} {{ {left} }}"
    else:
        yield rule.serialize()


def _rule(rule, lines):
    selectors = sheets.selectors(rule)
    kept = [
        _declaration(each)
        for each in sheets.declarations(rule)
        if _is_read(each) and not (each.name == "gap" and lines.intersection(selectors))
    ]
    return f"{', '.join(selectors)} {{ {' '.join(kept)} }}"


def _is_read(declaration):
    name = declaration.lower_name
    if name not in chrome_70.PROPERTIES and not name.startswith("--"):
        return False
    return not sheets.newer_in_value(declaration) or sheets.has_var(declaration)


def _declaration(declaration):
    """With a `var()` it is kept, and found out too late: then it is worth nothing."""
    lost = sheets.newer_in_value(declaration)
    value = "unset" if lost else tinycss2.serialize(declaration.value)
    return f"{declaration.name}:{value}{' !important' if declaration.important else ''};"
