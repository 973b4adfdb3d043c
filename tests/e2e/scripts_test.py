#!/usr/bin/python3
"""What tools/quickstart, tools/stop and the other scripts say to wrong flags, and that they have done nothing
by then; a small world from quickstart to stop, with proxies that lead nowhere and by somebody else. Argument:
the programs."""
import os
import pathlib
import pty
import re
import signal
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BIN = pathlib.Path(sys.argv.pop(1))
FRAME_ENDS, HIDE, SHOW = b"\x1b[J", "\x1b[?25l", "\x1b[?25h"
NOWHERE = "http://127.0.0.1:9"  # the discard port: nothing answers there

# Command line, exit code, what the sentence must hold.
WRONG = [
    ("quickstart --people 10", 2, "--people must be a whole number from 63 to 6000000, not 10"),
    ("quickstart --people", 2, "--people needs a value"),
    ("quickstart --people=100", 2, "unknown flag --people=100"),
    ("quickstart --people -5", 2, "not -5"),
    ("quickstart --people 1e3", 2, "not 1e3"),
    ("quickstart --people 1,00", 2, "not 1,00"),
    ("quickstart --people 0x40", 2, "not 0x40"),
    ("quickstart --people 18446744073709551679", 2, "not 18446744073709551679"),
    ("quickstart --people 100 --people 200", 2, "--people is given twice"),
    ("quickstart --people --empty", 2, "--people needs a value, not the flag --empty"),
    ("quickstart --bin", 2, "--bin needs a value"),
    ("quickstart --bin /nonexistent", 2, "--bin /nonexistent: there is no such directory"),
    ("quickstart --bin /etc/passwd", 2, "--bin /etc/passwd: is not a directory"),
    ("quickstart --bin /etc", 2, "--bin /etc: has no obtctl"),
    ("quickstart --dir /etc/passwd/x", 2, "/etc/passwd is not a directory"),
    ("quickstart --dir /etc --people 100", 1, "/etc is not a world of quickstart's"),
    ("quickstart --dir -n", 2, "--dir needs a value, not the flag -n"),
    ("stop --dir -e", 2, "--dir needs a value, not the flag -e"),
    ("quickstart --frob", 2, "unknown flag --frob"),
    ("quickstart 20000", 2, "20000 is not expected"),
    ("stop --dir /nonexistent", 2, "--dir /nonexistent: there is no such directory"),
    ("stop --dir /etc", 2, "--dir /etc: is no world of tools/quickstart"),
    ("stop --dir", 2, "--dir needs a value"),
    ("check --fuzz 0", 2, "--fuzz must be a whole number from 1"),
    ("check --fast --fast", 2, "--fast is given twice"),
    ("prove --minutes 1.5", 2, "not 1.5"),
    ("prove --build /nonexistent", 2, "--build /nonexistent: there is no such directory"),
    ("bench --bin /nonexistent", 2, "--bin /nonexistent: there is no such directory"),
    ("bench --people 5 query", 2, "--people must be a whole number from 63 to 6000000, not 5"),
    ("bench --figures 0 attack", 2, "--figures must be a whole number from 1 to 100000, not 0"),
    ("bench --seed x attack", 2, "--seed must be a whole number from 0 to 999999999, not x"),
    ("bench --times 1,13 scale", 2, "--times must be a whole number from 1 to 12, not 13"),
    ("bench --times 1, scale", 2, "--times must not be empty"),
    ("bench --people 1000000 --times 12 scale", 2, "--times: 12 times 1000000 is more than 6000000 people"),
    ("install --frob", 2, "unknown flag --frob"),
]


def run(*words, **more):
    environment = {**os.environ, **more.pop("environment", {})}
    return subprocess.run([ROOT / "tools" / words[0], *words[1:]], capture_output=True, text=True,
                          timeout=240, env=environment, stdin=subprocess.DEVNULL, **more)


