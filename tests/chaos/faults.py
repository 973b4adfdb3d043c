"""The faults that are planted, each with the test that has to notice it.

Nothing of this stands in the sources. plant.py puts all faults into copies of them, which the `mutants` test
runs: there FAULT is true when the environment's OBT_MUTANT names the fault. What a fault replaces has to be
in its file exactly once, letter by letter; the build fails and names the fault when it is not.
"""

from typing import NamedTuple


class Fault(NamedTuple):
    test: tuple[str, str]  # the program, and the test in it
    file: str
    places: dict[str, str]  # sound text: the text with the fault


STORE = "common/store/"
COMMITTER = STORE + "committer.cc"
CHANGES = STORE + "changes.cc"
FILES = STORE + "files.cc"
LOG_GUARD = STORE + "care/log_guard.cc"
MEND = STORE + "care/mend.cc"
ROCKS = STORE + "rocks.cc"
OPEN = STORE + "store.cc"
WITNESS = STORE + "care/witness.cc"
BATCH = "common/rpc/batch.cc"
DISPATCH = "common/rpc/dispatch.cc"
PAGE_TOKEN = "common/rpc/page_token.cc"
PIPELINE = "common/rpc/pipeline.cc"
POLICY = "common/rpc/policy.cc"
SCOPE = "common/rpc/scope.cc"
CONSUMER = "common/feed/consumer.cc"
PUBLISHER = "common/feed/feed_service.cc"
JOBS = "common/jobs/jobs.cc"
TURNS = "common/jobs/turns.cc"
RULES = "common/base/rules.cc"
DOCUMENTS = "services/ideas/finding/documents.cc"
LIVE_INDEX = "services/ideas/finding/live_index.cc"
SIGHT = "services/ideas/item/sight_domain.cc"

CUT = ("power_cut_test", "PowerCut.EveryImageOpensAndHoldsEveryAcknowledgedCommandWhole")
SYNC = ("failing_io_test", "FailingIo.AnErrorOfSyncEndsTheProcessBeforeAnythingIsAcknowledged")
FULL = ("failing_io_test", "FailingIo.AFullDiskRefusesWritesServesReadsAndHealsByItself")
FATE = ("promises_test", "Promises.WhatIsDecidedOnABatchSharesItsFate")
OLDER = ("store_test", "Store.AnOlderCopyOfTheStoreIsRefused")
READING = ("store_test", "Store.ReadingTheFeedResumesAndRefusesAnotherHistory")
REPLIES = ("store_test", "Store.KeptRepliesLastThirtyDaysAndArePrunedThen")
RETRY = ("rpc_router_test", "Router.ARetryWithTheSameRequestIdGetsTheFirstReplyAndChangesNothing")
TOKEN = ("rpc_page_token_test", "PageToken.IsRefusedForAnotherCallerOtherArgumentsAnotherStoreAndWhenChanged")
OF_A_TEAM = ("rpc_refusal_test", "TeamRefusal.WhatBelongsToATeamIsItsFacilitatorsToChange")
FOUND = ("ideas_finding_service_test", "FindingTest.WhatIsAcknowledgedIsFound")
HIDDEN = ("ideas_finding_service_test", "FindingTest.WhatIsHiddenIsGoneAtOnceAndBackWhenRestored")
SEEN = ("ideas_sight_matrix_test", "SightMatrix.EveryPathShowsWhatTheTableSays")
TOGETHER = ("feed_test", "Feed.RowsAndTheirCursorMoveTogether")

