"""Bundles made anew for a test, with the contents they were made from. Argument of a test: write_bundle."""
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

PROGRAM = sys.argv.pop(1)
SIZES = ("small", "large")
MARKERS = {"MARKER_CONFIDENTIAL": "[c]", "MARKER_NOT_APPLICABLE": "[z]"}


class Bundle:
    """A bundle in a directory of its own, unpacked there; the files by name; the content as JSON."""

    def __init__(self, size):
        self.directory = tempfile.TemporaryDirectory()
        self.place = pathlib.Path(self.directory.name)
        subprocess.run([PROGRAM, size, self.place], check=True, stdout=subprocess.DEVNULL)
        self.path = self.place / "bundle.zip"
        with zipfile.ZipFile(self.path) as archive:
            self.names = archive.namelist()
            self.files = {name: archive.read(name) for name in self.names}
            archive.extractall(self.place)
        self.content = json.loads((self.place / "content.json").read_text(encoding="utf-8"))

    def tables(self):
        return self.content["tables"]

    def close(self):
        self.directory.cleanup()


def figure(written):
    """A figure of the content: its number and its marker, None where there is none."""
    number = written.get("value")
    return (None if number is None else int(number), MARKERS.get(written["marker"]))
