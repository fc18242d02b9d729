"""Names of modules, files, templates and pages that stand in comments, strings, settings and docs.

A name is judged by its form:

    residents.registry.move      a module or what is in it; a model and its column; a permission
    residents/registry.py        a file in the tree, also below the folder the sentence stands in
    residents/registry.py::move  what is defined in that file
    residents:roster             the name of a page
    residents/roster.html        a template
"""

import functools
import importlib
import io
import re
import tokenize

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import TemplateDoesNotExist, engines
from django.urls import URLResolver, get_resolver

from config.look import stylesheets
from notices.channels import text_messages
from tests import tree

ROOT = settings.ROOT
TOPS = [*settings.HOUSE_APPS, "config", "bench", "tests", "tools"]
# What the environment of an installation may still say.
FORMER = {*text_messages.FORMER_NAMES, *settings.FORMER_STORAGES}
# What is only there once it is built or run.
BUILT = {stylesheets.HOUSE, "var/"}
# What was true when it was written stays as it was.
HISTORY = re.compile(r"CHANGELOG\.md|docs/decisions/|docs/pictures/|.*/migrations/|locale/")
TOP = "|".join(TOPS)
DOTTED = re.compile(rf"(?<![\w./:@$-])(?:{TOP})(?:\.[A-Za-z_]\w*)+(?![\w/@-])")
FILE = re.compile(
    r"(?<![\w.{}*:/<>-])(?:[\w.-]+/)+[\w.-]+\.(?:py|md|html|css|js|toml|yml)(?:::\w+)*\b(?![*{])"
)
PAGE = re.compile(rf"(?<![\w.:/-])(?:{TOP}):[a-z][\w-]*(?![\w:{{%-]|\.\w)")
FOLDER = re.compile(r"`((?:[\w.-]+/)+)`")
COMMENTS = re.compile(r"{#.*?#}|/\*.*?\*/|(?<!:)//[^\n]*|<!--.*?-->", re.S)
STRINGS = {tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", None)}


def wrong_names(path, text):
    """Names in one file that lead nowhere."""
    prose = prose_of(path, text)
    said = prose if path.suffix == ".py" else text
    objects = [name for name in DOTTED.findall(prose) if name not in FORMER]
    folders = FOLDER.findall(said)
    # Below the page, or below a folder that the page names whole: "`residents/roster/`: `reading/`".
    above = [path.parent, *path.parent.parents, *(ROOT / folder for folder in folders)]
    return [
        *(name for name in objects if not leads_somewhere(name)),
        *(name for name in FILE.findall(said) if not leads_to_file(name, above)),
        *(name for name in folders if not leads_to_folder(name, above)),
        *(name for name in PAGE.findall(said) if name not in pages()),
    ]


def prose_of(path, text):
    """Where a dotted name can only be a path: not the code itself, nor a template's variables."""
    if path.suffix == ".py":
        return "\n".join(strings_of(text))
    if path.suffix in {".html", ".css", ".js"}:
        return "\n".join(COMMENTS.findall(text))
    return text


def strings_of(text):
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type in STRINGS:
            values = re.match(r"[a-z]*f[a-z]*[\"']", token.string, re.I)
            yield re.sub(r"{[^{}]*}", "{}", token.string) if values else token.string


def leads_somewhere(name):
    return is_module_or_inside(name) or is_model_or_column(name) or name in permissions()


@functools.cache
def is_module_or_inside(name):
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        module = ".".join(parts[:count])
        if (ROOT / module.replace(".", "/")).is_dir() or (
            ROOT / (module.replace(".", "/") + ".py")
        ).is_file():
            return count == len(parts) or has(importlib.import_module(module), parts[count:])
    return False


def has(value, names):
    for name in names:
        if not hasattr(value, name):
            return name in getattr(value, "__annotations__", {})
        value = getattr(value, name)
    return True


def is_model_or_column(name):
    label, model, *columns = name.split(".")
    if label not in apps.app_configs or model.lower() not in apps.all_models[label]:
        return False
    found = apps.get_model(label, model)
    return all(hasattr(found, column) for column in columns)


@functools.cache
def permissions():
    return {
        f"{model._meta.app_label}.{code}"
        for model in apps.get_models()
        for code in [
            *(f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions),
            *(code for code, _ in model._meta.permissions),
        ]
    }


def leads_to_file(name, above):
    file, *inside = name.split("::")
    places = [folder / file for folder in above if folder.is_relative_to(ROOT)]
    there = next((place for place in places if place.is_file()), None)
    if there is None:
        return is_template(file) or bool(finders.find(file)) or file in BUILT
    return all(re.search(rf"^ *(def|class) {each}\b", there.read_text(), re.M) for each in inside)


def leads_to_folder(name, above):
    """Also a folder that a room may have: "each app's `api/`"."""
    places = [*above, *(ROOT / room for room in settings.HOUSE_APPS)]
    return name in BUILT or any(
        (place / name).is_dir() for place in places if place.is_relative_to(ROOT)
    )


@functools.cache
def is_template(name):
    try:
        engines["django"].get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


@functools.cache
def pages():
    only_in_the_demo = names_of_pages(get_resolver("demo.urls"), "demo:")
    return {*names_of_pages(get_resolver()), *only_in_the_demo}


def names_of_pages(resolver, space=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names_of_pages(
                entry, f"{space}{entry.namespace}:" if entry.namespace else space
            )
        elif entry.name:
            yield f"{space}{entry.name}"


def files_that_name():
    """Every file in git that people write words into, but for history."""
    kinds = {".py", ".md", ".html", ".css", ".js", ".toml", ".yml", ""}
    return [
        path
        for path in tree.files_in_git(ROOT)
        if path.suffix in kinds and not HISTORY.match(str(path.relative_to(ROOT)))
    ]
