from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_late_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="endings",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="user",
            name="passphrase",
            field=models.CharField(blank=True, editable=False, max_length=128),
        ),
        migrations.AlterField(
            model_name="user",
            name="phone_index",
            field=models.CharField(db_index=True, editable=False, max_length=64, null=True),
        ),
    ]
