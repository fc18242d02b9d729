import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0004_rules_of_streets"),
        ("residents", "0015_one_queue_of_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="contacttier",
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
            model_name="contacttier",
            name="tier",
            field=models.CharField(
                choices=[("high", "高关注"), ("key", "重点关注"), ("general", "一般关注")],
                max_length=10,
                verbose_name="档次",
            ),
        ),
        migrations.AddConstraint(
            model_name="contacttier",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None)),
                fields=("tier",),
                name="tier_once_in_the_house",
                violation_error_message="这个档次已经规定过了。",
            ),
        ),
        migrations.AddConstraint(
            model_name="contacttier",
            constraint=models.UniqueConstraint(
                fields=("area", "tier"),
                name="tier_once_in_an_area",
                violation_error_message="这个档次已经规定过了。",
            ),
        ),
    ]
