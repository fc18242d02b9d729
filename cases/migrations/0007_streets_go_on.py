from django.db import migrations


def go_on(apps, editor):
    """A street goes on where the highest of its communities stood, so no number comes twice."""
    counters = apps.get_model("cases", "CaseNumber").objects
    communities = apps.get_model("grids", "Area").objects.filter(level="community")
    street_of = dict(communities.values_list("code", "parent__code"))
    highest = {}
    for code, day, last in counters.values_list("area_code", "day", "last"):
        if code in street_of:
            key = street_of[code], day
            highest[key] = max(last, highest.get(key, 0))
    counters.bulk_create(
        (
            counters.model(area_code=code, day=day, last=last)
            for (code, day), last in highest.items()
        ),
        ignore_conflicts=True,
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0006_number_by_area"), ("grids", "0002_divisions")]

    operations = [migrations.RunPython(go_on, migrations.RunPython.noop)]
