#!/usr/bin/env python3
"""Loads the newest published release of an edition into PostgreSQL, exactly once, if it gives nobody away.

    docs/pipelines/load_release.py --database "host=/run/postgresql dbname=statistics"
"""

import argparse
import csv
import fcntl
import hashlib
import io
import json
import pathlib
import re
import subprocess
import sys
import zipfile

import tables
from attacker import Contradiction, Figure

SCHEMA = """
CREATE TABLE IF NOT EXISTS releases (
  release_id uuid PRIMARY KEY, programme_id text NOT NULL, number int NOT NULL, revision int NOT NULL,
  as_of date NOT NULL, bundle_sha256 text NOT NULL, loaded_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (programme_id, number, revision));
CREATE TABLE IF NOT EXISTS tables (
  release_id uuid REFERENCES releases, table_id text, dimensions text[] NOT NULL, figures int NOT NULL,
  PRIMARY KEY (release_id, table_id));
CREATE TABLE IF NOT EXISTS figures (
  release_id uuid, table_id text, codes text[], measure text, unit text NOT NULL, value bigint,
  marker text CHECK (marker IN ('[c]', '[z]')), CHECK ((value IS NULL) <> (marker IS NULL)),
  PRIMARY KEY (release_id, table_id, codes, measure),
  FOREIGN KEY (release_id, table_id) REFERENCES tables);
"""
MANY = 2 ** 31 - 1
LOCK = 20240914  # of this program's own in the database: loaders go one after the other
NEUTRALISED = re.compile(r"\A'('*[=+\-@\t\r\n＝＋－＠])")  # an apostrophe keeps spreadsheets from running it


class Refused(Exception):
    """Why nothing is loaded."""


class Table:
    """One table of a bundle."""

    def __init__(self, table_id: str, text: str) -> None:
        rows = csv.DictReader(io.StringIO(text, newline=""))
        columns = [name for name in rows.fieldnames or () if name.endswith("_code")]
        self.dimensions = [name.removesuffix("_code") for name in columns]
        self.figures, self.units = [], []
        for row in rows:
            codes = tuple(NEUTRALISED.sub(r"\1", row[name]) for name in columns)
            if (row["value"] == "") != (row["marker"] in ("[c]", "[z]")):
                raise Refused(f"{table_id}: {row['measure']} of {codes} has a value and a marker, or neither")
            value = int(row["value"]) if row["value"] else None
            self.figures.append(Figure(table_id, codes, row["measure"], value, row["marker"]))
            self.units.append(row["unit"])


