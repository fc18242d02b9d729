from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_record_lives_in_the_foundation"),
        ("office", "0001_models_of_others"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.DeleteModel(name="SavedFilter")]
        ),
    ]
