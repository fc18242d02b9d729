from django.db import migrations, models

from foundation import request_id


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_one_queue_of_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="export",
            name="request_id",
            field=models.CharField(
                blank=True, default=request_id.current, editable=False, max_length=9
            ),
        ),
    ]
