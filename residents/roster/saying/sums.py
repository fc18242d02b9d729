"""Every row of a file, counted once: what became of each, and together they are the file."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Summand:
    """So many rows of one kind."""

    label: str
    number: int


@dataclass(frozen=True)
class Sum:
    """`rows` of the file below its heads; those that are empty are none."""

    rows: int
    summands: list[Summand]

    @property
    def going_in(self) -> list[Summand]:
        """What is in the register once it is taken in; all else stays out."""
        return self.summands[:3]

    @property
    def staying_out(self) -> list[Summand]:
        return [each for each in self.summands[3:] if each.number]

    @property
    def adds_up(self) -> bool:
        return self.rows == sum(each.number for each in self.summands)


def sum_of(found: dict) -> Sum | None:
    """`found`: the findings of a roster; None of one that could not be read.

    The first five are always told; of the others those there are.
    """
    if "people" not in found:
        return None
    always = [
        Summand(_("新增"), found["new"]),
        Summand(_("有改动"), found["changed"]),
        Summand(_("没有变化"), found["unchanged"]),
        Summand(_("要问的"), found.get("asked", 0)),
        Summand(_("有错"), found["faulty"] - found.get("waiting", 0)),
    ]
    others = [
        Summand(_("等登记楼栋"), found.get("waiting", 0)),
        Summand(_("一起留下"), found.get("tied", 0)),
        Summand(_("待定"), found.get("held", 0)),
        Summand(_("另成一份"), found.get("rest_rows", 0)),
        Summand(_("答了不要"), found.get("left_out", {}).get("all", 0)),
        Summand(_("没有写人"), found.get("nobody", 0)),
        Summand(_("示例"), found.get("examples", 0)),
        Summand(_("重复的表头"), found.get("heads_again", 0)),
    ]
    passed_over = ("nobody", "examples", "heads_again")
    rows = found["people"] + sum(found.get(name, 0) for name in passed_over)
    return Sum(found.get("lines", rows), always + [each for each in others if each.number])


def only_waits(found: dict) -> bool:
    """Whether nothing is wrong with the file but that it came before its places."""
    return bool(found["faulty"]) and found["faulty"] == found.get("waiting")
