"""Our scripts as Chrome 70 reads them: the language of 2018, and what a browser of that year brings.

The parser is esprima (as esprima-fork on the package index), which is told the year; one unknown
sign, and such a browser drops the whole file.
"""

from itertools import chain

import esprima
from django.conf import settings
from django.template.loader import render_to_string

YEAR = 2018
SHELL = {"version": "1", "page": "/offline/", "files": ["/static/css/house.css"]}
SINCE = {
    "adoptedStyleSheets": 73,
    "AggregateError": 85,
    "allSettled": 76,
    "any": 85,
    "arrayBuffer": 76,
    "at": 92,
    "checkVisibility": 105,
    "CompressionStream": 80,
    "DisplayNames": 81,
    "FinalizationRegistry": 84,
    "findLast": 97,
    "findLastIndex": 97,
    "fromEntries": 73,
    "getAnimations": 84,
    "globalThis": 71,
    "groupBy": 117,
    "hasOwn": 93,
    "hidePopover": 114,
    "ListFormat": 72,
    "matchAll": 73,
    "queueMicrotask": 71,
    "randomUUID": 92,
    "RelativeTimeFormat": 71,
    "replaceAll": 85,
    "replaceChildren": 86,
    "requestSubmit": 76,
    "Segmenter": 87,
    "showPicker": 99,
    "showPopover": 114,
    "startMessages": 74,
    "startViewTransition": 111,
    "structuredClone": 98,
    "throwIfAborted": 100,
    "timeout": 103,
    "toReversed": 110,
    "toSorted": 110,
    "toSpliced": 110,
    "togglePopover": 114,
    "WeakRef": 84,
    "with": 110,
    "withResolvers": 119,
}
"""What may be called only where the same script has looked whether it is there: name → first Chrome."""
OLDER = {("clients", "matchAll")}
"""Of the same name, and known to Chrome 70: what it is called on, and the name."""


def scripts() -> dict[str, str]:
    """Every script of the house, as it is sent."""
    folder = settings.ROOT / "static"
    found = {str(each.relative_to(folder)): each.read_text() for each in folder.rglob("*.js")}
    return found | {"sw.js": render_to_string("service_worker.js", {"shell": SHELL})}


def faults(script: str) -> list[str]:
    """What Chrome 70 would stumble over: a sentence for each, empty when it reads and runs it all."""
    try:
        tree = esprima.parseModule(script, loc=True, ecmaVersion=YEAR)
    except esprima.Error as unknown:
        return [f"is not read: {unknown}"]
    looked_for = _looked_for(tree)
    return [
        f"line {node.loc.start.line}: {name} is there since Chrome {SINCE[name]}"
        for node, name in _called(tree)
        if name in SINCE and name not in looked_for
    ]


def names_at_the_top(script: str) -> list[str]:
    """What a script that is no module leaves behind for all others of the page."""
    found = []
    for each in esprima.parseScript(script, ecmaVersion=YEAR).body:
        if each.type == "VariableDeclaration":
            found += [one.id.name for one in each.declarations]
        elif each.type in ("FunctionDeclaration", "ClassDeclaration"):
            found.append(each.id.name)
    return found


def _children(node):
    for value in vars(node).values():
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, esprima.nodes.Node):
                yield each


def _all(node):
    yield node
    yield from chain.from_iterable(map(_all, _children(node)))


def _called(tree):
    """(node, name) of everything that is called or made, and of the global object by its new name."""
    for node in _all(tree):
        if node.type in ("CallExpression", "NewExpression"):
            called = node.callee
            if called.type == "Identifier":
                yield node, called.name
            elif called.type == "MemberExpression" and not called.computed:
                if (_name(called.object), called.property.name) not in OLDER:
                    yield node, called.property.name
        elif node.type == "Identifier" and node.name == "globalThis":
            yield node, node.name


def _name(node):
    if node.type == "MemberExpression":
        return _name(node.property)
    return getattr(node, "name", None)


def _looked_for(tree):
    """Names a condition of the script reads without calling them: `if (form.requestSubmit)`."""
    conditions = []
    for node in _all(tree):
        if node.type in ("IfStatement", "ConditionalExpression"):
            conditions.append(node.test)
        elif node.type == "LogicalExpression":
            conditions.append(node.left)
    return set(chain.from_iterable(map(_read, conditions)))


def _read(node):
    if node.type == "CallExpression":
        called_on = [node.callee.object] if node.callee.type == "MemberExpression" else []
        return chain.from_iterable(map(_read, [*node.arguments, *called_on]))
    if node.type == "BinaryExpression" and node.operator == "in":
        return iter([node.left.value])
    own = [node.property.name] if node.type == "MemberExpression" else []
    return chain(own, chain.from_iterable(map(_read, _children(node))))
