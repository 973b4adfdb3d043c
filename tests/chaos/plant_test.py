#!/usr/bin/python3
"""Proves that a fault which no longer fits its source is told, by name."""

import unittest

import plant
from faults import Fault

TEST = ("store_test", "Store.Holds")


def faults(*places: dict[str, str]) -> dict[str, Fault]:
    return {f"fault_{i}": Fault(TEST, "a.cc", place) for i, place in enumerate(places)}


class Planting(unittest.TestCase):
    def test_all_faults_of_a_file_go_into_one_copy_and_each_has_its_own_switch(self):
        two = faults({"a)": "a && !FAULT)"}, {"b();": "c(FAULT);"})
        text, misfits = plant.planted("a.cc", "if (a) b();\n", two)
        self.assertEqual(misfits, [])
        self.assertIn('if (a && !::obt::PlantedFault("fault_0")) c(::obt::PlantedFault("fault_1"));', text)
        self.assertTrue(text.startswith(f'#include "{plant.HEADER}"\n#line 1 "a.cc"\n'))

    def test_text_that_is_gone_or_stands_twice_is_told(self):
        for source in ["x();\n", "a(); a();\n"]:
            _, misfits = plant.planted("a.cc", source, faults({"a();": "FAULT;"}))
            self.assertEqual(len(misfits), 1, source)
            self.assertIn("fault_0: its text stands in a.cc", misfits[0])

    def test_two_faults_over_the_same_text_are_told(self):
        _, misfits = plant.planted("a.cc", "a(b);\n", faults({"a(b)": "FAULT"}, {"b)": "FAULT)"}))
        self.assertEqual(misfits, ["fault_1: replaces some of the same text of a.cc as fault_0"])

    def test_a_fault_without_a_switch_is_told(self):
        _, misfits = plant.planted("a.cc", "a();\n", faults({"a();": "b();"}))
        self.assertEqual(len(misfits), 1)


if __name__ == "__main__":
    unittest.main()
