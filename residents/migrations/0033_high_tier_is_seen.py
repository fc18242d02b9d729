from django.db import migrations


def write(apps, editor):
    """Others may answer for somebody of high tier, but within thirty days they are seen or heard."""
    rows = apps.get_model("residents", "ContactTier").objects
    rows.filter(area=None, tier="high", seen_within=0).update(seen_within=30)


class Migration(migrations.Migration):
    dependencies = [("residents", "0032_rhythms_of_contacts")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
