#include "tools/obtctl/failure.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/error.h"
#include "common/cli/shown.h"

namespace obt::ctl {
namespace {

constexpr absl::string_view kUsage = "USAGE";
constexpr absl::string_view kUnreachable = "UNREACHABLE";
constexpr absl::string_view kUnwritten = "UNWRITTEN";

constexpr absl::string_view kMint =
    "mint a token: obtctl token mint --client ID, or use another one with --as ID";

constexpr absl::string_view kUnseen =
    "what a caller may not see is not there for it: say for whom the call is made, --for PERSON";
constexpr absl::string_view kFacilitate =
    "call for one of its team's facilitators, --for PERSON; see who they are: obtctl team get";

using Remedy = std::pair<absl::string_view, absl::string_view>;

// By reason first, because it says more than the code.
constexpr std::array<Remedy, 33> kByReason = {{
    {"TOKEN_MISSING", kMint},
    {"TOKEN_MALFORMED", kMint},
    {"TOKEN_EXPIRED", kMint},
    {"TOKEN_SIGNATURE", "the services trust other keys: mint the token with a key of their trust file"},
    {"TOKEN_ISSUER", "mint the token for an issuer of the services' trust file: --issuer"},
    {"TOKEN_AUDIENCE", "mint the token for the audience that the trust file has for its issuer: --audience"},
    {"TOKEN_CLIENT", "create the client first: obtctl client create ID"},
    {"CLIENT_UNKNOWN", "create the client first: obtctl client create ID"},
    {"HELD_ELSEWHERE", "move the person as a client with scope over both organisations: obtctl people move"},
    {"MATCH_CONFLICT",
     "correct the HR id or the e-mail address in the file and import it again; an address that somebody else "
     "gives up by the same file is free by then, and previous_hr_id says who is numbered anew"},
    {"TOO_MANY_IMPORTS",
     "see them with obtctl people imports, and cancel those nobody needs: obtctl people cancel-import "
     "IMPORT"},
    {"CODE_DROPPED", "keep every code the list had; new ones may be added"},
    {"COURSE_FROZEN", "add a new course instead; titles and optional modules may still change"},
    {"STALE_ETAG", "read it again and decide anew"},
    {"CONFLICT", "send the event under an id of its own with --id"},
    {"PERSON_NOT_FOUND",
     "each client sees the people of its own organisations: obtctl client show, obtctl people list"},
    {"PROGRAMME_NOT_FOUND", "see which there are: obtctl programme list"},
    {"ORGANISATION_NOT_FOUND", "see which there are: obtctl organisation list"},
    {"HAS_CHILDREN", "see what is below it: obtctl organisation list --below CODE"},
    {"BEFORE_RECORDED_CHANGE", "see what is recorded: obtctl organisation get CODE"},
    {"ORGANISATION_ENDED", "see what became of it: obtctl organisation get CODE"},
    {"MOVE_BEFORE_STAY", "correct the person's stays instead: obtctl people correct"},
    {"IDEA_NOT_FOUND", kUnseen},
    {"EXPERIMENT_NOT_FOUND", kUnseen},
    {"CONVERSATION_NOT_FOUND", kUnseen},
    {"CASE_STUDY_NOT_FOUND", kUnseen},
    {"ADOPTION_NOT_FOUND", kUnseen},
    {"NOT_FACILITATOR", kFacilitate},
    {"NOT_AUTHOR", kFacilitate},
    {"NOT_ON_BEHALF", "call as an intranet of its people: --as CLIENT; see obtctl client list"},
    {"THEME_UNKNOWN", "see which there are: obtctl theme list"},
    {"APPROVAL_MISSING", "once it is there: obtctl idea edit IDEA --approval-obtained NAME"},
    {"IMPORT_NOT_OPEN", "run the import again: lines that were applied change nothing"},
}};

// Without a reason it is gRPC that refuses.
absl::string_view RemedyOfCode(absl::StatusCode code, absl::string_view reason) {
  switch (code) {
    case absl::StatusCode::kUnauthenticated:
      return kMint;
    case absl::StatusCode::kPermissionDenied:
      return "see what the client may do: obtctl client list; grant what is missing: obtctl client grant";
    case absl::StatusCode::kResourceExhausted:
      return reason.empty() ? "the call is larger than a service reads: send less at once"
                            : "the service is busy: try again in a moment";
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return "see which services answer: obtctl status; start them: tools/quickstart";
    case absl::StatusCode::kAborted:
      return "somebody else changed it at the same time: read it again and decide anew";
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kInternal:
      return "this is a fault of the service: its log says more (.obt/logs)";
    default:
      return "";
  }
}

}  // namespace

absl::Status UsageError(absl::string_view message) {
  return Error(absl::StatusCode::kInvalidArgument, kUsage, message);
}

absl::Status UnreachableError(absl::string_view message) {
  return Error(absl::StatusCode::kUnavailable, kUnreachable, message);
}

absl::Status UnwrittenError(absl::string_view message) {
  return Error(absl::StatusCode::kUnknown, kUnwritten, message);
}

int ExitCodeOf(const absl::Status& status) {
  if (status.ok()) return kExitOk;
  if (ReasonOf(status) == kUsage) return kExitUsage;
  if (ReasonOf(status) == kUnwritten) return kExitUnwritten;
  const bool unanswered = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status);
  return unanswered ? kExitUnreachable : kExitRefused;
}

std::string RemedyOf(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  for (const auto& [known, remedy] : kByReason) {
    if (reason == known) return std::string(remedy);
  }
  if (reason == kUsage) return "";
  return std::string(RemedyOfCode(status.code(), reason));
}

std::string DescribeFailure(absl::string_view program, const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  std::string text = absl::StrCat(program, ": ", status.message(), "\n");
  if (reason != kUsage && reason != kUnreachable && reason != kUnwritten) {
    absl::StrAppend(&text, "  reason: ", reason.empty() ? "" : absl::StrCat(reason, ", "),
                    absl::StatusCodeToString(status.code()), "\n");
  }
  for (const FieldViolation& fault : ViolationsOf(status)) {
    const std::string line = absl::StrCat(fault.field, ": ", fault.description);
    if (line != status.message()) absl::StrAppend(&text, "  ", line, "\n");
  }
  const std::string remedy = RemedyOf(status);
  if (!remedy.empty()) absl::StrAppend(&text, "  remedy: ", remedy, "\n");
  return Printable(text, "\n");
}

}  // namespace obt::ctl
