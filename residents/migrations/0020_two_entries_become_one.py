import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, Q


def reference(to, on_delete, *, null=True, name="+"):
    return models.ForeignKey(null=null, on_delete=on_delete, related_name=name, to=to)


CASCADE, PROTECT = django.db.models.deletion.CASCADE, django.db.models.deletion.PROTECT
PERSON, USER = "residents.person", settings.AUTH_USER_MODEL


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0019_numbers_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="joined_into",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=PROTECT,
                related_name="joined",
                to=PERSON,
            ),
        ),
        migrations.AlterField(
            model_name="person",
            name="status",
            field=models.CharField(
                choices=[
                    ("here", "在住"),
                    ("moved", "已搬走"),
                    ("died", "已去世"),
                    ("joined", "已并入另一份登记"),
                ],
                default="here",
                max_length=6,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=Q(status="joined", joined_into__isnull=False)
                | (~Q(status="joined") & Q(joined_into=None)),
                name="person_joined_names_the_entry_that_stays",
            ),
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("found_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "等着核对"),
                            ("proposed", "等另一边点头"),
                            ("joined", "合成一份了"),
                            ("two", "是两个人"),
                            ("gone", "号码已经不一样"),
                        ],
                        default="open",
                        max_length=8,
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("one", "是同一个人"), ("two", "是两个人，有一份的号码写错了")],
                        max_length=3,
                    ),
                ),
                ("taken", models.JSONField(default=list)),
                ("why", models.CharField(blank=True, max_length=120)),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("sealed_before", models.TextField(blank=True)),
                ("first", reference(PERSON, CASCADE, null=False)),
                ("second", reference(PERSON, CASCADE, null=False)),
                ("kept", reference(PERSON, CASCADE)),
                ("proposed_by", reference(USER, PROTECT)),
                ("decided_by", reference(USER, PROTECT)),
            ],
            options={
                "verbose_name": "重号",
                "verbose_name_plural": "重号",
                "constraints": [
                    models.UniqueConstraint(
                        fields=["first", "second"], name="meeting_once_for_a_pair"
                    ),
                    models.CheckConstraint(
                        condition=~Q(first=F("second")),
                        name="meeting_is_of_two_entries",
                    ),
                    models.CheckConstraint(
                        condition=Q(kept=None) | Q(kept=F("first")) | Q(kept=F("second")),
                        name="meeting_keeps_one_of_its_entries",
                    ),
                    models.CheckConstraint(
                        condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")),
                        name="meeting_is_decided_by_another_than_who_proposed",
                        violation_error_message="自己提的，要另一个人点头。",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=["joined", "two"])
                        | Q(decided_by__isnull=False, decided_at__isnull=False),
                        name="meeting_was_decided_by_somebody_some_time",
                    ),
                ],
            },
        ),
    ]