# Acknowledged before it is durable, or not durable at all.
DURABLE = {
    "ack_before_sync": Fault(CUT, COMMITTER, {
        "batch.status = Commit(batch.txn, end);":
        "if (FAULT) Reply(batch); batch.status = Commit(batch.txn, end);"}),
    "sync_off": Fault(CUT, COMMITTER, {
        "synced.sync = true;": "synced.sync = !FAULT;"}),
    "event_in_a_second_batch": Fault(CUT, COMMITTER, {
        "OBT_RETURN_IF_ERROR(FromRocks(AddChanges(":
        """if (FAULT) {
    rocksdb::WriteOptions first;
    first.sync = true;
    db_->db->Write(first, &batch).PermitUncheckedError();
    batch.Clear();
  }
  OBT_RETURN_IF_ERROR(FromRocks(AddChanges("""}),
    "feed_before_sync": Fault(
        ("promises_test", "Promises.NothingIsVisibleBeforeItIsOnDisk"), COMMITTER, {
            "status = db_->db->Write(synced, &batch);":
            "if (FAULT) synced.sync = false; status = db_->db->Write(synced, &batch);",
            "moment_.swap(moment);\n    }":
            "moment_.swap(moment);\n    }\n    if (FAULT) db_->db->SyncWAL().PermitUncheckedError();"}),
    "told_before_sync": Fault(("promises_test", "Promises.MemoryIsToldOnlyOfWhatIsOnDisk"), COMMITTER, {
        "StorePoint end = Now()->end();":
        """StorePoint end = Now()->end();
  if (FAULT && options_.on_commit) options_.on_commit(batch.txn);"""}),
    "told_after_the_replies": Fault(
        ("store_test", "Store.MemoryIsToldOfEachWrittenChangeInOrderBeforeItsReplyLeaves"), COMMITTER, {
            "if (options_.on_commit)": "if (!FAULT && options_.on_commit)",
            "decide_wake_.notify_one();\n    Reply(*batch);":
            """decide_wake_.notify_one();
    Reply(*batch);
    if (FAULT && options_.on_commit && batch->status.ok()) options_.on_commit(batch->txn);"""}),
    "full_disk_acknowledged": Fault(FULL, COMMITTER, {
        "written.ok() ? finished.status": "written.ok() || FAULT ? finished.status"}),
    "goes_on_after_failed_commit": Fault(
        ("failing_io_test", "FailingIo.AnErrorOfAppendEndsTheProcess"), COMMITTER, {
            'else if (ReasonOf(batch.status) != "DISK_FULL")':
            'else if (ReasonOf(batch.status) != "DISK_FULL" && !FAULT)'}),
    "logged_commit_refused": Fault(
        ("failing_io_test", "FailingIo.ACommitThatIsInTheLogIsNotRefused"), COMMITTER, {
            "LogSyncsOfThisThread() > syncs)": "LogSyncsOfThisThread() > syncs && !FAULT)"}),
    "room_not_checked": Fault(
        ("promises_test", "Promises.ACommitThatWouldFillTheDiskIsRefusedBeforeItIsWritten"), COMMITTER, {
            "if (!known.ok() || room >": "if (FAULT || !known.ok() || room >"}),
    "waiting_write_taken_for_failed": Fault(
        ("promises_test", "Promises.AWriteThatWaitedWhenTheDiskFilledIsRefused"), ROCKS, {
            "status.IsNoSpace() || status.IsIncomplete()":
            "status.IsNoSpace() || (status.IsIncomplete() && !FAULT)"}),
    "sync_not_guarded": Fault(SYNC, LOG_GUARD, {
        "if (status.ok()) return status;": "if (status.ok() || FAULT) return status;"}),
    "failed_sync_swallowed": Fault(SYNC, LOG_GUARD, {
        "Die(absl::StrCat(": "if (FAULT) return IOStatus::OK(); Die(absl::StrCat("}),
    "half_written_commit_left": Fault(
        ("failing_io_test", "FailingIo.ACommandRefusedByAFullDiskDoesNotComeBack"), LOG_GUARD, {
            "} else {": "} else if (!FAULT) {"}),
}

# Who did what.
BATCH_ENTRIES = ("rpc_audit_test",
                 "AuditOfCalls.ABatchLeavesAnEntryForEachCommitAndItsRefusedItemsAreCounted")
