#!/usr/bin/python3
"""A small world is made, played and asked, then everything that its services wrote beside their stores is
searched for names, addresses, texts and tokens: logs of every call, metrics, refusals and shipped audit logs
hold none. Argument: the programs."""
import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.argv.pop(1)).resolve()
PEOPLE = 500
SERVICES = (BIN / "services").read_text().split()
# Nobody's and nothing's in the world.
PLANTED = ["Quokka Quillfeather", "quokka.quillfeather", "plantedtoken"]


def run(*words, code=0):
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    if code is not None and ended.returncode != code:
        raise AssertionError(f"{words}: {ended.returncode}\n{ended.stdout}{ended.stderr}")
    return ended


class Markers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.place = pathlib.Path(cls.temporary.name) / "world"
        cls.addClassCleanup(run, ROOT / "tools/stop", "--dir", cls.place, code=None)
        run(ROOT / "tools/quickstart", "--people", str(PEOPLE), "--dir", cls.place, "--bin", BIN)
        run(ROOT / "tools/stop", "--dir", cls.place)
        cls.serve_and_log_every_call()
        cls.markers = cls.everything_personal()
        cls.refusals = cls.ask_with_what_is_planted()

    @classmethod
    def serve_and_log_every_call(cls):
        for service in SERVICES:
            with open(cls.place / f"logs/{service}.log", "a", encoding="utf-8") as log:
                process = subprocess.Popen(
                    [BIN / f"obt-{service}", "serve", "--data", cls.place / "data" / service, "--endpoints",
                     cls.place / "endpoints.json", "--trust", cls.place / "keys/public/trust.json",
                     "--token-file", cls.place / f"tokens/{service}.token", "--log-calls"],
                    stdout=log, stderr=log)
            cls.addClassCleanup(process.wait)
            cls.addClassCleanup(process.terminate)
        for service in SERVICES:
            cls.obtctl("status", "--service", service, "--wait", "60", "--quiet")

    @classmethod
    def obtctl(cls, *words, code=0):
        return run(BIN / "obtctl", "--dir", cls.place, *words, code=code)

    @classmethod
    def rows(cls, *words):
        return list(csv.DictReader(io.StringIO(cls.obtctl(*words, "--as", "simulator", "-o", "csv").stdout)))

    @classmethod
    def everything_personal(cls):
        people, ideas = cls.rows("people", "list"), cls.rows("idea", "list", "--limit", "0")
        markers = {person[field] for person in people for field in ("name", "email")}
        markers |= {idea["title"] for idea in ideas}
        markers |= {token.read_text().strip() for token in (cls.place / "tokens").iterdir()}
        assert len(people) == PEOPLE and len(ideas) > 10, (len(people), len(ideas))
        return markers

    # A comment is made; all else is refused or finds nothing.
    @classmethod
    def ask_with_what_is_planted(cls):
        token = pathlib.Path(cls.temporary.name) / "planted.token"
        token.write_text(".".join([PLANTED[2]] * 3))
        somebody = cls.rows("people", "list", "--limit", "1")[0]
        idea = cls.rows("idea", "list", "--limit", "1")[0]["idea_id"]
        cls.obtctl("comment", "add", idea, "--text", PLANTED[0], "--for", somebody["person_id"], "--as",
                   "simulator")
        asked = [("people", "find", "--email", f"{PLANTED[1]}@dwp.gov.uk", "--as", "dwp-intranet"),
                 ("people", "find", "--email", somebody["email"], "--as", "dwp-intranet"),
                 ("people", "find", "--organisation", PLANTED[0], "--hr-id", PLANTED[0]),
                 ("idea", "get", PLANTED[0]),
                 ("comment", "add", somebody["person_id"], "--text", PLANTED[0], "--for",
                  somebody["person_id"], "--as", "simulator"),
                 ("client", "list", "--token-file", token)]
        return [cls.obtctl(*words, code=None).stderr for words in asked]

    def leaks(self, texts):
        return [(name, marker) for name, text in texts.items() for marker in [*self.markers, *PLANTED]
                if marker.lower() in text.lower()]

    def written(self):
        """What there is to read, by what it is called."""
        texts = {f"refusal {i}": text for i, text in enumerate(self.refusals)}
        endpoints = json.loads((self.place / "endpoints.json").read_text())
        for service in SERVICES:
            texts[f"metrics of {service}"] = urllib.request.urlopen(
                f"http://{endpoints[service + '-metrics']}/metrics", timeout=10).read().decode()
            lines = self.place / f"{service}.jsonl"
            self.obtctl("audit", "ship", service, "--to", lines)
            texts[f"audit log of {service}"] = lines.read_text()
        for log in (self.place / "logs").iterdir():
            texts[f"log {log.name}"] = log.read_text()
        return texts

    def test_nothing_personal_is_written_beside_the_stores(self):
        texts = self.written()
        self.assertIn('"method":"/obt.identity.v1.PersonService/ListPeople"', texts["log identity.log"])
        self.assertIn("ListPeople", texts["audit log of identity"])
        self.assertTrue(all(self.refusals), self.refusals)
        self.assertEqual(self.leaks(texts), [])
        self.assertTrue(self.leaks({"an answer": self.obtctl("people", "list", "--as", "simulator").stdout}))
        print(f"{len(self.markers)} names, addresses, titles and tokens, in none of "
              f"{sum(map(len, texts.values()))} characters of {len(texts)} texts")


if __name__ == "__main__":
    unittest.main()
