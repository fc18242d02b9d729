from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0014_names_people_tell_apart"),
    ]

    operations = [
        # The column keeps its name: only the model calls it otherwise.
        migrations.AlterField(
            model_name="roster",
            name="rows_read",
            field=models.PositiveIntegerField(db_column="rows_read", default=0, editable=False),
        ),
        migrations.RenameField(model_name="roster", old_name="rows_read", new_name="done"),
        migrations.AddField(
            model_name="roster",
            name="total",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="roster",
            name="claimed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="roster",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
    ]
