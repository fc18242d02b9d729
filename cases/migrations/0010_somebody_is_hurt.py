from django.db import migrations

NAME, BESIDE = "家里有人被伤害", "家里的事"
WORDS = "有人打人、吓人、不让出门；只有接待的人看得见"
BASIS = "《反家庭暴力法》第十三条：求助要及时帮。每天两小时内有人受理，夜里从早上八点算"
OLD_WORDS = "家人之间的争吵或伤害，只有社区书记看得见"
NEW_WORDS = "家人之间说不拢的事，只有社区书记看得见"
ICON, OLD_ICON = "heart-crack", "house-heart"
HOURS = 2


def write(apps, editor):
    """Out of the second level, where no resident could choose it, beside the group it stood in."""
    categories = apps.get_model("cases", "Category").objects
    beside = categories.filter(name=BESIDE, parent=None).first()
    facts = {
        "parent": None,
        "harm": True,
        "confidential_by_default": True,
        "position": beside.position - 1 if beside else 1,
    }
    there = categories.filter(name=NAME, parent=None) or categories.filter(
        name=NAME, parent__name=BESIDE
    )
    hurt = there.first() or categories.create(name=NAME)
    categories.filter(pk=hurt.pk).update(**facts)
    # What a street has written itself stays.
    categories.filter(pk=hurt.pk, words="").update(words=WORDS)
    categories.filter(pk=hurt.pk, icon__in=["", OLD_ICON]).update(icon=ICON)
    categories.filter(name=BESIDE, words=OLD_WORDS).update(words=NEW_WORDS)
    deadlines = apps.get_model("cases", "Deadline").objects
    for priority in ("normal", "urgent", "emergency"):
        rule = {"amount": HOURS, "unit": "hours", "basis": BASIS}
        deadlines.get_or_create(category=hurt, priority=priority, defaults=rule)


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_harm")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
