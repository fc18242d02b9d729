"""Whose hand an account is in is counted from the first sign-in after it was given something."""

from django.db import migrations, models
from django.db.models import F


def used_before(apps, schema_editor):
    """Whoever came in since is in already: for them the days go on counting as before."""
    Enablement = apps.get_model("accounts", "Enablement")
    for row in Enablement.objects.filter(user__last_login__gte=F("at")).only("at"):
        Enablement.objects.filter(pk=row.pk).update(used_at=row.at)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0013_second_factor"),
    ]

    operations = [
        migrations.AddField(
            model_name="enablement",
            name="used_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name="enablement",
            name="act",
            field=models.CharField(
                choices=[
                    ("opened", "开了账号"),
                    ("appointed", "安排了岗位"),
                    ("coded", "给了登录码"),
                    ("carded", "给了登录卡"),
                ],
                max_length=9,
            ),
        ),
        migrations.RunPython(used_before, migrations.RunPython.noop),
    ]
