#!/usr/bin/python3
"""A bundle is whole to unzip, and its manifest is right to Python's hashlib; two of the same content are the
same bytes in any zone, and nothing in them tells of the machine."""
import csv
import hashlib
import io
import json
import os
import pathlib
import subprocess
import tempfile
import unittest
import zipfile

import bundles


class ManifestTest(unittest.TestCase):
    def setUp(self):
        self.bundle = bundles.Bundle("small")
        self.addCleanup(self.bundle.close)

    def test_unzip_finds_it_whole(self):
        for path in [self.bundle.path] + sorted(self.bundle.place.glob("*.ods")):
            done = subprocess.run(["unzip", "-tq", path], capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertIn("No errors detected", done.stdout)

    def test_every_file_is_what_the_manifest_says(self):
        manifest = json.loads(self.bundle.files["manifest.json"])
        self.assertEqual([entry["name"] for entry in manifest["files"]], self.bundle.names[1:])
        self.assertEqual(self.bundle.names[0], "manifest.json")
        for entry in manifest["files"]:
            data = self.bundle.files[entry["name"]]
            self.assertEqual(entry["bytes"], len(data), entry["name"])
            self.assertEqual(entry["sha256"], hashlib.sha256(data).hexdigest(), entry["name"])
            if entry["name"].endswith(".csv"):
                rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
                self.assertEqual(entry["rows"], len(rows) - 1, entry["name"])
            else:
                self.assertNotIn("rows", entry)

    def test_the_manifest_is_of_this_release(self):
        manifest, content = json.loads(self.bundle.files["manifest.json"]), self.bundle.content
        for name in ("release_id", "programme_id", "programme_name", "number", "revision", "reason",
                     "metric_version", "policy_version", "software_version", "sources"):
            self.assertEqual(manifest[name], content[name], name)
        day = content["as_of"]
        self.assertEqual(manifest["as_of"], f"{day['year']}-{day['month']:02}-{day['day']:02}")
        self.assertEqual(manifest["schema_version"], 1)

    def test_it_is_the_same_in_any_zone_and_by_anybody(self):
        with tempfile.TemporaryDirectory() as place:
            for zone in ("Asia/Kathmandu", "America/Santiago"):
                environment = {**os.environ, "TZ": zone, "LANG": "cy_GB.UTF-8", "HOME": place}
                subprocess.run([bundles.PROGRAM, "small", place], check=True, env=environment, umask=0o077,
                               stdout=subprocess.DEVNULL)
                again = (pathlib.Path(place) / "bundle.zip").read_bytes()
                self.assertEqual(again, self.bundle.path.read_bytes())

    def test_entries_have_one_time_and_no_room_for_more(self):
        for path in [self.bundle.path] + sorted(self.bundle.place.glob("*.ods")):
            with zipfile.ZipFile(path) as archive:
                for entry in archive.infolist():
                    self.assertEqual(entry.date_time, (2024, 11, 30, 12, 0, 0))
                    self.assertEqual(entry.external_attr >> 16, 0o100644)
                    self.assertEqual((entry.extra, entry.comment), (b"", b""))
                self.assertEqual(archive.comment, b"")


if __name__ == "__main__":
    unittest.main()
