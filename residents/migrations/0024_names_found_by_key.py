"""Whoever is registered is found like newcomers: by every spelling and every reading of the name.

The names themselves stay as somebody wrote them.
"""

from django.db import migrations

from residents import spelling


def write(apps, editor):
    people = apps.get_model("residents", "Person")._base_manager
    spelling.write(people.using(editor.connection.alias).all())


class Migration(migrations.Migration):
    dependencies = [("residents", "0023_names_by_key")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
