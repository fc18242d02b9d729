from django.db import migrations

BASIS = "内蒙古自治区特殊困难群体探访关爱意见（2022）"
TIERS = [
    ("high", 7, "每周至少一次；重大变故后 24 小时内"),
    ("key", 30, "每月至少一次"),
    ("general", 90, "每季度至少一次"),
]


def write(apps, editor):
    rows = apps.get_model("residents", "ContactTier").objects
    for tier, days, rule in TIERS:
        rows.get_or_create(tier=tier, defaults={"every_days": days, "basis": f"{BASIS}：{rule}"})


class Migration(migrations.Migration):
    dependencies = [("residents", "0001_register")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
