"""Bring the catalogues in locale/ in line with the sentences the product says.

    python tools/words.py

New sentences come in empty, those nobody says any more go, translations stay. Code and templates
are read here, so gettext's programs need not be installed. English is wanted for our own
sentences; Chinese for those of the admin theme, which brings none; both for what Django's forms say.
"""

import ast
import gettext
import re
from importlib.util import find_spec
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
CHINESE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
PLURALS = {ENGLISH: "nplurals=2; plural=(n != 1);", CHINESE: "nplurals=1; plural=0;"}

SINGULAR = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy"}
# As gettext itself joins them: a word with a context is another word.
CONTEXT = "\x04"
# The admin theme speaks on Django's pages; what Django has in Chinese is said already.
THEME = ["unfold", "django.contrib.admin", "django.contrib.auth"]
COVERED_BY = ["django", "django.contrib.admin", "django.contrib.auth"]
# What Django's own forms say when something is wrong: in both catalogues, in our words, under its
# message ids. tests/words/test_typed_forms.py asks each field of each form what it may say.
SAID_BY_FORMS = {
    "This field is required.": "",
    "This field cannot be blank.": "",
    "This field cannot be null.": "",
    "Enter a whole number.": "",
    "Enter a number.": "",
    "Enter a valid date.": "",
    "Enter a valid time.": "",
    "Enter a valid date/time.": "",
    "Enter a valid value.": "",
    "Enter a valid UUID.": "",
    "Enter a valid integer.": "",
    "Enter a list of values.": "",
    "Enter a complete value.": "",
    "No file was submitted.": "",
    "No file was submitted. Check the encoding type on the form.": "",
    "The submitted file is empty.": "",
    "Please either submit a file or check the clear checkbox, not both.": "",
    "Ensure this filename has at most %(max)d character (it has %(length)d).": (
        "Ensure this filename has at most %(max)d characters (it has %(length)d)."
    ),
    "Select a valid choice. %(value)s is not one of the available choices.": "",
    "Select a valid choice. That choice is not one of the available choices.": "",
    "Value %(value)r is not a valid choice.": "",
    "“%(pk)s” is not a valid value.": "",
    "The inline value did not match the parent instance.": "",
    "Null characters are not allowed.": "",
    "Ensure this value is less than or equal to %(limit_value)s.": "",
    "Ensure this value is greater than or equal to %(limit_value)s.": "",
    "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).": (
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d)."
    ),
    "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).": (
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d)."
    ),
    "%(model_name)s with this %(field_label)s already exists.": "",
    "%(model_name)s with this %(field_labels)s already exists.": "",
    "The password is too similar to the %(verbose_name)s.": "",
    "This password is too common.": "",
    "This password is entirely numeric.": "",
    "This password is too short. It must contain at least %d character.": (
        "This password is too short. It must contain at least %d characters."
    ),
}

# What the fields of the API say, likewise.
SAID_BY_FORMS |= dict.fromkeys(
    [
        "This field may not be null.",
        "This field may not be blank.",
        "Not a valid string.",
        "Must be a valid boolean.",
        "Must be a valid UUID.",
        "A valid integer is required.",
        "String value too large.",
        "This value does not match the required pattern.",
        "Ensure this field has no more than {max_length} characters.",
        "Ensure this field has at least {min_length} characters.",
        "Ensure this value is less than or equal to {max_value}.",
        "Ensure this value is greater than or equal to {min_value}.",
        "Date has wrong format. Use one of these formats instead: {format}.",
        "Expected a date but got a datetime.",
        "Datetime has wrong format. Use one of these formats instead: {format}.",
        "Expected a datetime but got a date.",
        'Invalid datetime for the timezone "{timezone}".',
        "Datetime value out of range.",
        '"{input}" is not a valid choice.',
        'Expected a list of items but got type "{input_type}".',
        "This list may not be empty.",
        "Ensure this field has no more than {max_length} elements.",
        "Ensure this field has at least {min_length} elements.",
        "Invalid data. Expected a dictionary, but got {datatype}.",
        "Surrogate characters are not allowed: U+{code_point:X}.",
    ],
    "",
)

