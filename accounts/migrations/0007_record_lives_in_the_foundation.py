from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_names_people_tell_apart"),
        ("foundation", "0001_models_of_others"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.DeleteModel(name="Record"),
                migrations.DeleteModel(name="RecordHead"),
                migrations.DeleteModel(name="Tally"),
            ]
        ),
    ]
