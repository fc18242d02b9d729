"""Words our code gives to functions and sessions, found where they are written."""

import ast
import functools
import importlib

from django.conf import settings

from tests import tree

ROOMS = [*settings.HOUSE_APPS, "config"]


def words_given_to(root, find):
    """Every word that `find(node)` points at in our code, a constant of the module included."""
    for name, path in tree.modules(root, ROOMS).items():
        for node in nodes_of(path):
            for given in find(node):
                if isinstance(given, ast.Constant):
                    yield given.value
                elif isinstance(given, ast.Name):
                    constant = getattr(importlib.import_module(name), given.id, None)
                    yield from [constant] if isinstance(constant, str) else []


@functools.cache
def nodes_of(path):
    return list(ast.walk(ast.parse(path.read_text())))


def first_argument(*functions):
    def find(node):
        if isinstance(node, ast.Call) and name_of(node.func) in functions:
            yield from node.args[:1]

    return find


def sealing_context(node):
    if isinstance(node, ast.Call) and name_of(node.func) in ("seal", "unseal"):
        yield from (keyword.value for keyword in node.keywords if keyword.arg == "context")


def session_key(node):
    """session[key], session.get(key), session.pop(key), session.update({key: …})."""
    if isinstance(node, ast.Subscript) and name_of(node.value) == "session":
        yield node.slice
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return
    if name_of(node.func.value) == "session":
        first = node.args[0] if node.args else None
        if node.func.attr == "update":
            yield from first.keys
        elif node.func.attr in ("get", "pop", "setdefault"):
            yield first


def name_of(node):
    return getattr(node, "attr", getattr(node, "id", None))
