"""A role for whoever stands second."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0004_rules_of_streets"),
    ]

    operations = [
        migrations.AlterField(
            model_name="posting",
            name="role",
            field=models.CharField(
                choices=[
                    ("street_staff", "街道工作人员"),
                    ("secretary", "社区书记（道德银行行长）"),
                    ("community_staff", "社区工作人员"),
                    ("grid_lead", "网格长"),
                    ("grid_worker", "网格员（揽储员）"),
                    ("campaign_helper", "下沉队员"),
                    ("standing_second", "第二确认人"),
                ],
                max_length=20,
                verbose_name="岗位",
            ),
        ),
    ]
