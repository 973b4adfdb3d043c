// obtctl release create, revise, fetch, diff: what takes a while, or files.
#include <filesystem>
#include <fstream>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/base/error.h"
#include "common/base/files.h"
#include "common/store/sha256.h"
#include "obt/reporting/v1/release.pb.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/progress_bar.h"
#include "tools/obtctl/session.h"
#include "tools/obtctl/verb.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

namespace rel = reporting::v1;

const Columns kMade =
    "release_id|release; number; revision; state; as_of|up to; table_count|tables; figure_count|figures; "
    "narrowed_by_history|narrowed by all releases together; changed_figures; bundle_bytes; etag";

absl::StatusOr<rel::Release> ReadRelease(Session& session, const std::string& release_id) {
  rel::GetReleaseRequest request;
  request.set_release_id(release_id);
  OBT_ASSIGN_OR_RETURN(rel::GetReleaseResponse response, session.Ask<rel::GetReleaseResponse>(request));
  return std::move(*response.mutable_release());
}

// Follows a release until it is made, publishes it if asked, and shows it.
absl::Status Follow(Session& session, const Arguments& arguments, rel::Release release) {
  const absl::Duration patience = absl::Seconds(arguments.Number("patience"));
  ProgressBar bar("making the release", 100, "%");
  OBT_ASSIGN_OR_RETURN(const bool done, Await(patience, [&]() -> absl::StatusOr<bool> {
                         OBT_ASSIGN_OR_RETURN(release, ReadRelease(session, release.release_id()));
                         bar.SetDetail(release.phase());
                         bar.Set(release.percent());
                         return release.state() != rel::RELEASE_STATE_CREATING;
                       }));
  if (!done) {
    return Error(absl::StatusCode::kDeadlineExceeded, "RELEASE_TOO_LONG",
                 absl::StrCat("the release is not made after ", FormatElapsed(patience),
                              "; it goes on: obtctl release show ", release.release_id()));
  }
  if (release.state() == rel::RELEASE_STATE_FAILED)
    return Error(absl::StatusCode::kFailedPrecondition, "RELEASE_FAILED", release.failure());
  bar.Set(100);
  bar.Finish();
  if (arguments.Flag("publish")) {
    rel::PublishReleaseRequest request;
    request.set_release_id(release.release_id());
    request.set_etag(release.etag());
    OBT_ASSIGN_OR_RETURN(rel::PublishReleaseResponse published,
                         session.Ask<rel::PublishReleaseResponse>(request));
    release = std::move(*published.mutable_release());
  }
  session.Print(RecordOf(kMade, release));
  return absl::OkStatus();
}

absl::Status Create(Session& session, const Arguments& arguments) {
  rel::CreateReleaseRequest request;
  request.set_programme_id(arguments.Text("programme"));
  OBT_RETURN_IF_ERROR(Fill({Day("as-of", "")}, arguments, request));
  if (arguments.Flag("monthly")) request.set_monthly(true);
  if (arguments.Flag("weekly")) request.set_monthly(false);
  OBT_ASSIGN_OR_RETURN(rel::CreateReleaseResponse created, session.Ask<rel::CreateReleaseResponse>(request));
  return Follow(session, arguments, std::move(*created.mutable_release()));
}

absl::Status Revise(Session& session, const Arguments& arguments) {
  rel::ReviseReleaseRequest request;
  request.set_release_id(arguments.Text("release"));
  request.set_reason(arguments.Text("reason"));
  OBT_ASSIGN_OR_RETURN(rel::ReviseReleaseResponse created, session.Ask<rel::ReviseReleaseResponse>(request));
  return Follow(session, arguments, std::move(*created.mutable_release()));
}

