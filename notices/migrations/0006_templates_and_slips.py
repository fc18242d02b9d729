import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0005_read_off_the_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="TextTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provider",
                    models.CharField(
                        choices=[("aliyun", "阿里云"), ("tencent", "腾讯云")],
                        max_length=10,
                        verbose_name="服务商",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        help_text="英文名，像 sign-in-code（登录验证码）、old-number（告诉原来的号码）。",
                        max_length=40,
                        verbose_name="哪一类消息",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        help_text="服务商批下来的编号。", max_length=40, verbose_name="模板编号"
                    ),
                ),
                (
                    "parameters",
                    models.CharField(
                        blank=True,
                        help_text="模板里有几个空就写几个，按顺序，用逗号隔开；没有空就不写。",
                        max_length=200,
                        verbose_name="填进去的",
                    ),
                ),
            ],
            options={
                "verbose_name": "短信模板",
                "verbose_name_plural": "短信模板",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("provider", "event"),
                        name="text_template_one_for_an_event",
                        violation_error_message="这家服务商的这一类消息已经有模板了，请改那一个。",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Slip",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("event", models.CharField(max_length=40)),
                ("text", models.CharField(max_length=400)),
                ("made_at", models.DateTimeField()),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "printed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="slips",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "纸条",
                "verbose_name_plural": "纸条",
                "indexes": [
                    models.Index(
                        condition=models.Q(("printed_at__isnull", True)),
                        fields=["made_at"],
                        name="slip_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="slip_says_something",
                        violation_error_message="纸条上要有话。",
                    )
                ],
            },
        ),
    ]