def program(name, *words):
    done = subprocess.run([BIN / name, *words], capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def watched(place, frames, end, *words):
    """obtctl watch on a terminal. Once so many frames are drawn, `end` is called with its process and the
    terminal. All that was written, and the exit code."""
    child, terminal = pty.fork()
    if child == 0:
        try:
            os.execv(BIN / "obtctl", ["obtctl", "--dir", str(place), "watch", "--every", "1", *words])
        finally:
            os._exit(127)
    written = b""
    try:
        while more := os.read(terminal, 65536):
            before = written.count(FRAME_ENDS)
            written += more
            if before < frames <= written.count(FRAME_ENDS):
                end(child, terminal)
    except OSError:  # the other side has closed it
        pass
    os.close(terminal)
    return written.decode(), os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class WrongFlags(unittest.TestCase):
    def test_each_has_one_sentence_and_an_exit_code(self):
        for line, code, sentence in WRONG:
            with self.subTest(line):
                done = run(*line.split())
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(sentence, done.stderr)
                self.assertNotIn("line ", done.stderr, "the shell's own words")
                self.assertEqual(done.stdout, "")

    def test_an_empty_value_is_refused(self):
        for script, flag in (("quickstart", "--people"), ("quickstart", "--dir"), ("stop", "--dir")):
            self.assertIn(f"{flag} must not be empty", run(script, flag, "").stderr)


class World(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        os.chmod(cls.home.name, 0o755)
        cls.place = pathlib.Path(cls.home.name) / "a world"
        names = ("http_proxy", "https_proxy", "grpc_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        proxies = {name: NOWHERE for name in names}
        proxies |= {name: "" for name in ("no_proxy", "NO_PROXY", "no_grpc_proxy")}
        cls.made = run("quickstart", "--people", "100", "--dir", cls.place, "--bin", BIN, environment=proxies)

    @classmethod
    def tearDownClass(cls):
        run("stop", "--dir", cls.place)
        cls.home.cleanup()

    def test_1_quickstart_never_asks_a_proxy(self):
        self.assertEqual(self.made.returncode, 0, self.made.stdout + self.made.stderr)
        self.assertIn("== ready in", self.made.stdout)
        for what in ("events", "survey responses", "teams", "steps"):
            self.assertRegex(self.made.stdout,
                             rf"(?m)^{what} acknowledged [1-9][0-9,]*, conflicts 0, refused 0")

    def test_2_every_hint_names_the_world(self):
        hints = [line for line in self.made.stdout.splitlines() if line.startswith("  obtctl ")]
        self.assertGreater(len(hints), 5)
        for hint in hints:
            self.assertIn(r"--dir " + str(self.place).replace(" ", r"\ "), hint)
        self.assertIn(r"tools/stop --dir ", self.made.stdout)

    def test_3_another_number_of_people_is_another_world(self):
        other = run("quickstart", "--people", "200", "--dir", self.place, "--bin", BIN)
        self.assertEqual(other.returncode, 1)
        self.assertIn("there is a world of 100 people already, not of 200", other.stderr)
        self.assertIn(r"--reset --people 200 --dir " + str(self.place).replace(" ", r"\ "), other.stderr)

    def test_4_what_is_played_twice_changes_nothing(self):
        figures = ("funnel", "--as-of", "2025-02-14", "-o", "csv")
        before = program("obtctl", "--dir", self.place, *figures)
        state = self.place / "simulate" / "state"
        kept = re.sub(r"(?m)^(teamed|steps|innovated) .*", r"\1 0", state.read_text())
        state.write_text(kept)
        again = program("obt-simulate", "--dir", self.place, "--as", "simulator", "ideas", "--reference",
                        ROOT / "deploy" / "reference")
        self.assertRegex(again, r"steps acknowledged [1-9][0-9,]*, conflicts 0, refused 0")
        program("obtctl", "--dir", self.place, "freshness", "--wait", "60", "--quiet")
        self.assertEqual(program("obtctl", "--dir", self.place, *figures), before)

    def test_5_somebody_else_cannot_stop_it_and_is_told(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become somebody else")
        # The project may lie where nobody else may look; a copy of the scripts does not.
        scripts = pathlib.Path(self.home.name) / "scripts"
        subprocess.run(["mkdir", "-p", scripts / "deploy"], check=True)
        subprocess.run(["cp", "-r", ROOT / "tools", scripts], check=True)
        subprocess.run(["cp", "-r", ROOT / "deploy" / "dev", scripts / "deploy"], check=True)
        other = subprocess.run(["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups",
                                scripts / "tools" / "stop", "--dir", self.place],
                               capture_output=True, text=True, timeout=60)
        self.assertNotEqual(other.returncode, 0, other.stdout)
        self.assertIn("belongs to root", other.stderr)
        self.assertNotIn("stopped", other.stdout)

    def test_6_watch_draws_in_place_until_ctrl_c_and_leaves_the_terminal_whole(self):
        written, code = watched(self.place, 2, lambda child, terminal: os.write(terminal, b"\x03"))
        self.assertEqual(code, 0, written)
        second = written.split(HIDE)[2]
        self.assertRegex(second, r"(?s)^\x1b\[HOne Big Thing 2024, .*registered +100 .*learning 0")
        self.assertTrue(written.endswith(SHOW + "\r\n"), written[-80:])
        written, code = watched(self.place, 0, None, "--programme", "none")
        self.assertEqual(code, 1, written)
        self.assertIn("reason: PROGRAMME_NOT_FOUND", written)
        self.assertNotIn("\x1b", written, "nothing was drawn")
        client = ("client", "onlooker", "--role", "central_reporter", "--dir", self.place)
        program("obtctl", "token", "mint", "--client", client[1], *client[4:])
        program("obtctl", client[0], "create", client[1], *client[4:])
        program("obtctl", client[0], "grant", *client[1:])
        written, code = watched(self.place, 1, lambda *_: program("obtctl", client[0], "revoke", *client[1:]),
                                "--as", client[1])
        self.assertEqual(code, 1, written)
        self.assertRegex(written, "(?s)" + re.escape(SHOW) + "obtctl: .*PERMISSION_DENIED")

    def test_7_stop_stops_and_says_what_did_not_run(self):
        stopped = run("stop", "--dir", self.place)
        self.assertEqual(stopped.returncode, 0, stopped.stderr)
        self.assertIn("identity stopped", stopped.stdout)
        again = run("stop", "--dir", self.place)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn("identity was not running", again.stdout)

    def test_8_watch_goes_on_while_nobody_answers(self):
        written, code = watched(self.place, 2, lambda child, terminal: os.kill(child, signal.SIGTERM))
        self.assertEqual(code, 0, written)
        self.assertEqual(written.count("trying again"), 2, written)
        self.assertTrue(written.endswith(SHOW + "\r\n"), written[-80:])
        once = subprocess.run([BIN / "obtctl", "--dir", self.place, "watch"], capture_output=True, text=True,
                              timeout=60, check=False)
        self.assertEqual(once.returncode, 3, once.stderr)
        self.assertIn("trying again", once.stdout)
        self.assertNotIn("\x1b", once.stdout)


if __name__ == "__main__":
    sys.exit(unittest.main())
