#!/usr/bin/python3
"""The bill of materials names what the programs load, and each program is hardened."""

import json
import os
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv.pop(1)).resolve()
HARDENED = ["Position Independent Executable", "Stack protected", "Fortify Source functions",
            "Read-only relocations", "Immediate binding", "Control flow integrity"]


def said(*command, **options):
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def bill():
    return said(ROOT / "tools" / "bill", "--build", BUILD)


def programs():
    return sorted(path for path in (BUILD / "bin").glob("obt*") if "bench" not in path.name)


class Bill(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = bill()
        cls.bill = json.loads(cls.text)
        cls.names = {entry["SPDXID"]: entry["name"] for entry in cls.bill["packages"]}

    def related(self, kind, what="SPDXRef-DOCUMENT"):
        return {self.names[row["relatedSpdxElement"]] for row in self.bill["relationships"]
                if row["relationshipType"] == kind and row["spdxElementId"] == what}

    def test_is_the_same_again(self):
        self.assertEqual(self.text, bill())

    def test_has_what_spdx_asks_for(self):
        self.assertEqual("SPDX-2.3", self.bill["spdxVersion"])
        self.assertRegex(self.bill["creationInfo"]["created"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(len(self.names), len(self.bill["packages"]), "one id names one thing")
        for entry in self.bill["packages"]:
            self.assertRegex(entry["SPDXID"], r"^SPDXRef-[A-Za-z0-9.-]+$")
            self.assertTrue({"name", "downloadLocation", "versionInfo"} <= entry.keys(), entry)
        known = self.names.keys() | {"SPDXRef-DOCUMENT"}
        for row in self.bill["relationships"]:
            self.assertTrue({row["spdxElementId"], row["relatedSpdxElement"]} <= known, row)

    def test_describes_every_program(self):
        self.assertEqual({path.name for path in programs()}, self.related("DESCRIBES"))

    def test_names_what_a_program_asks_the_loader_for(self):
        needed = {path.name: set(re.findall(r"\(NEEDED\).*\[(\S+)\]", said("readelf", "--dynamic", path)))
                  for path in programs()}
        owners = {}
        patterns = [f"*/{name}" for name in set().union(*needed.values())]
        for line in said("dpkg-query", "--search", *patterns).splitlines():
            package, file = line.split(":")[0], line.rsplit("/", 1)[1]
            owners.setdefault(file, set()).add(package)
        for program, libraries in needed.items():
            loaded = self.related("DYNAMIC_LINK", f"SPDXRef-Program-{program}")
            for library in libraries:
                self.assertTrue(owners[library] & loaded, f"{program} loads {library}")

    def test_names_headers_that_stand_for_a_library(self):
        compiled = {self.names[row["spdxElementId"]] for row in self.bill["relationships"]
                    if row["relationshipType"] == "BUILD_DEPENDENCY_OF"}
        self.assertIn("nlohmann-json3-dev", compiled)

    def test_states_versions_as_installed(self):
        rows = said("dpkg-query", "--show", "--showformat=${Package} ${Version}\n").splitlines()
        installed = {tuple(row.split()) for row in rows}
        for entry in self.bill["packages"]:
            if entry["primaryPackagePurpose"] == "LIBRARY":
                self.assertIn((entry["name"], entry["versionInfo"]), installed)


@unittest.skipIf(os.environ.get("OBT_SANITIZE"), "sanitizers replace what hardens")
class Hardening(unittest.TestCase):
    def test_every_program(self):
        for path in programs():
            shown = subprocess.run(["hardening-check", "--nocolor", path], capture_output=True, text=True,
                                   check=False).stdout
            for what in HARDENED:
                with self.subTest(program=path.name, what=what):
                    self.assertRegex(shown, rf"{what}: yes")
            # Where no function has a large frame there is nothing that could be protected.
            self.assertRegex(shown, "Stack clash protection: (yes|unknown)")


if __name__ == "__main__":
    unittest.main()
