"""For migrations: a model that lives in another app now, whose table stays what it is called."""

from django.db import migrations


def content_types_follow(*, came_from: str, to: str, models: list[str]) -> migrations.RunPython:
    """The rows that histories and permissions hang on keep their keys and get the new label."""

    def relabel(old, new):
        def run(apps, editor):
            rows = apps.get_model("contenttypes", "ContentType").objects.using(
                editor.connection.alias
            )
            for model in models:
                if not rows.filter(app_label=new, model=model).exists():
                    rows.filter(app_label=old, model=model).update(app_label=new)

        return run

    return migrations.RunPython(relabel(came_from, to), relabel(to, came_from))