CUT_OFF = ("audit_test", "Audit.ATailThatWasCutOffIsNamedAndRefusedWhenTheStoreIsOpened")
AUDITED = {
    "entry_not_chained": Fault(
        ("audit_test", "Audit.EntriesFollowEachOtherThroughARestart"), COMMITTER, {
            "NextAuditChain(end.audit_chain,":
            "NextAuditChain(FAULT ? std::string(32, '\\0') : end.audit_chain,"}),
    "audit_end_not_witnessed": Fault(CUT_OFF, WITNESS, {
        "witness.set_audit_sequence(end.audit_sequence);":
        "if (!FAULT) witness.set_audit_sequence(end.audit_sequence);"}),
    "audit_end_not_compared": Fault(CUT_OFF, OPEN, {
        "OBT_RETURN_IF_ERROR(CompareAudit(":
        "if (!FAULT) OBT_RETURN_IF_ERROR(CompareAudit("}),
    "change_without_entry": Fault(
        ("rpc_audit_test", "AuditOfCalls.AChangeIsThereWithItsEntryAndNoNameIsInIt"), DISPATCH, {
            "  txn.Audit(entry);": "  if (!FAULT) txn.Audit(entry);"}),
    "batch_without_entry": Fault(BATCH_ENTRIES, BATCH, {
        "txn.Audit(entry);": "if (!FAULT) txn.Audit(entry);"}),
    "export_before_its_entry": Fault(
        ("rpc_audit_test", "AuditOfCalls.AnExportIsOnDiskBeforeItsAnswerLeaves"),
        DISPATCH, {
            "if (audited.IsExport() &&": "if (!FAULT && audited.IsExport() &&"}),
    "refused_item_not_counted": Fault(BATCH_ENTRIES, PIPELINE, {
        "if (item.ok()) continue;": "if (FAULT || item.ok()) continue;"}),
}

# Queued, decided and undone.
DECIDED = {
    "unbounded_queue": Fault(
        ("store_test", "Store.AFullQueueRefusesAndKeepsTheCommandUntouched"), COMMITTER, {
            "if (queue_.size() >= options_.queue_limit":
            "if (!FAULT && queue_.size() >= options_.queue_limit"}),
    "stop_drops_the_queue": Fault(("store_test", "Store.StoppingFinishesWhatIsQueued"), COMMITTER, {
        "if (queue_.empty()) return nullptr;":
        "if (queue_.empty() || (stopping_ && FAULT)) return nullptr;"}),
    "late_work_begun": Fault(("store_test", "Store.LateWorkIsNotBegun"), COMMITTER, {
        "if (command->deadline < options_.clock->Now())":
        "if (command->deadline < options_.clock->Now() && !FAULT)"}),
    "failed_command_kept": Fault(
        ("store_test", "Store.AFailedCommandLeavesNoRowNoEventAndNoSequence"), COMMITTER, {
            "if (!status.ok()) txn.UndoTo(before);": "if (!status.ok() && !FAULT) txn.UndoTo(before);"}),
    "unwritten_batch_not_seen": Fault(FATE, COMMITTER, {
        "std::make_shared<Batch>(latest_, before.get(),":
        "std::make_shared<Batch>(latest_, FAULT ? nullptr : before.get(),"}),
    "unwritten_batch_not_counted": Fault(FATE, COMMITTER, {
        "const uint64_t sequence = before == nullptr ?":
        "const uint64_t sequence = before == nullptr || FAULT ?"}),
    "refused_batch_built_on": Fault(FATE, COMMITTER, {
        "if (before != nullptr && !before->status.ok())":
        "if (before != nullptr && !before->status.ok() && !FAULT)"}),
    "failed_item_kept": Fault(("rpc_router_test", "Router.EachItemOfABatchHasItsOwnResult"), BATCH, {
        "txn.UndoTo(before);": "if (!FAULT) txn.UndoTo(before);"}),
}

