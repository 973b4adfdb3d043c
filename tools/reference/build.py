#!/usr/bin/python3
"""Builds deploy/reference from the official lists: build.py SOURCE_DIR [OUT_DIR].

The same sources give the same bytes. A name that cannot be mapped, a total that does not add up or a parent
that is no organisation stops the build with a sentence naming it. OUT_DIR/README.md says what each file is.
"""

import csv
import re
import sys
from collections import Counter
from pathlib import Path

import names
from names import ACSES, BODIES, CHANGES, CSL, CSPS, OBT, ONS

OUT_DIR = Path(__file__).resolve().parents[2] / "deploy" / "reference"

STATED_TOTAL = 477_230
SUPPRESSED = 2  # "[c]" stands for one to four people.
Row = dict[str, str]
Mapping = tuple[str, str, str, str]  # list, source, source name, code
BANDS = {  # Our name of a grade band: the payroll file's column.
    "aa_ao": "hc_aao",
    "eo": "hc_eo",
    "seo_heo": "hc_sheo",
    "g6_g7": "hc_g67",
    "scs": "hc_scs",
    "other": "hc_other",
}
BAND_OF_GRADE = {
    "AA": "aa_ao",
    "AO": "aa_ao",
    "EO": "eo",
    "HEO": "seo_heo",
    "SEO": "seo_heo",
    "G7": "g6_g7",
    "G6": "g6_g7",
    "PB1": "scs",
    "UNKNOWN": "other",
}
ORGANISATION_COLUMNS = ["code", "name", "abbreviation", "parent_code", "kind", "govuk_id", "email_domains",
                        "valid_from_day", "valid_to_day"]
CHANGE_COLUMNS = ["effective", "change", "organisation_code", "name", "abbreviation", "former_name",
                  "former_abbreviation", "into_code", "source"]
CHANGES_FILE = "ons_pse_2024q3_machinery_of_government_changes.csv"
CHANGES_SOURCE = "ONS Public Sector Employment 2024 Q3, machinery of government changes"
HEADCOUNT_COLUMNS = ["programme_id", "organisation_code", "dated", "headcount", "source"]
# name of the margin, list, column, file by organisation, file of the whole Civil Service
MARGINS = [
    ("grade", "grades", "Responsibility_level_ungrouped",
     "acses2023_by_organisation_grade.csv", "acses2023_by_grade.csv"),
    ("profession", "professions", "Profession_of_post",
     "acses2023_by_organisation_profession.csv", "acses2023_by_profession.csv"),
    ("region", "regions", "Region_ITL1",
     "acses2023_by_organisation_region_itl1.csv", "acses2023_by_region_itl1.csv"),
]


def fail(sentence: str) -> None:
    sys.exit(f"build.py: {sentence}")


