"""Streets that worked with the house before openings were said are open since their first post in a grid."""

from django.db import migrations
from django.db.models import Min
from django.utils import timezone


def open_streets_at_work(apps, schema_editor):
    Posting = apps.get_model("grids", "Posting")
    StreetOpening = apps.get_model("office", "StreetOpening")
    in_grids = Posting.objects.filter(area__level="grid").order_by()
    first = in_grids.values_list("area__parent__parent").annotate(Min("from_on"))
    now, today = timezone.now(), timezone.localdate()
    StreetOpening.objects.bulk_create(
        StreetOpening(street_id=street, opens_on=min(day, today), said_at=now, begun_at=now)
        for street, day in first
        if street
    )


class Migration(migrations.Migration):
    dependencies = [("grids", "0008_arranged_years"), ("office", "0008_street_openings")]

    operations = [migrations.RunPython(open_streets_at_work, migrations.RunPython.noop)]
