"""Which sentences the product says: read from code and templates without gettext's programs."""

import ast
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

MARKS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
IN_TEMPLATE = re.compile(r"""\b(n?gettext)\(u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
TAGS_AND_COMMENTS = re.compile(
    r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%.*?%}|{{.*?}}|{#.*?#}|<!--.*?-->", re.S
)

OWN_NAME = "中文"  # a language is offered under its own name


def python_files():
    for app in [*settings.HOUSE_APPS, "config"]:
        yield from (
            path for path in (settings.ROOT / app).rglob("*.py") if "migrations" not in path.parts
        )


def template_files():
    """All but the style guide, which shows both languages to developers."""
    for path in sorted((settings.ROOT / "templates").rglob("*.html")):
        if "styleguide" not in path.parts:
            yield path


def marked_in(path: Path) -> set[str]:
    """Message ids a file marks for translation."""
    if path.suffix == ".html":
        text = templatize(path.read_text())
        return {ast.literal_eval(found) for _, found in IN_TEMPLATE.findall(text)}
    return {
        node.args[0].value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", None)) in MARKS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
    }


def all_sentences() -> set[str]:
    files = [*python_files(), *template_files()]
    return {words for path in files for words in marked_in(path)} - {""}


def unmarked_in_template(text: str) -> list[str]:
    """Chinese that stands in a template outside every translation tag."""
    said = TAGS_AND_COMMENTS.sub("", text).replace(OWN_NAME, "")
    return CHINESE.findall(said)
