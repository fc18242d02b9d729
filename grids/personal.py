from django.utils.translation import gettext_lazy as _

from foundation.audit.personal_data import Basis, Group, Keep, Level, Whose, comes, declare, older

comes("grids", 7)

declare(
    "grids.Area",
    plain=[
        "level",
        "code",
        "name",
        "register_name",
        "path",
        "office_phone",
        "valid_from",
        "valid_to",
    ],
)
declare("grids.DivisionFile", plain=["year", "under", "file_hash", "rows", "taken_in_at"])
declare("grids.Compound", plain=["name"])
declare("grids.Building", plain=["number", "name", "kind"])
declare("grids.IdleTime", plain=["role", "minutes"])
declare("grids.CalendarDay", plain=["day", "is_workday", "why"])
declare(
    "grids.ArrangedYear",
    about=_("一年的放假安排"),
    whose=Whose.STAFF,
    keep=Keep(_("一直留着：期限为什么这样算要查得到")),
    groups=[
        Group(
            ["by", "taken_back_by"],
            Level.ORDINARY,
            _("谁录入、谁撤回了一年的放假安排"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "year", "before", "after", "moved", "at", "taken_back_at"],
)
declare(
    "grids.BoundaryChange",
    about=_("网格调整"),
    whose=Whose.STAFF,
    keep=Keep(_("一直留着：哪里归谁管、什么时候改的要查得到")),
    groups=[
        Group(
            ["seen", "before", "by", "undone_by"],
            Level.ORDINARY,
            _("谁调整、谁撤销的，谁因此看得见或者看不见，怎样恢复原样"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "kind", "area", "grid", "to", "at", "undone_at"],
)
declare(
    "grids.Posting",
    whose=Whose.STAFF,
    keep=Keep(
        _("卸任以后十年：那时候谁负责要查得到"), older("grids.Posting", "until_on", days=3650)
    ),
    groups=[
        Group(
            ["user", "role", "from_on", "until_on"],
            Level.ORDINARY,
            _("谁负责哪里，从哪天到哪天"),
            Basis.STAFF,
        ),
    ],
)
declare(
    "grids.Absence",
    about=_("请人代班"),
    whose=Whose.STAFF,
    keep=Keep(
        _("过去以后两年：那几天谁负责要查得到；不写为什么不在"),
        older("grids.Absence", "until_on", days=730),
        job="old-absences",
    ),
    groups=[
        Group(
            ["user", "stand_in", "said_by", "from_on", "until_on", "taken_back_at"],
            Level.ORDINARY,
            _("谁哪几天不在，请谁代班"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "said_at"],
)
declare(
    "grids.StandIn",
    about=_("代班的日子"),
    whose=Whose.STAFF,
    keep=Keep(
        _("过去以后两年，和请人代班一起"),
        older("grids.StandIn", "until_on", days=730),
        job="old-absences",
    ),
    groups=[
        Group(
            ["absence", "absent", "by", "from_on", "until_on"],
            Level.ORDINARY,
            _("哪一天谁实际代了谁的班"),
            Basis.STAFF,
        ),
    ],
)
declare(
    "grids.Handover",
    about=_("岗位交接"),
    whose=Whose.STAFF,
    keep=Keep(_("十年：什么时候由谁接手要查得到"), older("grids.Handover", "asked_at", days=3650)),
    groups=[
        Group(
            ["user", "to", "on", "asked_by", "state"],
            Level.ORDINARY,
            _("谁的岗位请谁接手，从哪天起，接了没有"),
            Basis.STAFF,
        ),
    ],
    plain=["uid", "asked_at", "decided_at"],
)
