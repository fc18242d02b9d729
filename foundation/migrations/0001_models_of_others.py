"""Record, its ends and the counts came from accounts, the heartbeat from notices; only the label is new."""

from django.db import migrations, models

from foundation.moved_models import content_types_follow


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("accounts", "0006_names_people_tell_apart"),
        ("notices", "0002_names_people_tell_apart"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Heartbeat",
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
                        ("name", models.CharField(max_length=20, unique=True)),
                        ("at", models.DateTimeField()),
                    ],
                    options={
                        "db_table": "notices_heartbeat",
                    },
                ),
                migrations.CreateModel(
                    name="RecordHead",
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
                        ("scope", models.CharField(max_length=20, unique=True)),
                        ("number", models.PositiveBigIntegerField(default=0)),
                        ("mac", models.CharField(blank=True, max_length=64)),
                        ("seal", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "db_table": "accounts_recordhead",
                    },
                ),
                migrations.CreateModel(
                    name="Record",
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
                        ("scope", models.CharField(max_length=20)),
                        ("number", models.PositiveBigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("looked", "查看"),
                                    ("changed", "修改"),
                                    ("exported", "导出"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("about", models.UUIDField(null=True)),
                        ("thing", models.CharField(blank=True, max_length=60)),
                        ("at", models.DateTimeField()),
                        ("body", models.TextField()),
                        ("mac", models.CharField(max_length=64)),
                    ],
                    options={
                        "db_table": "accounts_record",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("about__isnull", False)),
                                fields=["about", "-at"],
                                name="record_about_person",
                            ),
                            models.Index(
                                condition=models.Q(("thing", ""), _negated=True),
                                fields=["thing", "-at"],
                                name="record_of_thing",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("scope", "number"), name="record_number_once_in_a_scope"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Tally",
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
                        ("what", models.CharField(max_length=40)),
                        ("who", models.CharField(max_length=120)),
                        ("window_at", models.DateTimeField()),
                        ("count", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "db_table": "accounts_tally",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("what", "who", "window_at"), name="tally_one_per_window"
                            )
                        ],
                    },
                ),
            ]
        ),
        content_types_follow(
            came_from="accounts", to="foundation", models=["record", "recordhead", "tally"]
        ),
        content_types_follow(came_from="notices", to="foundation", models=["heartbeat"]),
    ]
