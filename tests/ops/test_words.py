import gettext
import os

import polib
import pytest
from django.core.management import call_command

from config.management.commands import compile_words

PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "今天"
msgstr "Today"

#, fuzzy
msgid "明天"
msgstr "Perhaps tomorrow"
"""


@pytest.fixture
def words(settings, tmp_path):
    folder = tmp_path / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(PO)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    return folder


def test_words_are_compiled_without_gettext_and_doubtful_ones_left_out(words):
    call_command("compile_words")

    with open(words / "django.mo", "rb") as compiled:
        english = gettext.GNUTranslations(compiled)
    assert english.gettext("今天") == "Today"
    assert english.gettext("明天") == "明天"
    assert sorted(path.name for path in words.iterdir()) == ["django.mo", "django.po"]


def test_two_who_compile_in_one_folder_leave_each_other_alone(words, monkeypatch):
    """As where two bootstraps run at once: the second begins and ends while the first writes."""
    save, turns = polib.POFile.save_as_mofile, []

    def save_while_another_runs(po, name):
        save(po, name)
        if not turns:
            turns.append(name)
            call_command("compile_words")

    monkeypatch.setattr(polib.POFile, "save_as_mofile", save_while_another_runs)
    call_command("compile_words")

    assert turns and sorted(path.name for path in words.iterdir()) == ["django.mo", "django.po"]
    # The control: with one name for both, the first finds its draft gone.
    turns.clear()
    monkeypatch.setattr(compile_words.tempfile, "mkstemp", the_same_name)
    with pytest.raises(FileNotFoundError):
        call_command("compile_words")


def the_same_name(*, prefix, suffix, dir):
    name = dir / f"{prefix}new{suffix}"
    return os.open(name, os.O_CREAT | os.O_WRONLY), str(name)
