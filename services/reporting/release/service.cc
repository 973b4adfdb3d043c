#include <utility>

#include "common/base/etag.h"
#include "common/base/status.h"
#include "common/base/times.h"
#include "services/reporting/release/bind.h"
#include "services/reporting/release/domain.h"
#include "services/reporting/release/rows.h"

namespace obt::reporting {
namespace {

using rpc::Call;

// Keeps a release that a verb has changed, and answers with it.
template <typename Response>
Response KeepIn(Txn& txn, ReleaseRow row) {
  PutRelease(txn, row);
  Response response;
  *response.mutable_release() = ShownRelease(row, true);
  return response;
}

// A new one, which the job finds.
template <typename Response>
Response Start(Txn& txn, const Call& call, ReleaseRow row) {
  row.mutable_release()->set_release_id(ToText(NewId<ReleaseId>(call.now)));
  *row.mutable_release()->mutable_create_time() = TimestampOf(call.now);
  return KeepIn<Response>(txn, std::move(row));
}

// The release that a verb is for.
template <typename Request>
absl::StatusOr<ReleaseRow> ReadFor(const Request& request, const Reader& reader, Verb verb) {
  OBT_ASSIGN_OR_RETURN(ReleaseRow row, ReadRelease(reader, *ParseId<ReleaseId>(request.release_id())));
  OBT_RETURN_IF_ERROR(CheckEtag(request.etag(), row.release().etag()));
  OBT_RETURN_IF_ERROR(CheckVerb(row, verb));
  return row;
}

absl::StatusOr<v1::CreateReleaseResponse> CreateRelease(const v1::CreateReleaseRequest& request,
                                                        const Call& call, Txn& txn,
                                                        feed::Directory& directory) {
  OBT_ASSIGN_OR_RETURN(const auto lists, directory.ListsAt(txn));
  const identity::v1::Programme* const programme = lists->FindProgramme(request.programme_id());
  if (programme == nullptr) return ProgrammeNotFound(request.programme_id());
  OBT_ASSIGN_OR_RETURN(const auto releases, ReleasesOf(txn, request.programme_id()));
  OBT_ASSIGN_OR_RETURN(const v1::DisclosurePolicy policy, ReadPolicy(txn, 0));
  OBT_ASSIGN_OR_RETURN(ReleaseRow row, NextRelease(request, policy, releases, DayOf(call.now)));
  row.set_programme_name(programme->title());
  return Start<v1::CreateReleaseResponse>(txn, call, std::move(row));
}

absl::StatusOr<v1::ReviseReleaseResponse> ReviseRelease(const v1::ReviseReleaseRequest& request,
                                                        const Call& call, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const ReleaseRow revised, ReadRelease(txn, *ParseId<ReleaseId>(request.release_id())));
  OBT_ASSIGN_OR_RETURN(const auto releases, ReleasesOf(txn, revised.release().programme_id()));
  OBT_ASSIGN_OR_RETURN(ReleaseRow row, RevisionOf(revised, request.reason(), releases));
  row.set_programme_name(revised.programme_name());
  return Start<v1::ReviseReleaseResponse>(txn, call, std::move(row));
}

absl::StatusOr<v1::StartPreReleaseResponse> StartPreRelease(const v1::StartPreReleaseRequest& request,
                                                            const Call&, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(ReleaseRow row, ReadFor(request, txn, Verb::kPreRelease));
  row.mutable_release()->set_state(v1::RELEASE_STATE_PRE_RELEASE);
  *row.mutable_readers() = request.readers();
  return KeepIn<v1::StartPreReleaseResponse>(txn, std::move(row));
}

absl::StatusOr<v1::PublishReleaseResponse> PublishRelease(const v1::PublishReleaseRequest& request,
                                                          const Call& call, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(ReleaseRow row, ReadFor(request, txn, Verb::kPublish));
  v1::Release& release = *row.mutable_release();
  release.set_state(v1::RELEASE_STATE_PUBLISHED);
  *release.mutable_publish_time() = TimestampOf(call.now);
  if (!release.revises_release_id().empty()) {
    OBT_ASSIGN_OR_RETURN(ReleaseRow revised,
                         ReadRelease(txn, *ParseId<ReleaseId>(release.revises_release_id())));
    revised.mutable_release()->set_state(v1::RELEASE_STATE_SUPERSEDED);
    revised.mutable_release()->set_revised_by_release_id(release.release_id());
    PutRelease(txn, revised);
  }
  return KeepIn<v1::PublishReleaseResponse>(txn, std::move(row));
}

absl::StatusOr<v1::DiscardReleaseResponse> DiscardRelease(const v1::DiscardReleaseRequest& request,
                                                          const Call&, Txn& txn) {
  OBT_ASSIGN_OR_RETURN(const ReleaseRow row, ReadFor(request, txn, Verb::kDiscard));
  if (row.release().state() == v1::RELEASE_STATE_PRE_RELEASE) {
    OBT_ASSIGN_OR_RETURN(ReleaseRow withdrawn, Withdrawn(row, request.reason()));
    OBT_RETURN_IF_ERROR(DeleteFigures(txn, IdOf(row)));
    PutRelease(txn, withdrawn);
  } else {
    OBT_RETURN_IF_ERROR(DeleteRelease(txn, row));
  }
  return v1::DiscardReleaseResponse();
}

}  // namespace

void BindReleases(rpc::Router& router, feed::Directory& directory) {
  router.Command(CreateRelease, directory)
      .Command(ReviseRelease)
      .Command(StartPreRelease)
      .Command(PublishRelease)
      .Command(DiscardRelease);
}

}  // namespace obt::reporting
