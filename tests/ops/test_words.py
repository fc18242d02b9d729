import gettext

import pytest
from django.core.management import call_command

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
