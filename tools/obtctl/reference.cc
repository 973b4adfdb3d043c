// obtctl reference: brings the files of deploy/reference into a suite through the public RPCs.
#include <algorithm>
#include <memory>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "google/protobuf/util/message_differencer.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/reference_files.h"
#include "tools/obtctl/verb.h"

namespace obt::ctl {
namespace {

using google::protobuf::Message;
using google::protobuf::util::MessageDifferencer;

constexpr int kHeadcountsPerCall = 1000;
// How long a service may take to hear of a programme that was made a moment ago.
constexpr absl::Duration kFeedPatience = absl::Seconds(20);

struct Tally {
  int64_t added = 0;
  int64_t changed = 0;
  int64_t unchanged = 0;
};

// Puts what may be there already. `mark` is what differs between states, in the answers to both requests;
// nothing or 0 is that of what is not there.
absl::Status Put(Session& session, const Message& get, const Message& put, const std::string& mark_got,
                 const std::string& mark_put, Tally& tally) {
  const std::unique_ptr<Message> got(AnswerTo(get)->New()), done(AnswerTo(put)->New());
  const absl::Status present = session.Call(get, *got);
  if (!present.ok() && !absl::IsNotFound(present)) return present;
  absl::Status status;  // asked again while the service may not have heard of the programme yet
  OBT_RETURN_IF_ERROR(Await(kFeedPatience, [&]() -> absl::StatusOr<bool> {
                        status = session.Call(put, *done);
                        return !absl::IsNotFound(status);
                      }).status());
  OBT_RETURN_IF_ERROR(status);
  const std::string before = TextOf({got.get()}, mark_got), after = TextOf({done.get()}, mark_put);
  ++(before == after ? tally.unchanged : before.empty() || before == "0" ? tally.added : tally.changed);
  return absl::OkStatus();
}

absl::Status LoadLists(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const auto& [get, list] : files.lists) {
    identity::v1::PutReferenceListRequest put;
    *put.mutable_list() = list;
    OBT_RETURN_IF_ERROR(Put(session, *get, put, "{list.version}", "{version}", tally));
  }
  return absl::OkStatus();
}

// Organisations that are there stay as they are: names and parents have a history of their own.
absl::Status LoadOrganisations(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const identity::v1::Organisation& organisation : files.organisations) {
    identity::v1::CreateOrganisationRequest request;
    *request.mutable_organisation() = organisation;
    const absl::Status status = session.Ask<identity::v1::CreateOrganisationResponse>(request).status();
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
    ++(status.ok() ? tally.added : tally.unchanged);
  }
  return absl::OkStatus();
}

// True when the organisation has changed on the day in any way, or bears the name already.
bool IsRecorded(const identity::v1::RenameOrganisationRequest& renaming,
                const identity::v1::Organisation& then) {
  const bool changed = !then.past().empty() &&
                       MessageDifferencer::Equals(then.past().rbegin()->to_day(), renaming.effective());
  return changed || then.name() == renaming.name();
}

bool IsRecorded(const identity::v1::MergeOrganisationsRequest&, const identity::v1::Organisation& then) {
  return !then.successor_code().empty();
}

// A change that is recorded stays as it is, also where it was corrected since.
template <typename Response, typename Request>
absl::Status LoadChange(Session& session, const std::string& code, const char* etag, Request change,
                        Tally& tally) {
  identity::v1::GetOrganisationRequest get;
  get.set_organisation_code(code);
  *get.mutable_as_of() = change.effective();
  OBT_ASSIGN_OR_RETURN(const identity::v1::GetOrganisationResponse present,
                       session.Ask<identity::v1::GetOrganisationResponse>(get));
  const bool recorded = IsRecorded(change, present.organisation());
  ++(recorded ? tally.unchanged : tally.added);
  OBT_RETURN_IF_ERROR(SetField(change, etag, present.organisation().etag()));
  return recorded ? absl::OkStatus() : session.Ask<Response>(change).status();
}

absl::Status LoadChanges(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const identity::v1::RenameOrganisationRequest& renaming : files.renamings) {
    OBT_RETURN_IF_ERROR(LoadChange<identity::v1::RenameOrganisationResponse>(
        session, renaming.organisation_code(), "etag", renaming, tally));
  }
  for (const identity::v1::MergeOrganisationsRequest& merger : files.mergers) {
    OBT_RETURN_IF_ERROR(LoadChange<identity::v1::MergeOrganisationsResponse>(
        session, merger.from_organisation_code(), "from_etag", merger, tally));
  }
  return absl::OkStatus();
}

// What the file leaves to the service is not a difference.
bool SameProgramme(identity::v1::Programme wanted, const identity::v1::Programme& present) {
  wanted.set_etag(present.etag());
  if (!wanted.has_counting_from_day()) *wanted.mutable_counting_from_day() = present.counting_from_day();
  if (!wanted.has_counting_to_day()) *wanted.mutable_counting_to_day() = present.counting_to_day();
  if (!wanted.has_max_minutes() && present.has_max_minutes()) wanted.set_max_minutes(present.max_minutes());
  return MessageDifferencer::Equals(wanted, present);
}

