"""Our style sheets as Chrome 70 reads them: a declaration it does not know it drops, a selector it
does not know takes the whole rule along, and a value it does not know beside a `var()` is found too
late to fall back on the one before.
"""

import tinycss2
from tinycss2.ast import Declaration

from tests.old_browsers import chrome_70


def rules(css: str):
    return tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)


def inner(rule):
    return tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)


def declarations(rule) -> list[Declaration]:
    parts = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    return [each for each in parts if each.type == "declaration"]


def asked_of_new_ones(rule) -> bool:
    """`@supports (…)`, which is there for those who know; `@supports not (…)` is for the others."""
    said = tinycss2.serialize(rule.prelude).strip()
    return rule.lower_at_keyword == "supports" and not said.startswith("not ")


def groups(rule):
    return rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports")


# Selectors.


def selectors(rule) -> list[str]:
    return [tinycss2.serialize(one).strip() for one in _parted(rule.prelude)]


def newer_in_selector(selector: str) -> set[str]:
    """Pseudo-classes and -elements of one selector that Chrome 70 does not know."""
    return _newer_pseudos(tinycss2.parse_component_value_list(selector))


def _newer_pseudos(tokens):
    found = set()
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is None or before.type != "literal" or before.value != ":":
            continue
        if token.type == "ident" and token.lower_value not in chrome_70.PSEUDOS:
            found.add(f":{token.lower_value}")
        elif token.type == "function":
            name = f"{token.lower_name}()"
            if name not in chrome_70.PSEUDOS:
                found.add(f":{name}")
            elif name == "not()" and not _is_simple(token.arguments):
                found.add(":not() of more than one")
    return found


def _is_simple(tokens):
    """`.a`, `#a`, `a`, `[a]` or `:a`, and nothing behind it."""
    seen = [each.type for each in tokens]
    return seen in (
        ["ident"],
        ["hash"],
        ["[] block"],
        ["literal", "ident"],
        ["literal", "function"],
    )


def _parted(tokens):
    parts = [[]]
    for each in tokens:
        if each.type == "literal" and each.value == ",":
            parts.append([])
        else:
            parts[-1].append(each)
    return parts


# Declarations.


def newer_in_value(declaration: Declaration) -> set[str]:
    """Functions, units and words of a value that Chrome 70 does not know."""
    return set(_newer_values(declaration.lower_name, declaration.value))


def _newer_values(name, tokens):
    for each in tokens:
        if each.type == "function":
            if each.lower_name not in chrome_70.FUNCTIONS:
                yield f"{each.lower_name}()"
            elif each.lower_name.endswith("gradient") and any(
                map(_two_places, _parted(each.arguments))
            ):
                yield "a colour at two places"
            yield from _newer_values(name, each.arguments)
        elif each.type == "dimension" and each.lower_unit not in chrome_70.UNITS:
            yield each.lower_unit
        elif each.type == "ident" and (name, each.lower_value) in chrome_70.WORDS:
            yield each.lower_value


def _two_places(stop):
    """`red 0 2rem`, since Chrome 71, is `red 0, red 2rem`."""
    parts = [each for each in stop if each.type != "whitespace"]
    places = [
        each
        for each in parts
        if each.type in ("number", "dimension", "percentage")
        or (each.type == "function" and each.lower_name in ("calc", "var"))
    ]
    return len(places) - (places[:1] == parts[:1] and parts[0].type == "function") > 1


def has_var(declaration: Declaration) -> bool:
    return "var(" in tinycss2.serialize(declaration.value)


# What is wrong with a sheet.


def faults(css: str) -> list[str]:
    """Everything Chrome 70 does not know and nobody has provided for, a sentence for each."""
    return [fault for rule in rules(css) for fault in _faults_of(rule)]


def _faults_of(rule):
    if rule.type == "at-rule":
        yield from _faults_of_at_rule(rule)
        return
    newer = [newer_in_selector(one) for one in selectors(rule)]
    here = ", ".join(selectors(rule))
    if any(newer) and not all(newer):
        yield f"{here}: one selector takes the others along"
    yield from (
        f"{here}: nobody said what {each} costs"
        for each in sorted(set().union(*newer) - chrome_70.LOSES.keys())
    )
    if not any(newer):
        yield from _faults_of_declarations(here, declarations(rule))


def _faults_of_at_rule(rule):
    name = rule.lower_at_keyword
    if name in chrome_70.ASKS or asked_of_new_ones(rule):
        return
    if name not in chrome_70.AT_RULES:
        yield f"@{name} is not known"
    elif name == "page":
        yield from _faults_of_declarations("@page", declarations(rule))
    else:
        yield from (fault for each in inner(rule) for fault in _faults_of(each))


def _faults_of_declarations(here, found):
    provided = set()
    for each in found:
        name, newer = each.lower_name, newer_in_value(each)
        if name in chrome_70.GOES_WITHOUT:
            continue
        if not name.startswith("--") and name not in chrome_70.PROPERTIES:
            yield f"{here}: {name} is not known"
        elif newer and has_var(each):
            yield f"{here}: {name} with var() and {', '.join(newer)} belongs into @supports"
        elif newer and name not in provided:
            yield f"{here}: {name} has {', '.join(newer)} and nothing older before it"
        if not newer:
            provided.add(name)


def gaps_without_need(css: str, old: str) -> list[str]:
    """Selectors of lines with a gap for which old.css does not move the parts apart."""
    moved = [one for rule in _flat(rules(old)) for one in selectors(rule)]
    return sorted(
        one
        for one in lines_with_gap(css) - chrome_70.NO_NEED.keys()
        if not any(each.startswith((f"{one} >", f"{one}:not")) for each in moved)
    )


def lines_with_gap(css: str) -> set[str]:
    """Selectors with a gap that are no grids: Chrome 70 knows gaps of grids only."""
    flat = list(_flat(rules(css)))
    return _having(flat, "gap") - _having(flat, "display", "grid") - chrome_70.GRIDS


def _having(flat, name, word=None):
    return {
        one
        for rule in flat
        for each in declarations(rule)
        if each.name == name and (word is None or word in _words(each))
        for one in selectors(rule)
    }


def _flat(found):
    for rule in found:
        if rule.type == "qualified-rule":
            yield rule
        elif groups(rule):
            yield from _flat(inner(rule))


def _words(declaration):
    return {each.lower_value for each in declaration.value if each.type == "ident"}
