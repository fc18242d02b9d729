"""For migrations: a model that lives in another app now, whose table stays what it is called."""

from collections.abc import Callable

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def content_types_follow(*, came_from: str, to: str, models: list[str]) -> migrations.RunPython:
    """The rows that histories and permissions hang on keep their keys and get the new label."""

    def relabel(old: str, new: str) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
        def run(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
            rows = apps.get_model("contenttypes", "ContentType").objects.using(
                editor.connection.alias
            )
            for model in models:
                if not rows.filter(app_label=new, model=model).exists():
                    rows.filter(app_label=old, model=model).update(app_label=new)

        return run

    return migrations.RunPython(relabel(came_from, to), relabel(to, came_from))
