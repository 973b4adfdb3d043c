#!/usr/bin/python3
"""Puts the faults of faults.py into copies of the sources they belong to.

Fails, naming the fault, when the text that a fault replaces does not stand in its file exactly once, when two
faults replace the same text, and when a fault's file is not among the copies that are asked for."""

import argparse
import sys
from pathlib import Path

from faults import FAULTS, Fault

HEADER = "tests/chaos/planted_fault.h"


def planted(path: str, text: str, faults: dict[str, Fault]) -> tuple[str, list[str]]:
    """The text of `path` with all of its faults in it, and what does not fit."""
    pieces = []  # begin, end, what stands there instead, fault
    misfits = []
    for name, fault in faults.items():
        if "FAULT" not in "".join(fault.places.values()):
            misfits.append(f"{name}: is always there, for lack of a FAULT")
        for sound, faulty in fault.places.items():
            times = text.count(sound)
            if times != 1:
                misfits.append(f"{name}: its text stands in {path} {times} times, not once: {sound}")
            else:
                begin = text.index(sound)
                pieces.append((begin, begin + len(sound),
                               faulty.replace("FAULT", f'::obt::PlantedFault("{name}")'), name))
    pieces.sort()
    for before, after in zip(pieces, pieces[1:]):
        if before[1] > after[0]:
            misfits.append(f"{after[3]}: replaces some of the same text of {path} as {before[3]}")
    for begin, end, faulty, _ in reversed(pieces):
        text = text[:begin] + faulty + text[end:]
    return f'#include "{HEADER}"\n#line 1 "{path}"\n{text}', misfits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path, help="where the copies go")
    parser.add_argument("sources", nargs="+", help="relative to the root: one copy each")
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()
    misfits = [f"{name}: {fault.file} is not among the sources that are copied"
               for name, fault in FAULTS.items() if fault.file not in arguments.sources]
    for source in arguments.sources:
        faults = {name: fault for name, fault in FAULTS.items() if fault.file == source}
        if not faults:
            misfits.append(f"{source}: no fault belongs to it")
        text, missed = planted(source, (arguments.root / source).read_text(encoding="utf-8"), faults)
        misfits += missed
        copy = arguments.out / source
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(text, encoding="utf-8")
    for misfit in misfits:
        print(f"tests/chaos/faults.py: {misfit}", file=sys.stderr)
    sys.exit(1 if misfits else 0)


if __name__ == "__main__":
    main()