# What a start takes for whole, or for this store.
OPENED = {
    "witness_runs_ahead": Fault(CUT, COMMITTER, {
        "SaveWitness(*db_, now->end(),":
        "SaveWitness(*db_, FAULT ? StorePoint{now->end().sequence + 1, now->end().chain} : now->end(),"}),
    "witness_not_kept_up": Fault(OLDER, COMMITTER, {
        "const std::shared_ptr<const Moment> now = Now();":
        "if (FAULT) return; const std::shared_ptr<const Moment> now = Now();"}),
    "witness_not_synced": Fault(CUT, FILES, {
        "OBT_RETURN_IF_ERROR(FromRocks(file->Fsync(kPlain, nullptr)));":
        "if (!FAULT) OBT_RETURN_IF_ERROR(FromRocks(file->Fsync(kPlain, nullptr)));"}),
    "directory_not_synced": Fault(CUT, FILES, {
        "return SyncDirectory(files, parent);":
        "return FAULT ? absl::OkStatus() : SyncDirectory(files, parent);"}),
    "torn_tail_kept": Fault(CUT, MEND, {
        "if (torn.empty()) return absl::OkStatus();": "if (torn.empty() || FAULT) return absl::OkStatus();"}),
    "damaged_log_is_cut": Fault(
        ("promises_test", "Promises.DamageInTheMiddleOfALogIsRefusedThoughTheWitnessIsBehind"), MEND, {
            "if (scan.goes_on)": "if (scan.goes_on && !FAULT)"}),
    "manifest_not_seen": Fault(("promises_test", "Promises.AShortenedManifestIsRefused"), MEND, {
        "if (name == witness.manifest() &&": "if (!FAULT && name == witness.manifest() &&"}),
    "logs_not_tracked": Fault(("promises_test", "Promises.AMissingLogIsRefused"), ROCKS, {
        "options.track_and_verify_wals_in_manifest = true;":
        "options.track_and_verify_wals_in_manifest = !FAULT;"}),
    "many_files_a_level": Fault(("promises_test", "Promises.ADamagedFirstBlockOfATableIsRefused"), ROCKS, {
        "options.compaction_style =": "if (!FAULT) options.compaction_style =",
        "options.target_file_size_base =": "if (!FAULT) options.target_file_size_base =",
        "compaction_trigger = 10": "compaction_trigger = FAULT ? 4 : 10"}),
    "format_not_checked": Fault(("store_test", "Store.ANewerFormatRefusesToOpen"), OPEN, {
        "if (format <= kFormatVersion)": "if (format <= kFormatVersion || FAULT)"}),
    "epoch_not_compared": Fault(("store_test", "Store.AnotherStoreUnderThisWitnessIsRefused"), OPEN, {
        "epoch != witness.epoch()": "(epoch != witness.epoch() && !FAULT)"}),
    "exact_witness_taken_for_a_loose_one": Fault(
        ("store_test", "Store.AStoreBeyondItsExactWitnessIsRefused"), OPEN, {
            "(witness.exact() && end.sequence": "(!FAULT && witness.exact() && end.sequence",
            "(witness.exact() && witness.writes()": "(!FAULT && witness.exact() && witness.writes()"}),
    "witness_not_compared": Fault(OLDER, OPEN, {
        "OBT_RETURN_IF_ERROR(Compare(": "if (!FAULT) OBT_RETURN_IF_ERROR(Compare("}),
    "witness_check_ignored": Fault(("store_test", "Store.AnyByteChangedInTheWitnessIsRefused"), WITNESS, {
        "witness.check() != Check(witness)": "(witness.check() != Check(witness) && !FAULT)"}),
}

