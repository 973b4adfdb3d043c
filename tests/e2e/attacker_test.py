#!/usr/bin/python3
"""The attacker of docs/pipelines on tables small enough to be worked out by hand."""

import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "docs" / "pipelines"))

from attacker import Cell, Contradiction, Figure, Puzzle, told_too_much
from tables import attack

HIDDEN = "[c]"


def puzzle_of(names, *sums, spread=2):
    """Names and what is printed of them; of each sum the total first. With a spread of 0 it is exact."""
    puzzle, cells = Puzzle(), {name: Cell("1", "learning_started", name) for name in names}
    for name, is_printed in names.items():
        if is_printed == HIDDEN:
            puzzle.add(cells[name], 0, 10 ** 9, is_hidden=True)
        else:
            low = max(5, is_printed - spread) if spread else is_printed
            puzzle.add(cells[name], low, is_printed + spread)
    for total, *parts in sums:
        puzzle.add_sum(cells[total], [cells[part] for part in parts])
    return puzzle


def told(puzzle):
    return {finding.cell.department: (finding.low, finding.high) for finding in puzzle.findings()}


def solved(puzzle, name):
    return puzzle.solve()[Cell("1", "learning_started", name)]


def figures(table, rows, measure="learning_started"):
    return [Figure(table, codes, measure, None if isinstance(value, str) else value,
                   value if isinstance(value, str) else "") for codes, value in rows.items()]


