"""Second factors, sign-in names and switched off accounts wait for a second person, too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("office", "0002_what_waits_for_a_second_person"),
    ]

    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("open", "开新账号"),
                    ("appoint", "安排岗位"),
                    ("hand_over", "交接岗位"),
                    ("extend", "延长任期"),
                    ("code", "给登录码"),
                    ("replace", "换第二道验证"),
                    ("rename", "改登录名"),
                    ("switch_on", "重新启用账号"),
                ],
                max_length=9,
                verbose_name="什么事",
            ),
        ),
    ]
