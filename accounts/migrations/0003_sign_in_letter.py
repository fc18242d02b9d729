from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_record")]

    operations = [
        migrations.AddField(
            model_name="signincode",
            name="letter",
            field=models.TextField(blank=True, default=""),
        ),
    ]
