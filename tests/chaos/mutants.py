#!/usr/bin/python3
"""Switches each fault of faults.py on in turn and expects its test to fail, and to pass without it.

Also shows that no program that is shipped knows of such a switch."""

import argparse
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults import FAULTS

SECONDS = 60  # a fault that makes a test hang is noticed too
AT_ONCE = 2


def run(programs: Path, fault: str, program: str, test: str) -> tuple[bool, bool, str]:
    """Whether the test ran, whether it passed, and what it said."""
    environment = dict(os.environ, OBT_MUTANT=fault, OBT_IMAGES="400")
    command = [programs / f"mutant_{program}", f"--gtest_filter={test}"]
    try:
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=SECONDS, text=True, errors="replace", check=False)
    except subprocess.TimeoutExpired:
        return True, False, f"not ended within {SECONDS} seconds"
    return f"[ RUN      ] {test}" in done.stdout, done.returncode == 0, done.stdout


def survivors(programs: Path) -> list[str]:
    """Faults that no test noticed, and tests that fail without any."""
    runs = [("", *test) for test in sorted({fault.test for fault in FAULTS.values()})]
    runs += [(name, *fault.test) for name, fault in FAULTS.items()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda one: run(programs, *one), runs))
    faults = []
    for (fault, program, test), (ran, passed, said) in zip(runs, results):
        if not ran:
            faults.append(f"{program} has no {test}")
        elif fault and passed:
            faults.append(f"{fault}: {test} does not notice")
        elif not fault and not passed:
            faults.append(f"{test} fails without a fault:\n{said}")
    return faults


def switches(shipped: Path, programs: Path) -> list[str]:
    """Shipped programs that hold the switch; the mutants do, or this would look for the wrong thing."""
    switch = b"OBT_MUTANT"
    found = [path for path in sorted(shipped.iterdir()) if path.is_file()]
    faults = [f"{path}: knows {switch.decode()}" for path in found if switch in path.read_bytes()]
    if not found:
        faults.append(f"no programs in {shipped}")
    if switch not in (programs / "mutant_store_test").read_bytes():
        faults.append("the mutants themselves hold no switch")
    return faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("programs", type=Path, help="where the mutant_* programs lie")
    parser.add_argument("--shipped", type=Path, required=True, help="where the programs lie that are shipped")
    arguments = parser.parse_args()
    faults = switches(arguments.shipped, arguments.programs)
    faults += survivors(arguments.programs)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else f"all {len(FAULTS)} planted faults were noticed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
