from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_heartbeat_lives_in_the_foundation")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="about",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=models.Q(("about", ""), _negated=True),
                fields=["about"],
                name="notice_about",
            ),
        ),
    ]
