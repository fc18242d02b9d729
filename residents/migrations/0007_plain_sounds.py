"""Pinyin of names as people type it: small letters, without the dot of 买买提·艾力."""

from django.db import migrations

PLAIN = """
    UPDATE residents_person
    SET pinyin = lower(replace(pinyin, '·', '')), initials = lower(replace(initials, '·', ''))
    WHERE pinyin <> lower(replace(pinyin, '·', ''))
"""


class Migration(migrations.Migration):
    dependencies = [("residents", "0006_search")]

    operations = [migrations.RunSQL(PLAIN, migrations.RunSQL.noop)]