class HandTables(unittest.TestCase):
    def test_1_rounding_is_enough_and_exact_figures_are_not(self):
        names, total = {"dept": 40, "core": 40, "inspectorate": HIDDEN}, ("dept", "core", "inspectorate")
        puzzle = puzzle_of(names, total)
        self.assertEqual(told(puzzle), {})
        self.assertEqual(solved(puzzle, "inspectorate"), (0, 4))
        self.assertEqual(told(puzzle_of(names | {"dept": 41, "core": 38}, total, spread=0)),
                         {"inspectorate": (3, 3)})
        both = {"dept": 41, "core": HIDDEN, "inspectorate": HIDDEN}
        self.assertEqual(told(puzzle_of(both, total, spread=0)), {})

    def test_2_a_5_is_no_less_than_5(self):
        names, total = {"dept": 5, "core": 5, "small": HIDDEN}, ("dept", "core", "small")
        self.assertEqual(told(puzzle_of(names, total)), {"small": (0, 2)})
        self.assertEqual(told(puzzle_of(names | {"dept": HIDDEN}, total)), {})

    def test_3_siblings_leave_4_at_least(self):
        names, total = {"T": 40, "A": HIDDEN, "B": 10, "C": 20}, ("T", "A", "B", "C")
        self.assertEqual(told(puzzle_of(names, total)), {"A": (4, 24 - 8)})
        self.assertEqual(told(puzzle_of(names | {"B": HIDDEN}, total)), {})
        mirror = {"T": 35, "A": HIDDEN, "B": 15, "C": 25}
        self.assertEqual(told(puzzle_of(mirror, total)), {"A": (0, 1)})

    def test_5_a_table_of_three_by_three(self):
        exact = [[3, 20, 31], [18, 40, 12], [25, 9, 60]]
        totals = {f"r{i}": sum(row) for i, row in enumerate(exact)}
        totals |= {f"c{j}": sum(row[j] for row in exact) for j in range(3)}
        names = {f"x{i}{j}": value for i, row in enumerate(exact) for j, value in enumerate(row)} | totals
        sums = [(f"r{i}", *(f"x{i}{j}" for j in range(3))) for i in range(3)]
        sums += [(f"c{j}", *(f"x{i}{j}" for i in range(3))) for j in range(3)]
        exactly = names | {"x00": HIDDEN}
        self.assertEqual(told(puzzle_of(exactly, *sums, spread=0)), {"x00": (3, 3)})
        rectangle = exactly | {"x02": HIDDEN, "x20": HIDDEN, "x22": HIDDEN}
        self.assertEqual(told(puzzle_of(rectangle, *sums, spread=0)), {})
        rounded = {name: (value + 2) // 5 * 5 for name, value in names.items()} | {"x00": HIDDEN}
        self.assertEqual(told(puzzle_of(rounded, *sums)), {})

    def test_6_two_tables_share_a_total(self):
        names = {"T": 25, "g1": 20, "g2": HIDDEN, "r1": 20, "r2": HIDDEN}
        sums = [("T", "g1", "g2"), ("T", "r1", "r2")]
        self.assertEqual(told(puzzle_of(names, *sums)), {})
        exact = names | {"T": 23, "r1": 21}
        self.assertEqual(told(puzzle_of(exact, *sums, spread=0)), {"g2": (3, 3), "r2": (2, 2)})

    def test_what_cannot_be_is_said(self):
        with self.assertRaises(Contradiction):
            puzzle_of({"T": 40, "A": 10, "B": 10}, ("T", "A", "B")).findings()

    def test_what_may_be_known_of_a_group(self):
        for low, high, group, is_too_much in [
                (0, 4, None, False), (1, 4, None, False), (2, 4, None, True), (0, 3, None, True),
                (4, 16, None, True), (5, 9, None, False), (6, 6, None, True),
                (0, 2, (1, 4), False), (1, 2, (1, 4), True),
                (16, 20, (18, 20), False), (17, 20, (18, 20), True)]:
            self.assertEqual(told_too_much(low, high, group), is_too_much, (low, high, group))


class Releases(unittest.TestCase):
    def test_a_later_release_undoes_what_an_earlier_one_withheld(self):
        first = figures("grade", {("a", "all"): HIDDEN, ("a", "g1"): 5, ("a", "g2"): 5, ("a", "g3"): HIDDEN})
        first += figures("weekly", {("a", "2024-11-04"): HIDDEN})
        later = figures("weekly", {("a", "2024-11-04"): 10, ("a", "2024-11-11"): 15})
        self.assertEqual(attack([("1.0", first)])[0], [])
        findings, hidden = attack([("1.0", first), ("2.0", later)])
        self.assertEqual(hidden, 3)
        self.assertEqual([str(finding) for finding in findings],
                         ["learning_started of a, grade g3 in release 1.0 is one of 0 to 2"])

    def test_the_size_of_a_group_and_its_bands(self):
        rows = {("a",): 5}
        release = figures("bands", rows, "minutes_people") + figures("bands", rows, "minutes_0")
        release += figures("bands", {("a",): HIDDEN}, "minutes_1_29")
        findings, _ = attack([("1.0", release)])
        self.assertEqual([str(finding) for finding in findings],
                         ["minutes_1_29 of a in release 1.0 is one of 0 to 2"])

    def test_a_correction_is_no_contradiction(self):
        before, after = figures("funnel", {("a", "all"): 20}), figures("funnel", {("a", "all"): 10})
        self.assertEqual(attack([("1.0", before), ("2.0", after)]), ([], 0))

    def test_the_broken_policy(self):
        """Exact totals, [c] below 5 alone: what is withheld is printed again, by anybody who can subtract."""
        exact = {("all", "all"): 205, ("a", "all"): 41, ("a", "a1"): 38, ("a", "a2"): 3,
                 ("b", "all"): 164, ("b", "b1"): 160, ("b", "b2"): 4}
        puzzle, cells = Puzzle(), {}
        for (department, body), count in exact.items():
            cell = Cell("1", "participants", department, *(("organisation", body) if body != "all" else ()))
            cells[department, body] = cell
            puzzle.add(cell, *((count, count) if count >= 5 else (0, 10 ** 9)), is_hidden=count < 5)
        for department in ("a", "b"):
            parts = [cell for (one, _), cell in cells.items() if one == department]
            puzzle.add_sum(cells[department, "all"], parts)
        recovered = [str(finding) for finding in puzzle.findings()]
        print(*recovered, sep="\n")
        self.assertEqual(recovered, ["participants of a, organisation a2 in release 1 is exactly 3",
                                     "participants of b, organisation b2 in release 1 is exactly 4"])


if __name__ == "__main__":
    sys.exit(unittest.main())