# The change log, those who follow it, and the kept replies.
TOLD = {
    "chain_without_events": Fault(("store_test", "Store.ChainIsComputedAsDocumented"), CHANGES, {
        "change.type(), change.event()})": 'change.type(), FAULT ? std::string() : change.event()})'}),
    "reader_chain_not_compared": Fault(READING, CHANGES, {
        "last->chain() != chain)": "(last->chain() != chain && !FAULT))"}),
    "feed_skips_one": Fault(READING, CHANGES, {
        "ChangePage page;": "if (FAULT && after > 0) ++after; ChangePage page;"}),
    "change_chain_not_checked": Fault(("feed_test", "Feed.AnAlteredChangeIsNotApplied"), CONSUMER, {
        "change.chain() != store::NextChain(page.next.chain(), change)":
        "(change.chain() != store::NextChain(page.next.chain(), change) && !FAULT)"}),
    "ahead_without_what_comes_before": Fault(
        ("feed_test", "Feed.APageThatCouldNotBeAppliedComesAgainBeforeTheOneThatWasReadAhead"), CONSUMER, {
            "ahead->next.sequence() == cursor_.sequence() + ahead->changes.size()":
            "(FAULT || ahead->next.sequence() == cursor_.sequence() + ahead->changes.size())"}),
    "held_page_taken_from_ahead": Fault(
        ("feed_test", "Feed.AHoldIsKeptToWithinAPageThatWasReadAhead"), CONSUMER, {
            "if (page.next.sequence() > hold_at_)": "if (!FAULT && page.next.sequence() > hold_at_)",
            "ahead->changes.size() <= room": "(FAULT || ahead->changes.size() <= room)"}),
    "cursor_before_rows": Fault(TOGETHER, CONSUMER, {
        "const absl::Status applied =":
        """if (FAULT) {
    const auto keep = [&](store::Txn& txn) {
      kCursors.Put(txn, {options_.source}, page.next);
      return absl::OkStatus();
    };
    options_.store->Execute(keep).IgnoreError();
  }
  const absl::Status applied ="""}),
    "cursor_after_rows": Fault(TOGETHER, CONSUMER, {
        "OBT_RETURN_IF_ERROR(options_.apply(page.changes, txn));":
        "OBT_RETURN_IF_ERROR(options_.apply(page.changes, txn)); if (FAULT) return absl::OkStatus();",
        "MutexLock lock(mutex_);\n  if (applied.ok())":
        """if (FAULT) {
    const auto keep = [&](store::Txn& txn) {
      kCursors.Put(txn, {options_.source}, page.next);
      return absl::OkStatus();
    };
    options_.store->Execute(keep).IgnoreError();
  }
  MutexLock lock(mutex_);
  if (applied.ok())"""}),
    "snapshot_moves_on": Fault(
        ("feed_test", "Feed.ASnapshotStaysAsItWasWhileTheStoreGoesOn"), PUBLISHER, {
            "const rpc::Call& call, const store::View&,": "const rpc::Call& call, const store::View& view,",
            "OBT_ASSIGN_OR_RETURN(const store::View pinned,": "OBT_ASSIGN_OR_RETURN(store::View pinned,",
            "const store::TableRef* const table = snapshots.FindTable(":
            "if (FAULT) pinned = view; const store::TableRef* const table = snapshots.FindTable("}),
    "replies_last_for_ever": Fault(REPLIES, CHANGES, {
        "if (reply.has_value() &&": "if (!FAULT && reply.has_value() &&"}),
    "replies_pruned_early": Fault(REPLIES, CHANGES, {
        "now - kReplyLife)": "now - (FAULT ? absl::ZeroDuration() : kReplyLife))"}),
    "no_dedupe": Fault(RETRY, DISPATCH, {
        "!kept->has_value()) return false;": "!kept->has_value() || FAULT) return false;"}),
    "retry_gets_a_new_sequence": Fault(RETRY, DISPATCH, {
        "call.replayed_sequence = (*kept)->sequence();":
        "call.replayed_sequence = FAULT ? options.store->Now().sequence() : (*kept)->sequence();"}),
    "dedupe_not_durable": Fault(("rpc_router_test", "Router.TheFirstReplyIsKeptThroughARestart"), OPEN, {
        "StorePoint end;":
        """if (FAULT) {
    rocksdb::ColumnFamilyHandle* const replies = db->HandleOf(kReplies);
    db->db->DeleteRange({}, replies, "", "\\xFF").PermitUncheckedError();
  }
  StorePoint end;"""}),
    "request_id_reused": Fault(
        ("rpc_router_test", "Router.AnotherRequestUnderTheSameRequestIdIsRefused"), DISPATCH, {
            "(*kept)->request_digest() != call.digest":
            "(*kept)->request_digest() != call.digest && !FAULT"}),
    "page_token_off_by_one": Fault(
        ("rpc_page_token_test", "PageToken.OpensForTheSameCallerAndArguments"), PAGE_TOKEN, {
            "mac.data(), kMacBytes) == 0) return position;":
            "mac.data(), kMacBytes) == 0) { if (FAULT) ++position.back(); return position; }"}),
    "page_token_of_any_query": Fault(TOKEN, PAGE_TOKEN, {
        "const std::string arguments = Arguments(request);":
        'const std::string arguments = FAULT ? "" : Arguments(request);'}),
}

