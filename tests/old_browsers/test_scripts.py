"""Every script of ours is read and runs in Chrome 70, the browser inside many a Chinese phone."""

import re
from collections import Counter

import pytest
from django.conf import settings

from tests.old_browsers.scripts import faults, names_at_the_top, scripts

TOO_NEW = [
    "a?.b",
    "a ?? b",
    "a ??= b",
    "try { a() } catch { b() }",
    "class A { #own = 1 }",
    "class A { own = 1 }",
    "const a = 1_000",
    "const a = 10n",
    "list.replaceChildren(a)",
    "a.at(-1)",
    "form.requestSubmit()",
    "if (form.requestSubmit()) a()",
    "words.matchAll(/a/g)",
    "new WeakRef(a)",
    "structuredClone(a)",
    "globalThis.a = 1",
    "import('a')",
]
READ = [
    "const { a, ...rest } = b; const c = { ...rest, a };",
    "(async () => { for await (const a of b) c(a); })()",
    "if (form.requestSubmit) form.requestSubmit()",
    "'randomUUID' in crypto ? crypto.randomUUID() : a",
    "self.clients.matchAll({ type: 'window' })",
]


def test_every_script_is_read_and_runs():
    found = {name: faults(text) for name, text in scripts().items()}

    assert {name: each for name, each in found.items() if each} == {}
    assert len(found) >= 20 and "sw.js" in found


@pytest.mark.parametrize("script", TOO_NEW)
def test_what_is_too_new_is_noticed(script):
    assert len(faults(script)) == 1


@pytest.mark.parametrize("script", READ)
def test_what_it_knows_is_not_refused(script):
    assert faults(script) == []


def test_no_two_scripts_of_a_page_use_a_name_twice():
    """The second `const` of a name would end the whole script that has it."""
    templates = "\n".join(each.read_text() for each in settings.ROOT.glob("templates/**/*.html"))
    plain = re.findall(r"<script src=\"{% static '(js/[a-z-]+\.js)' %}\"", templates)
    told = Counter(name for script in set(plain) for name in names_at_the_top(scripts()[script]))

    assert [name for name, times in told.items() if times > 1] == []
    assert {"say", "toasts"} <= set(told)
