from django.db import migrations


def five_working_days(apps, schema_editor):
    deadlines = apps.get_model("participation", "FeedbackDeadline")
    deadlines.objects.create(area=None, amount=5, basis="意见、投诉五个工作日以内答复")


class Migration(migrations.Migration):
    dependencies = [("participation", "0001_feedback")]

    operations = [migrations.RunPython(five_working_days, migrations.RunPython.noop)]