def read(source_dir: Path, name: str) -> list[Row]:
    with open(source_dir / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(out_dir: Path, name: str, header: list[str], rows: list[tuple]) -> None:
    path = out_dir / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def tidy(name: str) -> str:
    """The name without footnote marks and remarks such as "(excl. agencies)"."""
    name = re.sub(r"\s*\((excl|incl)[^)]*\)", "", name.replace("’", "'"))
    return re.sub(r"( (\d+|-))?$", "", " ".join(name.split()), count=1)


def normalise(name: str) -> str:
    """Equal for two spellings of one name: no case, punctuation, brackets, leading "The" or "HM"."""
    name = re.sub(r"\([^)]*\)", "", tidy(name).lower()).replace("&", " and ").replace("'", "")
    return re.sub(r"^(the )?(hm )?", "", " ".join(re.sub(r"[^a-z0-9]+", " ", name).split()))


def upper_snake(name: str) -> str:
    return "_".join(re.sub(r"[^A-Z0-9]+", " ", name.upper()).split())


def people(row: Row) -> int:
    return SUPPRESSED if row["Headcount"] == "[c]" else int(row["Headcount"])


def in_post(rows: list[Row]) -> list[Row]:
    """The data rows of a statistics file, without leavers, entrants and the notes at its end."""
    return [row for row in rows if row["Status"] == "In post"]


# --- Code lists ---


def build_lists(source_dir: Path) -> tuple[dict[str, list[tuple[str, str]]], list[Mapping]]:
    """Our lists as (code, name) in order, and how the official lists map to them."""
    grades = read(source_dir, "grades.csv")
    professions = read(source_dir, "professions_obt2023.csv")
    learning_types = read(source_dir, "learning_types_obt2023.csv")
    last = [("OTHER", "Other"), ("UNKNOWN", "Unknown")]
    known = [(row["code"], row["name"]) for row in professions if row["code"] != "OTHER"]
    lists = {
        "grades": [(row["csl_code"], row["name"]) for row in grades if row["csl_code"]] + last,
        "professions": sorted(known + names.EXTRA_PROFESSIONS) + last,
        "regions": names.REGIONS + last[1:],
        "learning_types": [(row["code"], row["name"]) for row in learning_types] + last[1:],
    }
    official = {
        ("grades", CSL): [row["csl_code"] for row in grades if row["csl_code"]],
        ("grades", OBT): [row["obt2023_code"] for row in grades],
        ("professions", CSL): [row["name"] for row in read(source_dir, "professions_csl.csv")],
        ("professions", OBT): [row["code"] for row in professions],
        ("learning_types", OBT): [row["code"] for row in learning_types],
    }
    for _, list_name, column, by_organisation, whole in MARGINS:
        rows = in_post(read(source_dir, by_organisation)) + in_post(read(source_dir, whole))
        official[list_name, ACSES] = sorted({row[column] for row in rows})
    exact = dict(names.CODES)
    exact["grades", OBT] = {row["obt2023_code"]: row["csl_code"] or "OTHER" for row in grades}
    exact["regions", ACSES] = {name: code for code, name in lists["regions"]}
    mappings, unmapped = [], []
    for (list_name, source), source_names in sorted(official.items()):
        codes = {code for code, _ in lists[list_name]}
        for source_name in source_names:
            code = exact.get((list_name, source), {}).get(source_name, upper_snake(source_name))
            (mappings if code in codes else unmapped).append((list_name, source, source_name, code))
    if unmapped:
        fail("no code for " + "; ".join(f"{source} {items} '{name}'" for items, source, name, _ in unmapped))
    return lists, mappings


# --- Organisations ---


class Names:
    """Finds the organisation a source means by a name."""

    def __init__(self, bodies: dict[str, Row]):
        self.by_source = {
            source: {normalise(name): code for name, code in aliases.items()}
            for source, aliases in names.ALIASES.items()
        }
        for code, body in bodies.items():
            self.by_source[""][normalise(body["body"])] = code

    def find(self, source: str, name: str) -> str | None:
        key = normalise(name)
        return self.by_source.get(source, {}).get(key) or self.by_source[""].get(key)


def kind_of(organisation_type: str) -> str:
    words = organisation_type.lower()
    if words in ("ministerial department", "non-ministerial department"):
        return "DEPARTMENT"
    if words == "executive agency":
        return "EXECUTIVE_AGENCY"
    if words == "crown non departmental public body":
        return "CROWN_BODY"
    if words == "other":
        return "OTHER"
    fail(f"no kind for the organisation type '{organisation_type}'")


def read_bodies(source_dir: Path) -> dict[str, Row]:
    """The bodies of the Civil Service by code."""
    bodies = {}
    for row in read(source_dir, "reference_bodies_2024-10_with_headcount.csv"):
        if row["organisation_type"].lower() == "executive non-departmental public body":
            continue
        code = row["slug"] or names.SLUGS.get(row["body"])
        if not code or not re.fullmatch(r"[a-z0-9-]{1,63}", code) or code in bodies:
            fail(f"no fitting code for the body '{row['body']}'")
        bodies[code] = row
    return bodies


def find_parent(code: str, body: Row, finder: Names) -> str:
    """The parent's code; empty for a body that is its own parent department."""
    stated = body["parent_department"]
    parent = names.PARENTS.get(stated) or finder.find(BODIES, stated)
    if parent is None:
        fail(f"no organisation for the parent department '{stated}'")
    return "" if parent == code else parent


def name_organisations(source_dir: Path, bodies: dict[str, Row], finder: Names) -> list[tuple]:
    """(source, source name, code) wherever a source names one of our organisations."""
    found = [(BODIES, body["body"], code) for code, body in bodies.items()]
    columns = [
        (ONS, "ons_pse_2024q3_civil_service_headcount_by_org.csv", "organisation"),
        (CHANGES, CHANGES_FILE, "organisation"),
        (ACSES, "acses2023_by_organisation_grade.csv", "Organisation"),
        (ACSES, "acses2023_by_organisation_profession.csv", "Organisation"),
        (ACSES, "acses2023_by_organisation_region_itl1.csv", "Organisation"),
        (CSPS, "csps2024_org_scores_subset.csv", "organisation"),
    ]
    for source, file_name, column in columns:
        rows = read(source_dir, file_name)
        for row in in_post(rows) if source == ACSES else rows:
            code = finder.find(source, row[column])
            if code:
                found.append((source, row[column], code))
    for row in read(source_dir, "obt2023_departments.csv"):
        display = " ".join(row["display"].split())
        code = row["gov_id"] if row["gov_id"] in bodies else finder.find(OBT, display)
        if code and row["code"] not in names.OBT_NOT_OURS:
            found.append((OBT, display, code))
    return sorted(set(found))


def organisation_rows(
    bodies: dict[str, Row], parents: dict[str, str], name_map: list[tuple], domains: list[str]
) -> list[tuple]:
    ons_names = {code: tidy(name) for source, name, code in name_map if source == ONS}
    own_domains = {code: domain for domain, code in names.EMAIL_DOMAINS.items() if domain in domains}
    rows = []
    for code, body in bodies.items():
        name = names.DISPLAY_NAMES.get(code) or ons_names.get(code) or tidy(body["body"])
        abbreviation = "" if body["abbreviation"] in (name, tidy(body["body"])) else body["abbreviation"]
        kind = kind_of(body["organisation_type"])
        domain = own_domains.get(code, f"{code}.gov.uk")
        rows.append((code, name, abbreviation, parents[code], kind, body["gb_gor"], domain, "", ""))
    rows.append((names.DECA, "Defence Electronics and Components Agency", "DECA", "ministry-of-defence",
                 "EXECUTIVE_AGENCY", "", "", "", "2024-04-01"))
    # Each top-level organisation, then its children.
    return sorted(rows, key=lambda row: (row[3] or row[0], row[3] != "", row[0]))


def organisation_changes(source_dir: Path, finder: Names) -> list[tuple]:
    """The changes in the order of their days, each checked against the sentence that tells of it."""
    sentences = read(source_dir, CHANGES_FILE)
    told = {finder.find(CHANGES, row["organisation"]): row["details"] for row in sentences}
    rows = []
    for *change, words in names.CHANGES_OF_ORGANISATIONS:
        if words not in told.get(change[2], ""):
            fail(f"{CHANGES_FILE} does not say of '{change[2]}': {words}")
        rows.append((*change, CHANGES_SOURCE))
    return sorted(rows)


# --- People ---


def count_shares(
    source_dir: Path, finder: Names, parents: dict[str, str], mappings: list[Mapping]
) -> dict[str, dict[str, Counter]]:
    """Margin -> organisation, "@department:<code>" or "@national" -> code -> people in post in March 2023."""
    code_of = {(list_name, name): code for list_name, source, name, code in mappings if source == ACSES}
    stand_ins = {name: code for code, name in names.STAND_INS.items()}
    result = {}
    for margin, list_name, column, by_organisation, whole in MARGINS:
        counts: dict[str, Counter] = {"@national": Counter()}
        for row in in_post(read(source_dir, whole)):
            counts["@national"][code_of[list_name, row[column]]] += people(row)
        for row in in_post(read(source_dir, by_organisation)):
            code = finder.find(ACSES, row["Organisation"])
            if code in parents:
                keys = [code, f"@department:{parents[code] or code}"]
            elif row["Organisation"] in stand_ins:
                keys = [f"@department:{stand_ins[row['Organisation']]}"]
            else:
                continue
            for key in keys:
                counts.setdefault(key, Counter())[code_of[list_name, row[column]]] += people(row)
        result[margin] = counts
    return result


def split(total: int, weights: dict[str, int]) -> dict[str, int]:
    """Whole numbers in proportion to the weights that sum to total (largest remainder)."""
    whole = sum(weights.values())
    shares = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: (-(total * weights[key] % whole), key))
    for key in by_remainder[:total - sum(shares.values())]:
        shares[key] += 1
    return shares


