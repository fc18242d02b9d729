"""薄 is bo, 都 is du, 能 is nai: whoever is called so is found and sorted like newcomers."""

from django.db import migrations
from django.db.models import Q

from residents import spelling

NOW_READ_OTHERWISE = "薄都能角炅佴蔚贠谌费"


def write(apps, editor):
    people = apps.get_model("residents", "Person")._base_manager
    called_so = Q()
    for surname in NOW_READ_OTHERWISE:
        called_so |= Q(name_key__startswith=surname)
    spelling.write(people.using(editor.connection.alias).filter(called_so))


class Migration(migrations.Migration):
    dependencies = [("residents", "0026_numbers_with_fewer_indexes")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
