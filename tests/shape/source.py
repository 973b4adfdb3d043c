"""What the shape checkers share: the project's files, and C++ text without its comments and strings."""

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("common", "services", "tools", "tests", "protos", "deploy", ".ci")
SKIPPED = {"build", "__pycache__", "node_modules"}


def files(root: Path, folders: tuple[str, ...] = FOLDERS) -> Iterator[Path]:
    """Paths below the root, relative to it, in a fixed order."""
    for folder in folders:
        for place, names, found in os.walk(root / folder):
            names[:] = sorted(name for name in names if name not in SKIPPED)
            for name in sorted(found):
                yield (Path(place) / name).relative_to(root)


def is_cpp(path: Path) -> bool:
    return path.suffix in (".h", ".cc")


def is_test(path: Path) -> bool:
    """Tests, what they stand on, and benches."""
    places = {"tests", "testing", "bench"} & set(path.parts[:-1])
    return path.stem.endswith("_test") or path.stem.startswith("test_") or bool(places)


_TOKENS = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      | (?P<raw>\bR"(?P<mark>[^\s()\\]{0,16})\(.*?\)(?P=mark)")
      | (?P<text>"(?:\\.|[^"\\\n])*")
      | (?P<character>(?<![0-9A-Za-z_])'(?:\\.[^'\n]*|[^'\\\n])')""",
    re.VERBOSE | re.DOTALL)


def blank(text: str) -> str:
    """C++ without comments and the insides of literals; every line keeps its number."""
    def replacement(match: re.Match) -> str:
        lines = "\n" * match.group().count("\n")
        return lines or " " if match.group("comment") else '""' + lines
    return _TOKENS.sub(replacement, text)


def main(description: str, check: Callable[[Path], list[str]]) -> None:
    """Runs a checker over the project (or --root) and fails with one line per fault."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--root", type=Path, default=ROOT)
    faults = check(parser.parse_args().root)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else "no faults")
    sys.exit(1 if faults else 0)
