from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0024_names_found_by_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="roster",
            name="begun_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="roster",
            name="parts_written",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
