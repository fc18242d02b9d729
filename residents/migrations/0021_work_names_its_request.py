from django.db import migrations, models

from foundation import request_id


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0020_two_entries_become_one"),
    ]

    operations = [
        migrations.AddField(
            model_name="roster",
            name="request_id",
            field=models.CharField(
                blank=True, default=request_id.current, editable=False, max_length=9
            ),
        ),
    ]
