"""Where a file comes from, as it says itself: the watermark, and the short form for the record."""

from django.utils.translation import gettext as _

from reports.exports.files import local
from reports.models import Export
from reports.tables import TABLES


def of(export: Export, *, rows: int, at) -> list[tuple[str, str]]:
    """Who, when, why, how many: pairs of texts for the head of the file."""
    return [
        (_("表"), str(TABLES[export.table].label)),
        (_("导出人"), export.asked_by.name),
        (_("时间"), local(at)),
        (_("用途"), export.why),
        (_("行数"), f"{rows}"),
        (_("范围"), "，".join(part for part in (export.area.name, *filtered(export)) if part)),
        (_("号码"), _("完整") if export.full else _("已隐去")),
        *([(_("批准人"), export.agreed_by.name)] if export.agreed_by else []),
        (_("编号"), str(export.uid)[:8]),
        (_("提醒"), _("内有个人信息，只用于上面写的用途，用完删掉。")),
    ]


def filtered(export: Export) -> list[str]:
    """Which rows were asked for, in words."""
    table, parts = TABLES[export.table], []
    if state := table.states.get(export.filters.get("state")):
        parts.append(str(state))
    days = (export.filters.get("from_on"), export.filters.get("until_on"))
    if table.dated == "between" and any(days):
        parts.append(_("%(first)s 到 %(last)s") % {"first": days[0] or "…", "last": days[1] or "…"})
    elif table.dated and days[1]:
        parts.append(_("到 %(last)s 为止") % {"last": days[1]})
    return parts


def in_short(export: Export) -> str:
    """For the record, which is read long after: words of the program, never of people."""
    asked = " ".join(f"{key}={value}" for key, value in export.filters.items() if value)
    return (
        f"{export.table} area={export.area.code} {asked} columns={','.join(export.columns)}"
        f" numbers={'whole' if export.full else 'masked'} {export.form} {export.uid}"
    )
