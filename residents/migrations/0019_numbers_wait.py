"""What is registered was compared already: it is unique, and stays so as what is confirmed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [("waiting", "待核"), ("confirmed", "已核"), ("met", "和另一份登记相同")]


def state(default):
    return models.CharField(
        choices=STATES,
        default=default,
        editable=False,
        max_length=9,
        verbose_name="身份证号核对",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("residents", "0018_numbers_confirmed_by_another"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="id_number_by",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("person", "id_number_state", state("confirmed")),
        migrations.AlterField("person", "id_number_state", state("waiting")),
        migrations.RemoveConstraint(model_name="person", name="person_id_number_once"),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("id_number_state", "confirmed"))
                & models.Q(("id_number_index", ""), _negated=True),
                fields=["id_number_index"],
                name="person_id_number_once",
                violation_error_message="这个身份证号已经登记在另一位居民名下。",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("id_number_index", ""), _negated=True),
                fields=["id_number_index"],
                name="person_id_number",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("id_number_state", "confirmed"), _negated=True)
                & models.Q(("id_number_index", ""), _negated=True),
                fields=["id_number_state", "id"],
                name="person_id_number_unsettled",
            ),
        ),
    ]
