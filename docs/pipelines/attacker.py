"""Somebody who reads published tables and wants to know what [c] hides. No solver: from what is printed, from
what adds up and from what cannot be larger than what, to what each count can still be, until nothing narrows.
What it finds is true as far as the orders are; it does not find everything that can be found."""

import collections
from collections.abc import Iterable
from typing import NamedTuple

MANY = 10 ** 9  # no bound
RADIUS, THRESHOLD = 2, 5  # counts are rounded to the nearest 5; those below it are not printed
ALL, UNKNOWN = "all", "unknown"

# The second is within the first.
WITHIN = [("participants", "pre_survey"), ("participants", "learning_started"), ("participants", "conversed"),
          ("participants", "post_survey"), ("learning_started", "learning_completed"),
          ("learning_started", "reached_target"), ("experiments_started", "experiments_concluded")]
STEPS = ("pre_survey", "learning_started", "conversed", "post_survey")  # whoever participates has done one
BROKEN_DOWN = {"minutes_people": "minutes_", "experiments_concluded": "experiments_concluded_",
               "adoptions": "adoptions_"}
COUNTED = {"funnel", "grade", "profession", "region", "weekly", "weekly_new", "bands", "items"}


class Figure(NamedTuple):
    table: str
    codes: tuple[str, ...]
    measure: str
    value: int | None
    marker: str  # "", "[c]" or "[z]"


class Cell(NamedTuple):
    """One count, however many tables print it."""
    release: str
    measure: str
    department: str
    across: str = ""  # what the department is divided by
    code: str = ""

    def __str__(self) -> str:
        place = f"{self.department}, {self.across} {self.code}" if self.across else self.department
        return f"{self.measure} of {place} in release {self.release}"


class Relation(NamedTuple):
    kind: str  # "sum": total is the sum of parts; "cover": at most that; "order": the part is at most total
    total: Cell
    parts: tuple[Cell, ...]


class Finding(NamedTuple):
    cell: Cell
    low: int
    high: int

    def __str__(self) -> str:
        if self.low == self.high:
            return f"{self.cell} is exactly {self.low}"
        return f"{self.cell} is one of {self.low} to {self.high}"


class Contradiction(Exception):
    """No counts explain what is printed."""


class Empty(Exception):
    """A relation left no value for a count."""

    def __init__(self, relation: Relation) -> None:
        super().__init__(str(relation.total))
        self.relation = relation


def printed(value: int | None, marker: str) -> tuple[int, int]:
    if marker == "[z]":
        return 0, 0
    if value is None:
        return 0, MANY
    return max(THRESHOLD, value - RADIUS), value + RADIUS


class Puzzle:
    """Counts, between what they lie, and what holds between them."""

    def __init__(self) -> None:
        self.known: dict[Cell, tuple[int, int]] = {}
        self.hidden: set[Cell] = set()  # what is printed as [c] and nowhere as a number
        self.groups: dict[Cell, tuple[int, int]] = {}  # of so many people; only those that are told
        self.certain: set[Relation] = set()
        self.believed: set[Relation] = set()  # corrections and moves make an exception now and then

    def add(self, cell: Cell, low: int, high: int, is_hidden: bool = False) -> None:
        before = self.known.get(cell, (0, MANY))
        if is_hidden and cell not in self.known:
            self.hidden.add(cell)
        elif not is_hidden:
            self.hidden.discard(cell)
        self.known[cell] = max(low, before[0]), min(high, before[1])
        if self.known[cell][0] > self.known[cell][1]:
            raise Contradiction(f"{cell} is printed twice, and otherwise")

    def add_sum(self, total: Cell, parts: Iterable[Cell]) -> None:
        parts = tuple(sorted(part for part in parts if part in self.known and part != total))
        if total in self.known and parts:
            self.certain.add(Relation("sum", total, parts))

    def add_order(self, less: Cell, more: Cell) -> None:
        if less in self.known and more in self.known and self.known[less][0] <= self.known[more][1]:
            self.believed.add(Relation("order", more, (less,)))

    def add_cover(self, total: Cell, parts: tuple[Cell, ...]) -> None:
        if all(cell in self.known for cell in (total, *parts)):
            self.believed.add(Relation("cover", total, parts))

    def solve(self) -> dict[Cell, tuple[int, int]]:
        """What each count can still be. Orders that cannot hold are given up, one after the other."""
        while True:
            try:
                return narrow(self.known, self.certain | self.believed)
            except Empty as empty:
                touched = {empty.relation.total, *empty.relation.parts}
                doubted = {empty.relation} & self.believed or {
                    relation for relation in self.believed if touched & {relation.total, *relation.parts}}
                if not doubted:
                    raise Contradiction(f"no counts explain {empty}") from None
                self.believed -= doubted

    def findings(self) -> list[Finding]:
        known = self.solve()
        return sorted(Finding(cell, *known[cell]) for cell in self.hidden
                      if told_too_much(*known[cell], self.groups.get(cell)))


def told_too_much(low: int, high: int, group: tuple[int, int] | None) -> bool:
    """Whether more is known of a withheld count than may be: it must be possible that it is 1 or less, and
    that it is 4 or more. What is certainly 5 or more is withheld for others' sake, or because almost all of
    its group are counted: then it must be possible that 4 are not. Of 1 to 4 people, that nobody is."""
    if group == (0, 0):
        return False
    if low == high:
        return True
    if group is not None and group[1] < THRESHOLD:
        return low > 0
    if low >= THRESHOLD:
        return group is not None and low > group[1] - (THRESHOLD - 1)
    return low > 1 or high < THRESHOLD - 1


def narrow(known: dict[Cell, tuple[int, int]], relations: Iterable[Relation]) -> dict[Cell, tuple[int, int]]:
    known = dict(known)
    queue = collections.deque(sorted(relations))
    waiting = set(queue)
    of_cell: dict[Cell, list[Relation]] = collections.defaultdict(list)
    for relation in queue:
        for cell in (relation.total, *relation.parts):
            of_cell[cell].append(relation)

    def tighten(cell: Cell, low: int, high: int, relation: Relation) -> None:
        before = known[cell]
        now = max(low, before[0]), min(high, before[1])
        if now == before:
            return
        if now[0] > now[1]:
            raise Empty(relation)
        known[cell] = now
        for other in of_cell[cell]:
            if other not in waiting:
                waiting.add(other)
                queue.append(other)

    while queue:
        relation = queue.popleft()
        waiting.remove(relation)
        kind, total, parts = relation
        low, high = sum(known[part][0] for part in parts), sum(known[part][1] for part in parts)
        tighten(total, 0 if kind == "cover" else low, MANY if kind == "order" else high, relation)
        least, most = known[total]
        for part in parts:
            others_low, others_high = low - known[part][0], high - known[part][1]
            tighten(part, 0 if kind == "order" else least - others_high,
                    MANY if kind == "cover" else most - others_low, relation)
    return known
