import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.audit.append_only import AppendOnly, Unlocked


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_access_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=30, verbose_name="名称")),
                ("query", models.CharField(max_length=500)),
                ("office", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        Unlocked("accounts_record"),
        migrations.AddField(
            model_name="record",
            name="thing",
            field=models.CharField(blank=True, default="", max_length=60),
            preserve_default=False,
        ),
        AppendOnly("accounts_record"),
        migrations.AddField(
            model_name="user",
            name="code_until",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("thing", ""), _negated=True),
                fields=["thing", "-at"],
                name="record_of_thing",
            ),
        ),
        migrations.AddField(
            model_name="savedfilter",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="savedfilter",
            constraint=models.UniqueConstraint(
                fields=("owner", "register", "name"), name="saved_filter_name_once"
            ),
        ),
    ]
