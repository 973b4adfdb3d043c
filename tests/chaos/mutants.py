#!/usr/bin/python3
"""Plants each fault in turn and expects the test named beside it to fail, and to pass without the fault.

Also shows that no program that is shipped knows of such a switch."""

import argparse
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CUT = ("power_cut_test", "PowerCut.EveryImageOpensAndHoldsEveryAcknowledgedCommandWhole")
SYNC = ("failing_io_test", "FailingIo.AnErrorOfSyncEndsTheProcessBeforeAnythingIsAcknowledged")
FULL = ("failing_io_test", "FailingIo.AFullDiskRefusesWritesServesReadsAndHealsByItself")
OLDER = ("store_test", "Store.AnOlderCopyOfTheStoreIsRefused")
READING = ("store_test", "Store.ReadingTheFeedResumesAndRefusesAnotherHistory")
REPLIES = ("store_test", "Store.KeptRepliesLastThirtyDaysAndArePrunedThen")
RETRY = ("rpc_router_test", "Router.ARetryWithTheSameRequestIdGetsTheFirstReplyAndChangesNothing")
TOGETHER = ("feed_test", "Feed.RowsAndTheirCursorMoveTogether")

# Fault: the test that notices it.
MUTANTS = {
    "ack_before_sync": CUT,
    "sync_off": CUT,
    "event_in_a_second_batch": CUT,
    "witness_runs_ahead": CUT,
    "witness_not_synced": CUT,
    "directory_not_synced": CUT,
    "torn_tail_kept": CUT,
    "feed_before_sync": ("promises_test", "Promises.NothingIsVisibleBeforeItIsOnDisk"),
    "damaged_log_is_cut": ("promises_test",
                           "Promises.DamageInTheMiddleOfALogIsRefusedThoughTheWitnessIsBehind"),
    "logs_not_tracked": ("promises_test", "Promises.AMissingLogIsRefused"),
    "manifest_not_seen": ("promises_test", "Promises.AShortenedManifestIsRefused"),
    "many_files_a_level": ("promises_test", "Promises.ADamagedFirstBlockOfATableIsRefused"),
    "room_not_checked": ("promises_test",
                         "Promises.ACommitThatWouldFillTheDiskIsRefusedBeforeItIsWritten"),
    "waiting_write_taken_for_failed": ("promises_test",
                                       "Promises.AWriteThatWaitedWhenTheDiskFilledIsRefused"),
    "logged_commit_refused": ("failing_io_test", "FailingIo.ACommitThatIsInTheLogIsNotRefused"),
    "unwritten_batch_not_seen": ("promises_test", "Promises.WhatIsDecidedOnABatchSharesItsFate"),
    "unwritten_batch_not_counted": ("promises_test", "Promises.WhatIsDecidedOnABatchSharesItsFate"),
    "refused_batch_built_on": ("promises_test", "Promises.WhatIsDecidedOnABatchSharesItsFate"),
    "failed_sync_swallowed": SYNC,
    "sync_not_guarded": SYNC,
    "goes_on_after_failed_commit": ("failing_io_test", "FailingIo.AnErrorOfAppendEndsTheProcess"),
    "half_written_commit_left": ("failing_io_test",
                                 "FailingIo.ACommandRefusedByAFullDiskDoesNotComeBack"),
    "full_disk_acknowledged": FULL,
    "unbounded_queue": ("store_test", "Store.AFullQueueRefusesAndKeepsTheCommandUntouched"),
    "stop_drops_the_queue": ("store_test", "Store.StoppingFinishesWhatIsQueued"),
    "late_work_begun": ("store_test", "Store.LateWorkIsNotBegun"),
    "failed_command_kept": ("store_test", "Store.AFailedCommandLeavesNoRowNoEventAndNoSequence"),
    "witness_not_kept_up": OLDER,
    "witness_not_compared": OLDER,
    "witness_check_ignored": ("store_test", "Store.AnyByteChangedInTheWitnessIsRefused"),
    "exact_witness_taken_for_a_loose_one": ("store_test", "Store.AStoreBeyondItsExactWitnessIsRefused"),
    "epoch_not_compared": ("store_test", "Store.AnotherStoreUnderThisWitnessIsRefused"),
    "format_not_checked": ("store_test", "Store.ANewerFormatRefusesToOpen"),
    "chain_without_events": ("store_test", "Store.ChainIsComputedAsDocumented"),
    "reader_chain_not_compared": READING,
    "feed_skips_one": READING,
    "replies_pruned_early": REPLIES,
    "replies_last_for_ever": REPLIES,
    "no_dedupe": RETRY,
    "retry_gets_a_new_sequence": RETRY,
    "dedupe_not_durable": ("rpc_router_test", "Router.TheFirstReplyIsKeptThroughARestart"),
    "request_id_reused": ("rpc_router_test", "Router.AnotherRequestUnderTheSameRequestIdIsRefused"),
    "failed_item_kept": ("rpc_router_test", "Router.EachItemOfABatchHasItsOwnResult"),
    "page_token_off_by_one": ("rpc_page_token_test", "PageToken.OpensForTheSameCallerAndArguments"),
    "page_token_of_any_query": (
        "rpc_page_token_test", "PageToken.IsRefusedForAnotherCallerOtherArgumentsAnotherStoreAndWhenChanged"),
    "cursor_before_rows": TOGETHER,
    "cursor_after_rows": TOGETHER,
    "change_chain_not_checked": ("feed_test", "Feed.AnAlteredChangeIsNotApplied"),
    "snapshot_moves_on": ("feed_test", "Feed.ASnapshotStaysAsItWasWhileTheStoreGoesOn"),
}
SECONDS = 60  # a fault that makes a test hang is noticed too
AT_ONCE = 2


def run(programs: Path, fault: str, program: str, test: str) -> tuple[bool, bool]:
    """Whether the test ran, and whether it passed."""
    environment = dict(os.environ, OBT_MUTANT=fault, OBT_IMAGES="400")
    command = [programs / f"mutant_{program}", f"--gtest_filter={test}"]
    try:
        done = subprocess.run(command, env=environment, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return True, False
    return f"[ RUN      ] {test}".encode() in done.stdout, done.returncode == 0


def survivors(programs: Path) -> list[str]:
    """Faults that no test noticed, and tests that fail without any."""
    runs = [("", *row) for row in sorted(set(MUTANTS.values()))]
    runs += [(fault, *row) for fault, row in MUTANTS.items()]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda one: run(programs, *one), runs))
    faults = []
    for (fault, program, test), (ran, passed) in zip(runs, results):
        if not ran:
            faults.append(f"{program} has no {test}")
        elif passed != (fault == ""):
            faults.append(f"{fault}: {test} does not notice" if fault else f"{test} fails without a fault")
    return faults


def unlisted(root: Path) -> list[str]:
    """Faults planted in the sources that stand in no row, and rows without a fault."""
    planted = set()
    for source in (root / "common").rglob("*.cc"):
        planted.update(re.findall(r'OBT_MUTANT\(\s*"(\w+)"\s*\)', source.read_text(encoding="utf-8")))
    return [f"{name}: planted or listed, not both" for name in sorted(planted ^ MUTANTS.keys())]


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
    parser.add_argument("--root", type=Path, default=Path(__file__).resolve().parents[2])
    arguments = parser.parse_args()
    faults = unlisted(arguments.root) + switches(arguments.shipped, arguments.programs)
    faults += survivors(arguments.programs)
    for fault in faults:
        print(fault)
    print(f"{len(faults)} faults" if faults else f"all {len(MUTANTS)} planted faults were noticed")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