absl::Status AuditOf(Session& session, const Arguments& arguments) {
  rel::AuditReleaseRequest request;
  request.set_release_id(arguments.Text("release"));
  OBT_ASSIGN_OR_RETURN(const rel::AuditReleaseResponse audit,
                       session.Ask<rel::AuditReleaseResponse>(request));
  session.Print(
      LinesOf("tables",
              "table_id|table; figures; protected; secondaries|withheld beside; survives_permille|survives, "
              "thousandths",
              audit));
  for (const std::string& fault : audit.faults()) session.Announce(fault);
  if (!audit.passed())
    return Error(absl::StatusCode::kDataLoss, "AUDIT_FAILED", "the release is not as it was proved");
  session.Say(absl::StrCat(
      "proved by ", WithThousands(audit.worlds()), " other data sets; ", audit.told_to_insiders(),
      " figures would tell more to who knew why they are withheld, ", audit.told_to_siblings(),
      " to an organisation that knows itself exactly (", audit.told_exactly_to_siblings(), " of them all)"));
  return absl::OkStatus();
}

absl::Status DigestDiffers(const std::string& path) {
  return Error(absl::StatusCode::kDataLoss, "BUNDLE_DAMAGED",
               absl::StrCat(path, " is not the bundle of this release: delete it and fetch again"));
}

// Goes on where an earlier fetch ended: the part is beside the file until it is whole and its digest right.
absl::Status Fetch(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const rel::Release release, ReadRelease(session, arguments.Text("release")));
  if (release.bundle_sha256().empty()) {
    return Error(absl::StatusCode::kFailedPrecondition, "NO_BUNDLE",
                 "the release is not made yet, or it failed; obtctl release show says which");
  }
  std::string path = arguments.Text("to");
  if (path.empty())
    path = absl::StrCat(release.programme_id(), "-", release.number(), ".", release.revision(), ".zip");
  const std::string part = absl::StrCat(path, ".", release.release_id(), ".part");
  std::error_code none;
  const auto present = std::filesystem::file_size(part, none);
  rel::ReadBundleRequest request;
  request.set_release_id(release.release_id());
  request.set_offset(none ? 0 : static_cast<int64_t>(present));
  std::ofstream file(part, std::ios::binary | std::ios::app);
  ProgressBar bar("fetching", release.bundle_bytes(), "bytes", request.offset());
  while (request.offset() < release.bundle_bytes()) {
    OBT_ASSIGN_OR_RETURN(const rel::ReadBundleResponse piece, session.Ask<rel::ReadBundleResponse>(request));
    if (piece.data().empty() || !(file << piece.data()).flush())
      return Error(absl::StatusCode::kDataLoss, "BUNDLE_UNWRITTEN", absl::StrCat(part, " cannot be written"));
    request.set_offset(request.offset() + static_cast<int64_t>(piece.data().size()));
    bar.Set(request.offset());
  }
  bar.Finish();
  file.close();
  OBT_ASSIGN_OR_RETURN(const std::string bundle, ReadFile(part));
  if (absl::BytesToHexString(store::Sha256(bundle)) != release.bundle_sha256()) return DigestDiffers(part);
  std::filesystem::rename(part, path, none);
  if (none)
    return Error(absl::StatusCode::kDataLoss, "BUNDLE_UNWRITTEN", absl::StrCat(path, ": ", none.message()));
  session.Say(absl::StrCat("fetched ", path, ", SHA-256 ", release.bundle_sha256()));
  return absl::OkStatus();
}

// Figure by figure, by table, codes and measure.
using Figures = std::map<std::string, std::string>;
std::string FigureText(const rel::Figure& figure) {
  if (figure.marker() == rel::MARKER_CONFIDENTIAL) return "[c]";
  if (figure.marker() == rel::MARKER_NOT_APPLICABLE) return "[z]";
  return WithThousands(figure.value());
}
absl::StatusOr<Figures> FiguresOf(Session& session, const std::string& release_id) {
  rel::ListTablesRequest list;
  list.set_release_id(release_id);
  OBT_ASSIGN_OR_RETURN(const rel::ListTablesResponse tables, session.Ask<rel::ListTablesResponse>(list));
  Figures figures;
  for (const rel::TableOutline& outline : tables.tables()) {
    rel::GetTableRequest request;
    request.set_release_id(release_id);
    request.set_table_id(outline.table_id());
    OBT_RETURN_IF_ERROR(ForEachPage<rel::GetTableResponse>(session, request, [&](const auto& page) {
      for (const rel::TableRow& row : page.rows()) {
        for (int i = 0; i < row.figures_size(); ++i) {
          figures[absl::StrCat(outline.table_id(), "\t", absl::StrJoin(row.codes(), " "), "\t",
                               outline.measures(i).name())] = FigureText(row.figures(i));
        }
      }
    }));
  }
  return figures;
}