def make_bands(code: str, body: Row, total: int, grades: Counter) -> tuple[dict[str, int], str]:
    """The payroll's grade bands and whether they are STATED or, without a stated total, in part ESTIMATED."""
    bands = {band: int(body[column] or 0) for band, column in BANDS.items()}
    rest = total - sum(bands.values())
    if rest < 0:
        fail(f"the bands of '{code}' exceed its total {total}")
    if body["hc_total"]:
        bands["other"] += rest
        return bands, "STATED"
    weights: Counter = Counter()
    for grade, count in grades.items():
        if not body[BANDS[BAND_OF_GRADE[grade]]]:
            weights[BAND_OF_GRADE[grade]] += count
    for band, count in split(rest, weights).items():
        bands[band] += count
    return bands, "ESTIMATED"


def count_heads(
    source_dir: Path, bodies: dict[str, Row], finder: Names, grades: dict[str, Counter]
) -> list[tuple[str, str, str, int, str]]:
    """The programmes' denominators: payroll, else ONS, for 2024; the Civil Service Statistics for 2023."""
    ons = {}
    for row in read(source_dir, "ons_pse_2024q3_civil_service_headcount_by_org.csv"):
        ons[finder.find(ONS, row["organisation"])] = int(row["headcount_2024q3"])
    rows = []
    for code, body in bodies.items():
        total = int(body["hc_total"] or 0)
        if total:
            rows.append(("obt-2024", code, "2024-10-01", total, "Cabinet Office payroll October 2024"))
        else:
            rows.append(("obt-2024", code, "2024-09-30", ons[code], "ONS Public Sector Employment 2024 Q3"))
        if code in grades:
            total = grades[code].total()
            rows.append(("obt-2023", code, "2023-03-31", total, "Civil Service Statistics 2023"))
    stated = sum(int(body["hc_total"] or 0) for body in bodies.values())
    if stated != STATED_TOTAL:
        fail(f"the stated totals sum to {stated}, not {STATED_TOTAL}")
    return sorted(rows)