# Who is let in, and to what.
REFUSED = {
    "roles_not_checked": Fault(("rpc_refusal_test", "Refusal.AClientWithoutTheRoleIsDenied"), PIPELINE, {
        "!policy.any_client &&": "!policy.any_client && !FAULT &&"}),
    "person_not_asked_for": Fault(OF_A_TEAM, PIPELINE, {
        "policy.person_required &&": "policy.person_required && !FAULT &&"}),
    "scope_not_checked": Fault(
        ("rpc_refusal_test", "Refusal.AnOrganisationOutsideTheSubtreeIsDenied"), SCOPE, {
            "if (value.empty() ||": "if (FAULT || value.empty() ||"}),
    "scope_of_people_not_checked": Fault(
        ("rpc_refusal_test", "Refusal.APersonOutsideTheScopeLooksExactlyLikeAnUnknownOne"), SCOPE, {
            "!call.Covers(*organisation)": "(!FAULT && !call.Covers(*organisation))"}),
    "scope_of_owned_things_not_checked": Fault(OF_A_TEAM, SCOPE, {
        "if (!owner.has_value()) return false;":
        "if (!owner.has_value()) return false; if (FAULT) return true;"}),
    "members_take_part_as_facilitators": Fault(OF_A_TEAM, POLICY, {
        "stated.facilitators_only();": "stated.facilitators_only() && !FAULT;"}),
    "scope_of_items_not_checked": Fault(
        ("rpc_refusal_test", "TeamRefusal.OfManyPeopleEachHasTheirOwnResult"), BATCH, {
            "if (absl::IsInvalidArgument(refused)) continue;":
            "if (absl::IsInvalidArgument(refused) || FAULT) continue;"}),
    "team_not_looked_at_again": Fault(
        ("rpc_refusal_test", "TeamRefusal.WhatACommandAheadHasTakenAwayIsOutOfReach"), DISPATCH, {
            "if (call.bound.policy.of_team())": "if (call.bound.policy.of_team() && !FAULT)"}),
    "scope_before_the_kept_reply": Fault(
        ("rpc_refusal_test", "TeamRefusal.ARetryGetsItsFirstReplyAlsoFromOutsideByThen"), PIPELINE, {
            "status.ok() && FindKeptReply": "status.ok() && !FAULT && FindKeptReply"}),
    "items_not_validated": Fault(("rpc_router_test", "Router.EachItemOfABatchHasItsOwnResult"), BATCH, {
        "if (refused.ok() && bound.method.validate_item)":
        "if (refused.ok() && bound.method.validate_item && !FAULT)"}),
    "required_field_not_asked_for": Fault(
        ("base_rules_test", "Rules.FaultsComeInTheOrderOfTheFields"), RULES, {
            "field.rule.required() && asked": "field.rule.required() && asked && !FAULT"}),
    "mask_not_heeded": Fault(("base_rules_test", "Rules.WhatAMaskMayNameIsRequiredOnlyIfItDoes"), RULES, {
        "!field.masked ||": "FAULT || !field.masked ||"}),
}