absl::Status Diff(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const Figures before, FiguresOf(session, arguments.Text("before")));
  OBT_ASSIGN_OR_RETURN(const Figures after, FiguresOf(session, arguments.Text("after")));
  Table table({{"table", "table", ColumnKind::kId},
               {"of", "of"},
               {"measure", "measure", ColumnKind::kId},
               {"before", "before", ColumnKind::kId},
               {"after", "after", ColumnKind::kId}});
  const auto add = [&](const std::string& name, const std::string& old, const std::string& now) {
    const std::vector<std::string> of = absl::StrSplit(name, '\t');
    table.Add({of[0], of[1], of[2], old, now});
  };
  for (const auto& [name, now] : after) {
    const auto old = before.find(name);
    if (old == before.end()) {
      add(name, "", now);
    } else if (old->second != now) {
      add(name, old->second, now);
    }
  }
  for (const auto& [name, old] : before) {
    if (after.count(name) == 0) add(name, old, "");
  }
  session.Print(table);
  return absl::OkStatus();
}

Option Release(std::string name) {
  return Positional(std::move(name), "Id of the release; see obtctl release list");
}
Option Patience() {
  return Number("patience", "SECONDS", "How long to wait until it is made", 900).Between(0, kMaxPatience);
}
Option Publish() { return Flag("publish", "Publish it at once, without looking"); }

}  // namespace

std::vector<Command> ReleaseCommands() {
  return {
      {"release create",
       "Make the next release of an edition: tables that are safe to publish",
       "The figures are copied once, at one point of all services; what is withheld is proved, together "
       "with\n"
       "the release before. It becomes a draft: look at it, then publish or discard it. The command may be\n"
       "ended; the release is made all the same.\n\nExample:\n"
       "  obtctl release create --as-of 2024-12-08",
       {Text("programme", "ID", "The edition", "obt-2024"),
        Day("as-of", "The last day that counts; default: the last Sunday"),
        Flag("monthly", "With the monthly tables; default: in the first release of a month"),
        Flag("weekly", "Without them"), Publish(), Patience()},
       Create},
      {"release revise",
       "Make a release that takes the place of a published one",
       "Same day, later figures. The reason is published with it.\n\nExample:\n"
       "  obtctl release revise RELEASE --reason 'Late returns of two departments'",
       {Release("release"), Required("reason", "TEXT", "Why, for the readers of the release"), Publish(),
        Patience()},
       Revise},
      {"release audit",
       "Check a release's proof once more, and say what was withheld",
       "The proof needs no solver: other data that explain everything printed, for each withheld figure one\n"
       "with it small and one with it large. Tables and bundle are made again and compared. Exits with 1\n"
       "where anything is wrong.\n\nExample:\n  obtctl release audit RELEASE",
       {Release("release")},
       AuditOf},
      {"release fetch",
       "Fetch a release's bundle: CSV, workbook, summary and metadata in one zip",
       "Goes on where it was interrupted, and checks the digest.\n\nExample:\n"
       "  obtctl release fetch RELEASE --to obt-2024.zip",
       {Release("release"), Text("to", "FILE", "Where to; default: named after the release, here")},
       Fetch},
      {"release diff",
       "What is printed otherwise in another release",
       "Example:\n  obtctl release diff BEFORE AFTER",
       {Release("before"), Release("after")},
       Diff},
  };
}

}  // namespace obt::ctl
