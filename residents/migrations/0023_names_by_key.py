"""People are found by every spelling and every reading of their name."""

from django.db import migrations, models

from residents.search.index import IndexNameKeys


class Migration(migrations.Migration):
    dependencies = [("residents", "0022_what_a_file_asks")]

    operations = [
        migrations.AddField(
            "person",
            "name_key",
            models.CharField(blank=True, editable=False, max_length=60, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "person",
            "other_sounds",
            models.TextField(blank=True, editable=False, default=""),
            preserve_default=False,
        ),
        IndexNameKeys(),
    ]
