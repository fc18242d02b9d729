"""How large the invented places are."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """One database. Everything is counted per grid, so a larger place is only more of the same."""

    streets: int
    communities: int  # in a street
    grids: int  # in a community
    people: int  # in a grid, as all that follow
    doors: int
    visits: int
    cases: int
    depositors: int
    transfers: int

    @property
    def all_grids(self):
        return self.streets * self.communities * self.grids

    def told(self):
        grids = self.all_grids
        return (
            f"{grids * self.people:,} people, {grids * self.doors:,} households, {grids:,} grids, "
            f"{grids * self.visits:,} contacts, {grids * self.cases:,} cases, "
            f"{grids * self.transfers:,} transfers"
        )


@dataclass(frozen=True)
class Scale:
    """Two databases of the same invented place, `thrice` with three times as many streets."""

    once: Size
    thrice: Size
    main: str  # in which of the two everything else is measured
    roster: int  # lines of the workbook
    deposits: int
    clients: tuple[int, ...]  # posting points at once
    seconds: float  # for a run of so many
    turns: int  # of what takes seconds each


def _street(streets):
    return Size(
        streets,
        5,
        20,
        people=340,
        doors=200,
        visits=8160,
        cases=200,
        depositors=340,
        transfers=4080,
    )


def _city(streets):
    return Size(
        streets, 10, 9, people=300, doors=112, visits=334, cases=34, depositors=40, transfers=120
    )


def _tiny(streets):
    return Size(streets, 2, 2, people=30, doors=12, visits=40, cases=8, depositors=6, transfers=20)


SCALES = {
    "tiny": Scale(
        _tiny(1), _tiny(3), "once", roster=30, deposits=20, clients=(2,), seconds=0.2, turns=1
    ),
    "street": Scale(
        _street(1),
        _street(3),
        "once",
        roster=34_000,
        deposits=10_000,
        clients=(8, 32),
        seconds=6,
        turns=3,
    ),
    "city": Scale(
        _city(33),
        _city(100),
        "thrice",
        roster=34_000,
        deposits=10_000,
        clients=(8, 32),
        seconds=6,
        turns=3,
    ),
}