absl::Status LoadProgrammes(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const identity::v1::Programme& programme : files.programmes) {
    identity::v1::GetProgrammeRequest get;
    get.set_programme_id(programme.programme_id());
    const auto present = session.Ask<identity::v1::GetProgrammeResponse>(get);
    if (absl::IsNotFound(present.status())) {
      identity::v1::CreateProgrammeRequest create;
      *create.mutable_programme() = programme;
      OBT_RETURN_IF_ERROR(session.Ask<identity::v1::CreateProgrammeResponse>(create).status());
      ++tally.added;
      continue;
    }
    OBT_RETURN_IF_ERROR(present.status());
    const bool same = SameProgramme(programme, present->programme());
    ++(same ? tally.unchanged : tally.changed);
    if (same) continue;
    identity::v1::UpdateProgrammeRequest update;
    *update.mutable_programme() = programme;
    update.mutable_programme()->set_etag(present->programme().etag());
    OBT_RETURN_IF_ERROR(session.Ask<identity::v1::UpdateProgrammeResponse>(update).status());
  }
  return absl::OkStatus();
}

absl::Status LoadHeadcounts(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const auto& [programme_id, headcounts] : files.headcounts) {
    identity::v1::SetHeadcountsRequest request;
    for (size_t i = 0; i < headcounts.size(); ++i) {
      request.set_programme_id(programme_id);
      *request.add_headcounts() = headcounts[i];
      if (request.headcounts_size() < kHeadcountsPerCall && i + 1 < headcounts.size()) continue;
      OBT_ASSIGN_OR_RETURN(const auto set, session.Ask<identity::v1::SetHeadcountsResponse>(request));
      tally.changed += set.changed();
      tally.unchanged += request.headcounts_size() - set.changed();
      request.Clear();
    }
  }
  return absl::OkStatus();
}

absl::Status LoadCourses(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const learning::v1::Course& course : files.courses) {
    learning::v1::GetCourseRequest get;
    get.set_programme_id(course.programme_id());
    get.set_course_id(course.course_id());
    learning::v1::PutCourseRequest put;
    *put.mutable_course() = course;
    OBT_RETURN_IF_ERROR(Put(session, get, put, "{course.etag}", "{course.etag}", tally));
  }
  return absl::OkStatus();
}

absl::Status LoadSurveys(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const learning::v1::Survey& survey : files.surveys) {
    learning::v1::GetSurveyRequest get;
    get.set_programme_id(survey.programme_id());
    get.set_survey_id(survey.survey_id());
    learning::v1::PutSurveyRequest put;
    *put.mutable_survey() = survey;
    OBT_RETURN_IF_ERROR(Put(session, get, put, "{survey.etag}", "{survey.etag}", tally));
  }
  return absl::OkStatus();
}

// Themes that are there stay as they are, also those of somebody's own.
absl::Status LoadThemes(Session& session, const ReferenceFiles& files, Tally& tally) {
  for (const auto& [programme_id, themes] : files.themes) {
    ideas::v1::ListThemesRequest get;
    get.set_programme_id(programme_id);
    ideas::v1::ListThemesResponse present;
    const absl::Status got = session.Call(get, present);  // ideas may not have heard of the programme yet
    if (!got.ok() && !absl::IsNotFound(got)) return got;
    ideas::v1::PutThemesRequest put;
    put.set_programme_id(programme_id);
    *put.mutable_themes() = present.list().themes();
    put.set_etag(present.list().etag());
    for (const ideas::v1::Theme& theme : themes) {
      const auto same = [&](const ideas::v1::Theme& each) { return each.code() == theme.code(); };
      if (!absl::c_any_of(present.list().themes(), same)) *put.add_themes() = theme;
    }
    OBT_RETURN_IF_ERROR(Put(session, get, put, "{list.etag}", "{list.etag}", tally));
  }
  return absl::OkStatus();
}

absl::Status Load(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const ReferenceFiles files, ReadReferenceFiles(arguments.Text("DIR")));
  struct Part {
    const char* name;
    absl::Status (*load)(Session&, const ReferenceFiles&, Tally&);
  };
  constexpr Part kParts[] = {
      {"reference lists", LoadLists},
      {"organisations", LoadOrganisations},
      {"organisation changes", LoadChanges},
      {"programmes", LoadProgrammes},
      {"headcounts", LoadHeadcounts},
      {"courses", LoadCourses},
      {"surveys", LoadSurveys},
      {"themes", LoadThemes},
  };
  Table table({{"what", "what"},
               {"added", "added", ColumnKind::kCount},
               {"changed", "changed", ColumnKind::kCount},
               {"unchanged", "unchanged", ColumnKind::kCount}});
  for (const Part& part : kParts) {
    Tally tally;
    OBT_RETURN_IF_ERROR(part.load(session, files, tally));
    table.Add({std::string(part.name), tally.added, tally.changed, tally.unchanged});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

Command ReferenceLoadCommand() {
  return {"reference load",
          "Load organisations with their history, reference lists, programmes, headcounts, courses, "
          "surveys and themes",
          "Running it again changes nothing, and goes on where it was interrupted. Organisations that\n"
          "are there stay as they are, and so do changes recorded for the same day.\n\nExample:\n"
          "  obtctl reference load deploy/reference",
          {Positional("DIR", "A directory laid out like deploy/reference")},
          Load};
}

}  // namespace obt::ctl
