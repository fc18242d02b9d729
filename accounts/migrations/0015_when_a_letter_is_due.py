from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0014_from_the_first_sign_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="signincode",
            name="letter_due_at",
            field=models.DateTimeField(null=True),
        ),
    ]
