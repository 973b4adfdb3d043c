"""What the standard tables of releases say, for the attacker: which figures are one count, what adds up, what
cannot be larger than what, within a release and from one to the next."""

import collections

from attacker import ALL, BROKEN_DOWN, COUNTED, MANY, STEPS, THRESHOLD, UNKNOWN, WITHIN
from attacker import Cell, Figure, Finding, Puzzle, printed

ACROSS = {"funnel": "organisation", "items": "organisation", "weekly": "week", "weekly_new": "week"}
DIVIDED = ("grade", "profession", "region")  # departments; nobody prints it of people without one


def cell_of(release: str, figure: Figure) -> Cell:
    across = ACROSS.get(figure.table, figure.table if figure.table in DIVIDED else "")
    codes = figure.codes if figure.table != "weekly_new" else (ALL, *figure.codes)
    if not across or codes[1] == ALL:
        return Cell(release, figure.measure, codes[0])
    return Cell(release, figure.measure, codes[0], across, codes[1])


class Release:
    """One release's figures, put into a puzzle."""

    def __init__(self, name: str, figures: list[Figure], puzzle: Puzzle) -> None:
        self.name, self.puzzle = name, puzzle
        self.cells: set[Cell] = set()
        self.sizes: dict[tuple[str, str, str], tuple[int, int]] = {}
        for figure in figures:
            if figure.table in COUNTED and not figure.measure.endswith("_percent"):
                self.add(figure)
        self.add_caps()
        self.add_unprinted()
        self.add_sums()
        self.add_weeks()
        self.add_within()

    def add(self, figure: Figure) -> None:
        cell = cell_of(self.name, figure)
        low, high = printed(figure.value, figure.marker)
        if figure.measure in ("people", "minutes_people"):  # of how many people the others are; below 5: [c]
            if figure.marker == "[z]" and figure.codes[0] in (ALL, UNKNOWN):
                return  # how many there are is not told
            if figure.marker == "[c]":
                low, high = 1, THRESHOLD - 1
            if figure.measure == "people":
                self.sizes[cell[2:]] = low, high
                return
        self.puzzle.add(cell, low, high, figure.marker == "[c]" and figure.measure != "minutes_people")
        self.cells.add(cell)

    def add_caps(self) -> None:
        """Nobody counts more people than a group has."""
        of_people = {more for more, _ in WITHIN[:6]} | {less for _, less in WITHIN[:6]}
        for cell in self.cells:
            group = cell[2:] if cell.across != "week" else (cell.department, "", "")
            size = self.sizes.get(group) if cell.measure in of_people else None
            if size is not None:
                self.puzzle.groups[cell] = size
                self.puzzle.known[cell] = self.puzzle.known[cell][0], min(size[1], self.puzzle.known[cell][1])

    def add_unprinted(self) -> None:
        """People without a department have grades as well; no table says which."""
        for cell in [cell for cell in self.cells if cell.department == ALL and cell.across in DIVIDED]:
            unprinted = cell._replace(department=UNKNOWN)
            if self.puzzle.known[cell][1] > 0 and unprinted not in self.cells:
                self.puzzle.add(unprinted, 0, MANY)
                self.cells.add(unprinted)

    def add_sums(self) -> None:
        over_departments, over_parts, over_bands = (collections.defaultdict(list) for _ in range(3))
        for cell in self.cells:
            if cell.department != ALL:
                over_departments[cell._replace(department=ALL)].append(cell)
            if cell.across and cell.across != "week":
                over_parts[cell._replace(across="", code=""), cell.across].append(cell)
            for whole, prefix in BROKEN_DOWN.items():
                if cell.measure.startswith(prefix) and cell.measure != whole:
                    over_bands[cell._replace(measure=whole)].append(cell)
        for total, parts in [*over_departments.items(), *over_bands.items()]:
            if total.across != "organisation":  # a body is in a department
                self.puzzle.add_sum(total, parts)
        for (total, _), parts in over_parts.items():
            self.puzzle.add_sum(total, parts)

    def add_weeks(self) -> None:
        series = collections.defaultdict(list)
        for cell in self.cells:
            if cell.across == "week" and not cell.measure.startswith("new_"):
                series[cell.measure, cell.department].append(cell)
        for (measure, department), weeks in series.items():
            weeks.sort(key=lambda cell: cell.code)
            for before, after in zip([None, *weeks], weeks):
                new = after._replace(measure=f"new_{measure}")
                if before is not None:
                    self.puzzle.add_order(before, after)
                if new in self.cells:
                    self.puzzle.add_sum(after, [new] if before is None else [before, new])
            # The last week holds all up to the day of the release.
            self.puzzle.add_sum(Cell(self.name, measure, department), weeks[-1:])

    def add_within(self) -> None:
        for cell in self.cells:
            for more, less in WITHIN:
                if cell.measure == less:
                    self.puzzle.add_order(cell, cell._replace(measure=more))
            if cell.measure == "participants":
                self.puzzle.add_cover(cell, tuple(cell._replace(measure=step) for step in STEPS))


def attack(releases: list[tuple[str, list[Figure]]]) -> tuple[list[Finding], int]:
    """What can be told from releases, the oldest first, and how many counts are hidden in them."""
    puzzle = Puzzle()
    made = [Release(name, figures, puzzle) for name, figures in releases]
    for number, newer in enumerate(made):
        for older in made[:number]:
            for cell in older.cells:  # what has happened by one day has happened by the next
                if not cell.measure.startswith("new_") and not is_of_today(cell.measure):
                    puzzle.add_order(cell, cell._replace(release=newer.name))
    return puzzle.findings(), len(puzzle.hidden)


def is_of_today(measure: str) -> bool:
    """Not what has happened by a day, but how things stand: bands that people leave, adoptions under way."""
    return measure.startswith("minutes_") or measure in ("adoptions_planned", "adoptions_running")
