import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_streets_go_on"),
        ("grids", "0004_rules_of_streets"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="category",
            name="category_name_once_in_its_group",
        ),
        migrations.RemoveConstraint(
            model_name="category",
            name="category_name_once_at_the_top",
        ),
        migrations.RemoveConstraint(
            model_name="deadline",
            name="deadline_once_per_category_and_priority",
        ),
        migrations.RemoveConstraint(
            model_name="deadline",
            name="deadline_once_for_all_others",
        ),
        migrations.AddField(
            model_name="category",
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
        migrations.AddField(
            model_name="category",
            name="instead_of",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"instead_of": None},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="cases.category",
                verbose_name="改的是哪一类",
            ),
        ),
        migrations.AddField(
            model_name="deadline",
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
            model_name="category",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"instead_of": None, "parent": None},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="cases.category",
                verbose_name="上级类别",
            ),
        ),
        migrations.AlterField(
            model_name="deadline",
            name="category",
            field=models.ForeignKey(
                blank=True,
                limit_choices_to={"instead_of": None},
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="deadlines",
                to="cases.category",
                verbose_name="类别",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                fields=("area", "parent", "name"),
                name="category_name_once_in_its_group",
                violation_error_message="这一组里已经有同名的类别。",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None)),
                fields=("parent", "name"),
                name="category_name_once_in_its_group_of_the_house",
                violation_error_message="这一组里已经有同名的类别。",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None), ("parent", None)),
                fields=("name",),
                name="category_name_once_at_the_top",
                violation_error_message="已经有同名的大类。",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                condition=models.Q(("instead_of", None), ("parent", None)),
                fields=("area", "name"),
                name="category_name_once_at_the_top_of_an_area",
                violation_error_message="已经有同名的大类。",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.UniqueConstraint(
                fields=("area", "instead_of"),
                name="category_changed_once_in_an_area",
                violation_error_message="这一类已经改过了。请打开改过的那一条接着改。",
            ),
        ),
        migrations.AddConstraint(
            model_name="category",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("instead_of", None),
                    models.Q(("area__isnull", False), ("name", ""), ("parent", None)),
                    _connector="OR",
                ),
                name="category_changed_below_keeps_name_and_group",
                violation_error_message="只有街道和社区可以改上面的类别，名称和上级类别不变。",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                fields=("area", "category", "priority"),
                name="deadline_once_per_category_and_priority",
                violation_error_message="这个类别和缓急已经有时限。",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None)),
                fields=("category", "priority"),
                name="deadline_once_per_category_of_the_house",
                violation_error_message="这个类别和缓急已经有时限。",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("area", None), ("category", None)),
                fields=("priority",),
                name="deadline_once_for_all_others",
                violation_error_message="这个缓急已经有通用时限。",
            ),
        ),
        migrations.AddConstraint(
            model_name="deadline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("category", None)),
                fields=("area", "priority"),
                name="deadline_once_for_all_others_in_an_area",
                violation_error_message="这个缓急已经有通用时限。",
            ),
        ),
    ]
