import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0017_own_entries_of_staff"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="rosterpage",
            name="part",
            field=models.CharField(
                choices=[
                    ("top", "开头几行"),
                    ("faulty", "有错"),
                    ("new", "新增"),
                    ("changed", "改动"),
                    ("numbers", "换号码的"),
                    ("left", "没有变化"),
                    ("original", "原来的行"),
                    ("before", "导入以前"),
                    ("built_on", "后来的"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="ResidentCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("code_hash", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(db_index=True)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cards",
                        to="residents.person",
                    ),
                ),
                (
                    "seconded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "居民卡",
                "verbose_name_plural": "居民卡",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("made_by", models.F("seconded_by")), _negated=True),
                        name="resident_card_by_two",
                        violation_error_message="居民卡要两个人一起发。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WrittenNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "column",
                    models.CharField(
                        choices=[("phone", "手机号"), ("id_number", "身份证号")], max_length=10
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("earlier", "早先登记的"),
                            ("roster", "名册里来的"),
                            ("office", "街道后台填的"),
                            ("counter", "柜台填的"),
                            ("door", "上门时填的"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=120)),
                ("written_at", models.DateTimeField()),
                ("before_sealed", models.TextField(blank=True)),
                ("before_index", models.CharField(blank=True, db_index=True, max_length=64)),
                ("tell_before_at", models.DateTimeField(null=True)),
                (
                    "confirmed_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("old_number", "原来的号码收了验证码"),
                            ("counter", "柜台看过身份证"),
                            ("door", "上门两个人看过"),
                        ],
                        max_length=12,
                    ),
                ),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="written_numbers",
                        to="residents.person",
                    ),
                ),
                (
                    "seconded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "号码的来历",
                "verbose_name_plural": "号码的来历",
                "indexes": [
                    models.Index(
                        condition=models.Q(("tell_before_at__isnull", False)),
                        fields=["tell_before_at"],
                        name="number_before_to_tell",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "column"), name="number_written_last_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at", None), ("confirmed_how", "")),
                            models.Q(
                                models.Q(("confirmed_how", ""), _negated=True),
                                ("confirmed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="number_confirmed_says_how_and_when",
                        violation_error_message="确认过的号码要写明怎么确认的、什么时候。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_how__in", ["", "old_number"]),
                            models.Q(
                                ("written_by__isnull", False),
                                ("confirmed_by__isnull", False),
                                models.Q(("confirmed_by", models.F("written_by")), _negated=True),
                            ),
                            models.Q(
                                ("seconded_by__isnull", False),
                                models.Q(("seconded_by", models.F("confirmed_by")), _negated=True),
                                models.Q(
                                    ("written_by", None),
                                    models.Q(
                                        ("seconded_by", models.F("written_by")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="number_not_confirmed_by_its_writer",
                        violation_error_message="写号码的人不能自己确认，要另一位同事看过身份证。",
                    ),
                ],
            },
        ),
    ]
