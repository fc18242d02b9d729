from django.db import migrations
from django.db.models import F
from django.db.models.functions import Substr

KIND_AND_UID = {"case:": 5 + 36, "deed:": 5 + 36, "export:": 7 + 36}


def read_it_off_the_keys(apps, schema_editor):
    """Keys have always begun with what they are about."""
    notices = apps.get_model("notices", "Notice").objects
    for kind, length in KIND_AND_UID.items():
        notices.filter(key__startswith=kind).update(about=Substr(F("key"), 1, length))


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_what_notices_are_about")]

    operations = [migrations.RunPython(read_it_off_the_keys, migrations.RunPython.noop)]