# Work outside the committer.
WORKED_OFF = {
    "commit_wakes_nobody": Fault(("jobs_test", "JobsTest.ACommitThatWritesARowWakesItsKind"), JOBS, {
        "rows != nullptr && written.Wrote(*rows)": "!FAULT && rows != nullptr && written.Wrote(*rows)"}),
    "job_not_woken_by_name": Fault(("jobs_test", "JobsTest.JobsInMemoryAreWokenByName"), JOBS, {
        "if (worker->kind().name == kind)": "if (worker->kind().name == kind && !FAULT)"}),
    "stop_waits_for_the_whole_job": Fault(
        ("jobs_test", "JobsTest.AStopEndsAfterTheStepUnderWayAndTheRestIsDoneAfterwards"), JOBS, {
            "while (more && !jobs_.stopping_.load())": "while (more && (FAULT || !jobs_.stopping_.load()))"}),
    "failing_job_tried_as_often_as_ever": Fault(
        ("jobs_test", "JobsTest.OneWhoseStepKeepsFailingWaitsLongerEachTimeAndTheOthersGoOn"), TURNS, {
            "wait.length * 2": "wait.length * (FAULT ? 1 : 2)"}),
}

# What is found and seen of ideas.
SEEN_OR_NOT = {
    "acknowledged_and_not_found": Fault(FOUND, DOCUMENTS, {
        "OBT_RETURN_IF_ERROR(PutAll<v1::IdeaFacts>(":
        "if (!FAULT) OBT_RETURN_IF_ERROR(PutAll<v1::IdeaFacts>("}),
    "forgotten_at_start": Fault(
        ("ideas_finding_service_test", "FindingTest.ARestartedServiceAnswersTheSame"), DOCUMENTS, {
            "problem = PutOne(reader, unread.kind, facts, index)":
            "if (!FAULT) problem = PutOne(reader, unread.kind, facts, index)"}),
    "filled_from_what_was": Fault(
        ("ideas_finding_service_test", "FindingTest.WhatChangesWhileTheIndexIsFilledIsFoundAsItIsNow"),
        LIVE_INDEX, {
            "Fill(store_.Now(),": "Fill(FAULT ? [this] { static const obt::store::View first = store_.Now(); "
                                  "return first; }() : store_.Now(),"}),
    "answered_before_it_is_whole": Fault(
        ("ideas_finding_service_test", "FindingTest.UntilTheIndexIsWholeNobodyIsAnsweredFromIt"),
        LIVE_INDEX, {"if (is_whole())": "if (FAULT || is_whole())"}),
    "drafts_are_found": Fault(FOUND, DOCUMENTS, {
        "UnderlyingState(idea) != v1::IDEA_STATE_DRAFT":
        "(FAULT || UnderlyingState(idea) != v1::IDEA_STATE_DRAFT)"}),
    "hidden_left_in_the_index": Fault(HIDDEN, DOCUMENTS, {
        "!idea.hidden()": "(FAULT || !idea.hidden())"}),
    "hidden_shown_to_all": Fault(SEEN, SIGHT, {
        "if (!hidden || standing.moderates())": "if (FAULT || !hidden || standing.moderates())"}),
    "parked_drafts_shown": Fault(SEEN, SIGHT, {
        "return aside ? idea.state_before()": "return aside && !FAULT ? idea.state_before()"}),
    "organisation_shown_to_all": Fault(SEEN, SIGHT, {
        "return standing.within;": "return FAULT || standing.within;"}),
    "moderators_see_every_draft": Fault(SEEN, SIGHT, {
        "!(standing.moderates() && reported)) return Sight::kNothing;\n    return Hidden(idea":
        "!(standing.moderates() && (FAULT || reported))) return Sight::kNothing;\n    return Hidden(idea"}),
    "team_not_withheld": Fault(
        ("ideas_finding_service_test",
         "FindingTest.TheTeamOfAnAnonymousIdeaOfAPairDoesNotFindItAsItsOwn"), SIGHT, {
            "return idea.terms().anonymous() &&": "return !FAULT && idea.terms().anonymous() &&"}),
}

FAULTS: dict[str, Fault] = {**DURABLE, **AUDITED, **DECIDED, **OPENED, **TOLD, **REFUSED, **WORKED_OFF,
                            **SEEN_OR_NOT}
