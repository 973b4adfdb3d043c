#!/usr/bin/python3
"""Checks deploy/reference as it stands, without the sources it was built from."""

import csv
import re
import unittest
from collections import Counter
from pathlib import Path

REFERENCE = Path(__file__).resolve().parents[2] / "deploy" / "reference"
LISTS = ["grades", "professions", "regions", "learning_types"]
MARGINS = {"grade": "grades", "profession": "professions", "region": "regions"}
BANDS = ["aa_ao", "eo", "seo_heo", "g6_g7", "scs", "other"]
FCDO_BODIES = {"foreign-commonwealth-development-office": 8_265, "fcdo-services": 1_205, "wilton-park": 90}
DECA = "defence-electronics-and-components-agency"


def read(name: str) -> list[dict[str, str]]:
    with open(REFERENCE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def read_heads(programme: str) -> list[dict[str, str]]:
    return [row for row in read("headcounts.csv") if row["programme_id"] == programme]


def codes(name: str) -> list[str]:
    return [row["code"] for row in read(f"{name}.csv")]


class Organisations(unittest.TestCase):
    def setUp(self):
        self.rows = read("organisations.csv")
        self.in_scope = {row["organisation_code"] for row in read_heads("obt-2024")}

    def test_codes_are_unique_slugs(self):
        for row in self.rows:
            self.assertRegex(row["code"], r"\A[a-z0-9]+(-[a-z0-9]+)*\Z")
            self.assertLessEqual(len(row["code"]), 63)
        self.assertEqual(len({row["code"] for row in self.rows}), len(self.rows))

    def test_sixty_six_bodies_are_in_scope_and_open(self):
        self.assertEqual(len(self.in_scope), 66)
        self.assertEqual({row["code"] for row in self.rows if not row["valid_to_day"]}, self.in_scope)

    def test_parents_precede_their_children_so_there_is_no_cycle(self):
        seen = set()
        for row in self.rows:
            self.assertTrue(row["parent_code"] == "" or row["parent_code"] in seen, row["code"])
            seen.add(row["code"])

    def test_every_top_level_organisation_is_a_department(self):
        for row in self.rows:
            self.assertIn(row["kind"], ("DEPARTMENT", "EXECUTIVE_AGENCY", "CROWN_BODY", "OTHER"))
            if not row["parent_code"]:
                self.assertEqual(row["kind"], "DEPARTMENT", row["code"])

    def test_parents_that_match_no_body_name_are_resolved(self):
        parents = {row["code"]: row["parent_code"] for row in self.rows}
        self.assertEqual(parents["government-legal-department"], "attorney-generals-office")
        self.assertEqual(parents["uk-health-security-agency"], "department-of-health-and-social-care")
        self.assertEqual(parents["home-office"], "")
        self.assertEqual(parents["office-for-national-statistics"], "")

    def test_every_organisation_in_scope_has_email_domains_of_its_own(self):
        owners = Counter()
        for row in self.rows:
            domains = row["email_domains"].split(";") if row["email_domains"] else []
            self.assertTrue(domains or row["code"] not in self.in_scope, row["code"])
            for domain in domains:
                self.assertRegex(domain, r"\A[a-z0-9-]+(\.[a-z0-9-]+)+\Z")
                owners[domain] += 1
        self.assertEqual(max(owners.values()), 1)

    def test_names_are_tidy(self):
        for row in self.rows:
            self.assertNotRegex(row["name"], r"excl|\s$|^\s|\d$|-$|  ")

    def test_changes_are_in_order_complete_and_attributed(self):
        rows = read("organisation_changes.csv")
        by_code = {row["code"]: row for row in self.rows}
        self.assertEqual(rows, sorted(rows, key=lambda row: row["effective"]))
        for row in rows:
            self.assertIn(row["organisation_code"], by_code)
            self.assertRegex(row["effective"], r"\A\d{4}-\d\d-\d\d\Z")
            self.assertIn("ONS Public Sector Employment 2024 Q3", row["source"])
            if row["change"] == "RENAMED":
                self.assertTrue(row["name"] and row["former_name"])
                self.assertEqual(row["into_code"], "")
            else:
                self.assertEqual(row["change"], "MERGED")
                self.assertIn(row["into_code"], by_code)
                self.assertEqual(by_code[row["organisation_code"]]["valid_to_day"], row["effective"])

    def test_deca_merged_into_des_on_1_april_2024(self):
        by_code = {row["code"]: row for row in self.rows}
        [merger] = [row for row in read("organisation_changes.csv") if row["change"] == "MERGED"]
        self.assertEqual((merger["effective"], merger["organisation_code"], merger["into_code"]),
                         ("2024-04-01", DECA, "defence-equipment-and-support"))
        self.assertEqual([code for code, row in by_code.items() if row["valid_to_day"]], [DECA])
        self.assertNotIn(DECA, self.in_scope)

    def test_mhclg_was_dluhc_until_8_july_2024(self):
        [renaming] = [row for row in read("organisation_changes.csv") if row["change"] == "RENAMED"]
        [present] = [row for row in self.rows if row["code"] == renaming["organisation_code"]]
        self.assertEqual(present["code"], "ministry-of-housing-communities-local-government")
        self.assertEqual((renaming["effective"], renaming["former_abbreviation"], renaming["abbreviation"]),
                         ("2024-07-08", "DLUHC", "MHCLG"))
        for column in ("name", "abbreviation"):
            self.assertEqual(renaming[column], present[column])

    def test_a_source_name_means_one_organisation(self):
        known = {row["code"] for row in self.rows}
        keys = Counter()
        named = set()
        for row in read("name_map.csv"):
            self.assertIn(row["organisation_code"], known)
            keys[row["source"], row["source_name"]] += 1
            named.add((row["source"], row["organisation_code"]))
        self.assertEqual(max(keys.values()), 1)
        self.assertEqual({code for source, code in named if source == "Bodies 2024-10"}, self.in_scope)
        by_source = Counter(source for source, _ in named)
        # All but the National Forest Company; in 2023 also without DBT, DESNZ and DSIT, but with DECA.
        self.assertEqual(by_source["ONS 2024 Q3"], 65)
        self.assertEqual(by_source["ACSES 2023"], 63)


class CodeLists(unittest.TestCase):
    def test_codes_are_unique_upper_snake_in_order_and_end_in_unknown(self):
        for name in LISTS:
            rows = read(f"{name}.csv")
            self.assertEqual([int(row["order"]) for row in rows], list(range(1, len(rows) + 1)), name)
            self.assertEqual(rows[-1]["code"], "UNKNOWN")
            self.assertEqual(len({row["code"] for row in rows}), len(rows))
            self.assertEqual(len({row["name"] for row in rows}), len(rows))
            for row in rows:
                self.assertRegex(row["code"], r"\A[A-Z0-9]+(_[A-Z0-9]+)*\Z")

    def test_grades_rise_from_aa_to_permanent_secretary(self):
        expected = "AA AO EO HEO SEO G7 G6 PB1 PB2 PB3 PS OTHER UNKNOWN".split()
        self.assertEqual(codes("grades"), expected)

    def test_regions_are_the_twelve_of_itl1_overseas_and_unknown(self):
        expected = [f"TL{letter}" for letter in "CDEFGHIJKLMN"] + ["OVERSEAS", "UNKNOWN"]
        self.assertEqual(codes("regions"), expected)

    def test_every_mapping_leads_to_a_code_of_its_list(self):
        keys = Counter()
        for row in read("mappings.csv"):
            self.assertIn(row["code"], codes(row["list"]))
            keys[row["list"], row["source"], row["source_name"]] += 1
        self.assertEqual(max(keys.values()), 1)
        lists = Counter((name, source) for name, source, _ in keys)
        self.assertEqual(lists["professions", "CSL"], 15)
        self.assertEqual(lists["professions", "OBT 2023"], 31)
        self.assertEqual(lists["professions", "ACSES 2023"], 32)
        self.assertEqual(lists["learning_types", "OBT 2023"], 13)
        self.assertEqual(lists["regions", "ACSES 2023"], 14)


class People(unittest.TestCase):
    def test_the_stated_headcounts_of_2024_sum_to_the_programme(self):
        rows = read_heads("obt-2024")
        payroll = [row for row in rows if row["source"] == "Cabinet Office payroll October 2024"]
        self.assertEqual(len(payroll), 63)
        self.assertEqual(sum(int(row["headcount"]) for row in payroll), 477_230)
        self.assertEqual({row["dated"] for row in payroll}, {"2024-10-01"})
        others = {row["organisation_code"]: int(row["headcount"]) for row in rows if row not in payroll}
        self.assertEqual(others, FCDO_BODIES)
        self.assertEqual({row["dated"] for row in rows if row not in payroll}, {"2024-09-30"})

    def test_the_headcounts_of_2023_are_known_for_sixty_two_bodies(self):
        rows = read_heads("obt-2023")
        self.assertEqual(len({row["organisation_code"] for row in rows}), 62)
        self.assertEqual({(row["dated"], row["source"]) for row in rows},
                         {("2023-03-31", "Civil Service Statistics 2023")})

    def test_bands_sum_to_the_headcount_of_2024(self):
        heads = {row["organisation_code"]: int(row["headcount"]) for row in read_heads("obt-2024")}
        rows = read("population/bands.csv")
        self.assertEqual({row["organisation_code"] for row in rows}, set(heads))
        for row in rows:
            total = int(row["total"])
            self.assertEqual(total, heads[row["organisation_code"]])
            self.assertEqual(sum(int(row[band]) for band in BANDS), total, row["organisation_code"])
        estimated = {row["organisation_code"] for row in rows if row["basis"] == "ESTIMATED"}
        self.assertEqual(estimated, set(FCDO_BODIES))

    def test_margins_know_their_codes_and_cover_every_department(self):
        in_scope = {row["organisation_code"] for row in read("population/bands.csv")}
        parents = {row["code"]: row["parent_code"] for row in read("organisations.csv")}
        for margin, list_name in MARGINS.items():
            rows = read(f"population/{margin}.csv")
            keys = Counter((row["organisation_code"], row["code"]) for row in rows)
            self.assertEqual(max(keys.values()), 1)
            known = codes(list_name)
            for row in rows:
                self.assertIn(row["code"], known)
                self.assertGreater(int(row["headcount"]), 0)
            found = {row["organisation_code"] for row in rows}
            self.assertIn("@national", found)
            self.assertEqual(len(found & in_scope), 62)
            departments = {f"@department:{parents[code] or code}" for code in in_scope}
            self.assertEqual({key for key in found if key.startswith("@department:")}, departments)

    def test_a_department_is_the_sum_of_its_bodies(self):
        for margin in MARGINS:
            totals = Counter()
            for row in read(f"population/{margin}.csv"):
                totals[row["organisation_code"]] += int(row["headcount"])
            self.assertEqual(totals["@department:hm-revenue-customs"],
                             totals["hm-revenue-customs"] + totals["valuation-office-agency"])


class Surveys(unittest.TestCase):
    def setUp(self):
        folder = REFERENCE / "programmes" / "obt-2024" / "surveys"
        self.texts = {kind: (folder / f"{kind}-survey.textproto").read_text(encoding="utf-8")
                      for kind in ("pre", "post")}

    def test_before_and_after_are_paired_by_construct_and_never_by_question_id(self):
        constructs = {kind: re.findall(r'construct: "(.*)"', text) for kind, text in self.texts.items()}
        self.assertEqual(constructs["pre"], ["innovation-skills", "support-to-try"])
        self.assertEqual(constructs["post"], constructs["pre"])
        ids = {kind: re.findall(r'question_id: "(.*)"', text) for kind, text in self.texts.items()}
        self.assertEqual(set(ids["pre"]) & set(ids["post"]), set())

    def test_the_baselines_are_the_published_ones_and_name_their_source(self):
        for text in self.texts.values():
            self.assertEqual(re.findall(r"positive_per_mille: (\d+)", text), ["426", "750"])
            self.assertEqual(len(re.findall(r'source: "Civil Service People Survey 2023', text)), 2)


class Files(unittest.TestCase):
    def test_everything_is_small_attributed_and_free_of_machine_paths(self):
        files = [path for path in REFERENCE.rglob("*") if path.is_file()]
        self.assertLess(sum(path.stat().st_size for path in files), 512 * 1024)
        readme = (REFERENCE / "README.md").read_text(encoding="utf-8")
        self.assertIn("Contains public sector information licensed under the Open Government Licence", readme)
        for path in files:
            self.assertIn(path.relative_to(REFERENCE).as_posix(), readme + "README.md")
            self.assertIsNone(re.search(r"(^|[\s(])/[a-z]+/", path.read_text(encoding="utf-8")), path.name)


if __name__ == "__main__":
    unittest.main()