def write_people(
    out_dir: Path, bodies: dict[str, Row], heads: list[tuple], shares: dict[str, dict[str, Counter]]
) -> None:
    write(out_dir, "headcounts.csv", HEADCOUNT_COLUMNS, heads)
    rows = []
    for programme, code, _, total, _ in heads:
        if programme == "obt-2024":
            bands, basis = make_bands(code, bodies[code], total, shares["grade"].get(code, Counter()))
            rows.append((code, *bands.values(), total, basis))
    write(out_dir, "population/bands.csv", ["organisation_code", *BANDS, "total", "basis"], rows)
    for margin, counts in shares.items():
        rows = [(key, code, count) for key in sorted(counts) for code, count in sorted(counts[key].items())]
        write(out_dir, f"population/{margin}.csv", ["organisation_code", "code", "headcount"], rows)


def main() -> None:
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: build.py SOURCE_DIR [OUT_DIR]")
    source_dir = Path(sys.argv[1])
    out_dir = Path(sys.argv[2]) if len(sys.argv) == 3 else OUT_DIR
    lists, mappings = build_lists(source_dir)
    for list_name, items in lists.items():
        rows = [(code, name, order) for order, (code, name) in enumerate(items, start=1)]
        write(out_dir, f"{list_name}.csv", ["code", "name", "order"], rows)
    write(out_dir, "mappings.csv", ["list", "source", "source_name", "code"], mappings)

    bodies = read_bodies(source_dir)
    finder = Names(bodies)
    parents = {code: find_parent(code, body, finder) for code, body in bodies.items()}
    name_map = name_organisations(source_dir, bodies, finder)
    write(out_dir, "name_map.csv", ["source", "source_name", "organisation_code"], name_map)
    domains = (source_dir / "obt2023_extra_allowed_email_domains.txt").read_text(encoding="utf-8").split()
    organisations = organisation_rows(bodies, parents, name_map, domains)
    write(out_dir, "organisations.csv", ORGANISATION_COLUMNS, organisations)
    write(out_dir, "organisation_changes.csv", CHANGE_COLUMNS, organisation_changes(source_dir, finder))

    shares = count_shares(source_dir, finder, parents, mappings)
    heads = count_heads(source_dir, bodies, finder, shares["grade"])
    write_people(out_dir, bodies, heads, shares)


if __name__ == "__main__":
    main()