QUOTED = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(ngettext|gettext|_)\({QUOTED}(?:,\s*{QUOTED})?")


def python_files(root: Path = ROOT):
    """Every module of our apps but migrations, which keep the words of their day."""
    for app in sorted(root.glob("*/__init__.py")):
        if app.parent.name not in {"tests", "tools", "bench"}:
            files = sorted(app.parent.rglob("*.py"))
            yield from (path for path in files if "migrations" not in path.parts)


def template_files(root: Path = ROOT):
    """All but the style guide, which shows both languages to developers."""
    for path in sorted((root / "templates").rglob("*.html")):
        if "styleguide" not in path.parts:
            yield path


def our_sentences() -> dict[str, str]:
    return marked_in_all([*python_files(), *template_files()]) | SAID_BY_FORMS


def theme_sentences() -> dict[str, str]:
    """What the admin says in English because neither Django nor the theme has it in Chinese."""
    files = []
    for package in THEME:
        folder = folder_of(package)
        # The theme's contrib apps are not installed here.
        own = [
            path for path in folder.rglob("*.*") if "contrib" not in path.relative_to(folder).parts
        ]
        files += sorted(path for path in own if path.suffix in (".py", ".html"))
    known = [chinese_of(app) for app in COVERED_BY]
    return {
        one: many
        for one, many in marked_in_all(files).items()
        if not any(has(words, one, many) for words in known)
    } | SAID_BY_FORMS


def marked_in_all(files) -> dict[str, str]:
    """The message ids these files mark for translation, each with its plural or ""."""
    marked = {}
    for path in files:
        read = marked_in_template if path.suffix == ".html" else marked_in_python
        for one, many in read(path.read_text()).items():
            marked[one] = many or marked.get(one, "")
    return marked


def marked_in_python(text: str) -> dict[str, str]:
    marked = {}
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", None))
        said = [word.value for word in node.args[:2] if is_text(word)]
        if name in SINGULAR and said:
            marked.setdefault(said[0], "")
        elif name in PLURAL and len(said) == 2:
            marked[said[0]] = said[1]
        elif name in IN_CONTEXT and len(said) == 2:
            marked[CONTEXT.join(said)] = ""
    marked.pop("", None)
    return marked


def is_text(node):
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def marked_in_template(text: str) -> dict[str, str]:
    marked = {}
    # templatize turns the tags into calls of gettext, and all other letters into X.
    for name, one, many in CALL.findall(templatize(text)):
        if name == "ngettext":
            marked[ast.literal_eval(one)] = ast.literal_eval(many)
        else:
            marked.setdefault(ast.literal_eval(one), "")
    marked.pop("", None)
    return marked


def folder_of(package) -> Path:
    return Path(find_spec(package).origin).parent


def chinese_of(app):
    folder = folder_of(app)
    where = folder / "conf" / "locale" if app == "django" else folder / "locale"
    return gettext.translation("django", where, ["zh_Hans"])


def has(words, one, many):
    return (words.ngettext(one, many, 1) if many else words.gettext(one)) != one


def key_of(entry) -> str:
    return CONTEXT.join(filter(None, [entry.msgctxt, entry.msgid]))


def update(path: Path, wanted: dict[str, str]) -> list[str]:
    """Rewrite a catalogue: exactly the wanted sentences, sorted. Returns what is untranslated."""
    had = {}
    if path.exists():
        had = {key_of(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    book = polib.POFile(wrapwidth=0)
    book.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": path.parent.parent.name,
        "Plural-Forms": PLURALS[path],
    }
    forms = int(re.search(r"nplurals=(\d)", PLURALS[path])[1])
    for key, many in sorted(wanted.items()):
        book.append(entry_for(key, many, had.get(key), forms))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(path))
    return [entry.msgid for entry in book if not entry.translated()]


def entry_for(key, many, old, forms):
    context, _, one = key.rpartition(CONTEXT)
    entry = polib.POEntry(msgid=one, msgctxt=context or None, flags=[*old.flags] if old else [])
    if many:
        kept = old.msgstr_plural if old else {}
        entry.msgid_plural = many
        entry.msgstr_plural = {n: kept.get(n, "") for n in range(forms)}
    elif old:
        entry.msgstr = old.msgstr
    return entry


if __name__ == "__main__":
    for catalogue, sentences in ((ENGLISH, our_sentences()), (CHINESE, theme_sentences())):
        missing = update(catalogue, sentences)
        print(f"{catalogue.relative_to(ROOT)}: {len(sentences)} sentences, {len(missing)} missing")
        print("".join(f"    {words}\n" for words in missing), end="")