def run(*words: str, text: str | None = None) -> str:
    try:
        done = subprocess.run(words, input=text, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        raise Refused(f"{words[0]} is not there") from None
    if done.returncode != 0:
        raise Refused(f"{pathlib.Path(words[0]).name}: {done.stderr.strip()}")
    return done.stdout


class Database:
    def __init__(self, where: str) -> None:
        self.psql = ("psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", where)

    def ask(self, query: str) -> list[list[str]]:
        lines = run(*self.psql, "--csv", "--tuples-only", text=query)
        return list(csv.reader(io.StringIO(lines, newline="")))

    def has(self, release_id: str) -> bool:
        if self.ask("SELECT to_regclass('releases') IS NULL") == [["t"]]:
            return False
        return self.ask(f"SELECT 1 FROM releases WHERE release_id = '{release_id}'") != []

    def loaded_before(self, programme_id: str) -> list[tuple[str, list[Figure]]]:
        """The last release with each table: monthly tables are not in every one. The oldest first."""
        if self.ask("SELECT to_regclass('releases') IS NULL") == [["t"]]:
            return []
        rows = self.ask(f"""
            WITH last AS (SELECT DISTINCT ON (table_id) release_id
                          FROM tables JOIN releases USING (release_id)
                          WHERE programme_id = {quoted(programme_id)}
                          ORDER BY table_id, number DESC, revision DESC)
            SELECT number || '.' || revision, table_id, array_to_json(codes), measure, value, marker
            FROM releases JOIN figures USING (release_id) WHERE release_id IN (SELECT release_id FROM last)
            ORDER BY number, revision""")
        releases: dict[str, list[Figure]] = {}
        for name, table, codes, measure, value, marker in rows:
            figure = Figure(table, tuple(json.loads(codes)), measure, int(value) if value else None, marker)
            releases.setdefault(name, []).append(figure)
        return list(releases.items())

    def load(self, manifest: dict, sha256: str, read: dict[str, Table]) -> None:
        """One transaction, that ends with the last line or not at all."""
        release_id = quoted(manifest["release_id"])
        of_release = (release_id, quoted(manifest["programme_id"]), str(int(manifest["number"])),
                      str(int(manifest["revision"])), quoted(manifest["as_of"]), quoted(sha256))
        lines = ["SET client_min_messages = warning;", "BEGIN;",
                 f"SELECT pg_advisory_xact_lock({LOCK}) \\g /dev/null", SCHEMA,
                 "INSERT INTO releases VALUES (" + ", ".join(of_release) + ");"]
        for table_id, table in read.items():
            names = ", ".join(quoted(name) for name in table.dimensions)
            lines.append(f"INSERT INTO tables VALUES ({release_id}, {quoted(table_id)}, "
                         f"ARRAY[{names}]::text[], {len(table.figures)});")
        lines.append("COPY figures FROM STDIN (FORMAT csv);")
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for table_id, table in read.items():
            for figure, unit in zip(table.figures, table.units):
                writer.writerow([manifest["release_id"], table_id, array_of(figure.codes), figure.measure,
                                 unit, figure.value, figure.marker])
        lines += [out.getvalue() + "\\.", "COMMIT;", ""]
        run(*self.psql, text="\n".join(lines))


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def array_of(codes: tuple[str, ...]) -> str:
    return "{" + ",".join('"' + re.sub(r'(["\\])', r"\\\1", code) + '"' for code in codes) + "}"


def verified(bundle: bytes, sha256: str, release_id: str) -> tuple[dict, dict[str, Table]]:
    """The manifest and the tables of a bundle that is, byte for byte, what the service published."""
    if hashlib.sha256(bundle).hexdigest() != sha256:
        raise Refused("the bundle is damaged: its SHA-256 is not the service's; delete it and run this again")
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        if manifest["release_id"] != release_id:
            raise Refused(f"the bundle is of release {manifest['release_id']}")
        names = {entry["name"] for entry in manifest["files"]} | {"manifest.json"}
        if sorted(names) != sorted(archive.namelist()):
            raise Refused("the bundle has other files than its manifest names")
        read = {}
        for entry in manifest["files"]:
            data = archive.read(entry["name"])
            if hashlib.sha256(data).hexdigest() != entry["sha256"] or len(data) != entry["bytes"]:
                raise Refused(f"{entry['name']} is not what the manifest says")
            if match := re.fullmatch(r"tables/(\w+)\.csv", entry["name"]):
                table = Table(match.group(1), data.decode("utf-8"))
                if len(table.figures) != entry["rows"]:
                    raise Refused(f"{entry['name']} has {len(table.figures)} rows, not {entry['rows']}")
                read[match.group(1)] = table
    return manifest, read


def check_nobody_is_given_away(releases: list[tuple[str, list[Figure]]]) -> int:
    try:
        findings, hidden = tables.attack(releases)
    except Contradiction as contradiction:
        raise Refused(str(contradiction)) from None
    if findings:
        raise Refused("\n  ".join([f"{len(findings)} of {hidden} withheld counts can be worked out:",
                                   *map(str, findings[:100])]))
    return hidden


def newest_published(obtctl: tuple[str, ...], programme_id: str) -> dict | None:
    listed = run(*obtctl, "release", "list", "--programme", programme_id, "--limit", str(MANY), "-o", "json")
    published = [row for row in json.loads(listed)["rows"] if row["state"] == "published"]
    if not published:
        return None
    newest = max(published, key=lambda row: (row["number"], row["revision"]))
    return json.loads(run(*obtctl, "release", "show", newest["release_id"], "-o", "json"))


def load_newest(arguments: argparse.Namespace) -> str:
    obtctl = (arguments.obtctl, *(("--dir", str(arguments.dir)) if arguments.dir else ()))
    database = Database(arguments.database)
    release = newest_published(obtctl, arguments.programme)
    if release is None:
        return f"{arguments.programme} has no published release"
    name = f"release {release['number']}.{release['revision']}"
    arguments.bundles.mkdir(parents=True, exist_ok=True)
    with open(arguments.bundles / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two would write to one file
        return load(release, name, arguments, obtctl, database)


def load(release: dict, name: str, arguments: argparse.Namespace, obtctl: tuple[str, ...],
         database: Database) -> str:
    release_id = release["release_id"]
    if database.has(release_id):
        return f"{name} is loaded already"
    path = arguments.bundles / f"{release_id}.zip"
    if not path.exists():
        run(*obtctl, "release", "fetch", release_id, "--to", str(path))  # goes on where it ended
    manifest, read = verified(path.read_bytes(), release["bundle_sha256"], release_id)
    figures = [figure for table in read.values() for figure in table.figures]
    before = database.loaded_before(arguments.programme)
    hidden = check_nobody_is_given_away([*before, (name.removeprefix("release "), figures)])
    try:
        database.load(manifest, release["bundle_sha256"], read)
    except Refused:
        if not database.has(release_id):
            raise
        return f"{name} is loaded already"  # by somebody else, meanwhile
    return (f"{name} is loaded: {len(figures)} figures in {len(read)} tables; none of {hidden} withheld "
            f"counts could be worked out; earlier releases looked at: {len(before)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", required=True, help="where to, as psql takes it")
    parser.add_argument("--programme", default="obt-2024", help="the edition")
    parser.add_argument("--bundles", type=pathlib.Path, default=pathlib.Path("bundles"),
                        help="where bundles are kept")
    parser.add_argument("--obtctl", default="obtctl", help="the program")
    parser.add_argument("--dir", type=pathlib.Path, help="obtctl's directory of keys, tokens and endpoints")
    try:
        print(load_newest(parser.parse_args()))
    except Refused as refused:
        sys.exit(f"nothing is loaded: {refused}")


if __name__ == "__main__":
    main()
