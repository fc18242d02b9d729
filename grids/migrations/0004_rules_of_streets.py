import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0003_names_people_tell_apart"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarday",
            name="area",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"level__in": ("township", "community")},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="grids.area",
                verbose_name="谁的规定",
            ),
        ),
        migrations.AlterField(
            model_name="calendarday",
            name="day",
            field=models.DateField(verbose_name="日期"),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None)),
                fields=("day",),
                name="day_decided_once_by_the_house",
                violation_error_message="这一天已经定过了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarday",
            constraint=models.UniqueConstraint(
                fields=("area", "day"),
                name="day_decided_once_in_an_area",
                violation_error_message="这一天已经定过了。",
            ),
        ),
    ]
