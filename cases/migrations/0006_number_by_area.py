from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_plainer_words")]

    operations = [
        migrations.RemoveConstraint(
            model_name="casenumber", name="case_numbers_once_per_community_and_day"
        ),
        migrations.RenameField(
            model_name="casenumber", old_name="community_code", new_name="area_code"
        ),
        migrations.AddConstraint(
            model_name="casenumber",
            constraint=models.UniqueConstraint(
                fields=("area_code", "day"), name="case_numbers_once_per_area_and_day"
            ),
        ),
    ]
