"""Saved filters came from accounts; only the label is new."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foundation.moved_models import content_types_follow


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("accounts", "0007_record_lives_in_the_foundation"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="SavedFilter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("register", models.CharField(max_length=60)),
                        ("name", models.CharField(max_length=30, verbose_name="名称")),
                        ("query", models.CharField(max_length=500)),
                        ("office", models.CharField(blank=True, max_length=20)),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "db_table": "accounts_savedfilter",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "register", "name"), name="saved_filter_name_once"
                            )
                        ],
                    },
                ),
            ]
        ),
        content_types_follow(came_from="accounts", to="office", models=["savedfilter"]),
    ]
