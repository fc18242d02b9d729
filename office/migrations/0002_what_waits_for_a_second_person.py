"""Grave posts and codes wait here for the yes of a second person."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("grids", "0005_second_person_of_a_street"),
        ("office", "0001_models_of_others"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("open", "开新账号"),
                            ("appoint", "安排岗位"),
                            ("hand_over", "交接岗位"),
                            ("extend", "延长任期"),
                            ("code", "给登录码"),
                        ],
                        max_length=9,
                        verbose_name="什么事",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等确认"),
                            ("confirmed", "已确认"),
                            ("refused", "没有确认"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="waiting",
                        max_length=9,
                        verbose_name="状态",
                    ),
                ),
                ("username", models.CharField(blank=True, max_length=40, verbose_name="登录名")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="姓名")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("street_staff", "街道工作人员"),
                            ("secretary", "社区书记（道德银行行长）"),
                            ("community_staff", "社区工作人员"),
                            ("grid_lead", "网格长"),
                            ("grid_worker", "网格员（揽储员）"),
                            ("campaign_helper", "下沉队员"),
                            ("standing_second", "第二确认人"),
                            ("system_admin", "系统管理员"),
                            ("security_admin", "安全管理员"),
                            ("audit_admin", "审计管理员"),
                        ],
                        max_length=20,
                        verbose_name="岗位",
                    ),
                ),
                ("from_on", models.DateField(null=True, verbose_name="开始日期")),
                ("until_on", models.DateField(null=True, verbose_name="结束日期（含当天）")),
                ("half_sealed", models.TextField(blank=True)),
                ("asked_at", models.DateTimeField(verbose_name="提出时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="确认时间")),
                (
                    "refusal",
                    models.CharField(blank=True, max_length=120, verbose_name="没有确认的原因"),
                ),
                (
                    "area",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="grids.area",
                        verbose_name="区域",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出的人",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="确认的人",
                    ),
                ),
                (
                    "posting",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="grids.posting",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="关于谁",
                    ),
                ),
            ],
            options={
                "verbose_name": "等第二个人确认的事",
                "verbose_name_plural": "等第二个人确认的事",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["area"],
                        name="proposal_open",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["confirmed", "refused"]), _negated=True),
                            ("decided_by__isnull", False),
                            _connector="OR",
                        ),
                        name="proposal_decided_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "confirmed"), _negated=True),
                            models.Q(("decided_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_confirmed_by_another",
                        violation_error_message="自己提出的，要由另一个人确认。",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("kind", "user", "area", "role"),
                        name="proposal_waits_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "open"), ("state", "waiting")),
                        fields=("username",),
                        name="proposal_opens_a_name_once",
                    ),
                ],
            },
        ),
    ]
