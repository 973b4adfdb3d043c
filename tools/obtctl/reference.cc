// obtctl reference: brings the files of deploy/reference into a suite through the public RPCs.
#include <algorithm>
#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/base/error.h"
#include "google/protobuf/util/message_differencer.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/reference_files.h"
#include "tools/obtctl/session.h"

namespace obt::ctl {
namespace {

namespace identity = obt::identity::v1;
namespace learning = obt::learning::v1;
using google::protobuf::util::MessageDifferencer;

constexpr size_t kHeadcountsPerCall = 1000;
// How long a service may take to hear of a programme that was made a moment ago.
constexpr absl::Duration kFeedPatience = absl::Seconds(20);

struct Tally {
  int64_t added = 0;
  int64_t changed = 0;
  int64_t unchanged = 0;
};

template <typename Response, typename Request>
absl::StatusOr<identity::ReferenceList> AskList(Session& session) {
  OBT_ASSIGN_OR_RETURN(Response response, session.Ask<Response>(Request()));
  return response.list();
}

absl::StatusOr<identity::ReferenceList> PresentList(Session& session, identity::ReferenceKind kind) {
  switch (kind) {
    case identity::REFERENCE_KIND_GRADE:
      return AskList<identity::ListGradesResponse, identity::ListGradesRequest>(session);
    case identity::REFERENCE_KIND_PROFESSION:
      return AskList<identity::ListProfessionsResponse, identity::ListProfessionsRequest>(session);
    case identity::REFERENCE_KIND_REGION:
      return AskList<identity::ListRegionsResponse, identity::ListRegionsRequest>(session);
    default:
      return AskList<identity::ListLearningTypesResponse, identity::ListLearningTypesRequest>(session);
  }
}

absl::StatusOr<Tally> LoadLists(Session& session, const ReferenceFiles& files) {
  Tally tally;
  for (const identity::ReferenceList& list : files.lists) {
    OBT_ASSIGN_OR_RETURN(const identity::ReferenceList present, PresentList(session, list.kind()));
    identity::PutReferenceListRequest request;
    *request.mutable_list() = list;
    OBT_ASSIGN_OR_RETURN(const identity::PutReferenceListResponse put,
                         session.Ask<identity::PutReferenceListResponse>(request));
    ++(put.version() == present.version() ? tally.unchanged
       : present.version() == 0           ? tally.added
                                          : tally.changed);
  }
  return tally;
}

// Organisations that are there stay as they are: names and parents have a history of their own.
absl::StatusOr<Tally> LoadOrganisations(Session& session, const ReferenceFiles& files) {
  Tally tally;
  for (const identity::Organisation& organisation : files.organisations) {
    identity::CreateOrganisationRequest request;
    *request.mutable_organisation() = organisation;
    const absl::Status status = session.Ask<identity::CreateOrganisationResponse>(request).status();
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
    ++(status.ok() ? tally.added : tally.unchanged);
  }
  return tally;
}

absl::StatusOr<identity::Organisation> PresentOrganisation(Session& session, const std::string& code,
                                                           const google::type::Date& as_of) {
  identity::GetOrganisationRequest request;
  request.set_organisation_code(code);
  *request.mutable_as_of() = as_of;
  OBT_ASSIGN_OR_RETURN(identity::GetOrganisationResponse response,
                       session.Ask<identity::GetOrganisationResponse>(request));
  return std::move(*response.mutable_organisation());
}

// True when the organisation has changed on the day in any way, or bears the name already.
bool IsRecorded(const identity::RenameOrganisationRequest& renaming, const identity::Organisation& then) {
  const bool changed =
      !then.past().empty() && MessageDifferencer::Equals(then.past().rbegin()->until(), renaming.effective());
  return changed || then.name() == renaming.name();
}

// A change that is recorded stays as it is, also where it was corrected since.
absl::StatusOr<Tally> LoadChanges(Session& session, const ReferenceFiles& files) {
  Tally tally;
  for (identity::RenameOrganisationRequest renaming : files.renamings) {
    OBT_ASSIGN_OR_RETURN(const identity::Organisation present,
                         PresentOrganisation(session, renaming.organisation_code(), renaming.effective()));
    const bool recorded = IsRecorded(renaming, present);
    renaming.set_etag(present.etag());
    if (!recorded) OBT_RETURN_IF_ERROR(session.Ask<identity::RenameOrganisationResponse>(renaming).status());
    ++(recorded ? tally.unchanged : tally.added);
  }
  for (identity::MergeOrganisationsRequest merger : files.mergers) {
    OBT_ASSIGN_OR_RETURN(const identity::Organisation present,
                         PresentOrganisation(session, merger.from_organisation_code(), merger.effective()));
    const bool recorded = !present.successor_code().empty();
    merger.set_from_etag(present.etag());
    if (!recorded) OBT_RETURN_IF_ERROR(session.Ask<identity::MergeOrganisationsResponse>(merger).status());
    ++(recorded ? tally.unchanged : tally.added);
  }
  return tally;
}

// What the file leaves to the service is not a difference.
bool SameProgramme(identity::Programme wanted, const identity::Programme& present) {
  wanted.set_etag(present.etag());
  if (!wanted.has_counting_from()) *wanted.mutable_counting_from() = present.counting_from();
  if (!wanted.has_counting_to()) *wanted.mutable_counting_to() = present.counting_to();
  return MessageDifferencer::Equals(wanted, present);
}

absl::StatusOr<Tally> LoadProgrammes(Session& session, const ReferenceFiles& files) {
  Tally tally;
  for (const identity::Programme& programme : files.programmes) {
    identity::GetProgrammeRequest get;
    get.set_programme_id(programme.programme_id());
    const absl::StatusOr<identity::GetProgrammeResponse> present =
        session.Ask<identity::GetProgrammeResponse>(get);
    if (absl::IsNotFound(present.status())) {
      identity::CreateProgrammeRequest create;
      *create.mutable_programme() = programme;
      OBT_RETURN_IF_ERROR(session.Ask<identity::CreateProgrammeResponse>(create).status());
      ++tally.added;
      continue;
    }
    OBT_RETURN_IF_ERROR(present.status());
    if (SameProgramme(programme, present->programme())) {
      ++tally.unchanged;
      continue;
    }
    identity::UpdateProgrammeRequest update;
    *update.mutable_programme() = programme;
    update.mutable_programme()->set_etag(present->programme().etag());
    OBT_RETURN_IF_ERROR(session.Ask<identity::UpdateProgrammeResponse>(update).status());
    ++tally.changed;
  }
  return tally;
}

absl::StatusOr<Tally> LoadHeadcounts(Session& session, const ReferenceFiles& files) {
  Tally tally;
  for (const auto& [programme_id, headcounts] : files.headcounts) {
    for (size_t first = 0; first < headcounts.size(); first += kHeadcountsPerCall) {
      const size_t end = std::min(headcounts.size(), first + kHeadcountsPerCall);
      identity::SetHeadcountsRequest request;
      request.set_programme_id(programme_id);
      for (size_t i = first; i < end; ++i) *request.add_headcounts() = headcounts[i];
      OBT_ASSIGN_OR_RETURN(const identity::SetHeadcountsResponse set,
                           session.Ask<identity::SetHeadcountsResponse>(request));
      tally.changed += set.changed();
      tally.unchanged += request.headcounts_size() - set.changed();
    }
  }
  return tally;
}

// Asks again while the service may not have heard of the programme yet.
template <typename Response>
absl::StatusOr<Response> AskWhenKnown(Session& session, const google::protobuf::Message& request) {
  const absl::Time patience = absl::Now() + kFeedPatience;
  absl::StatusOr<Response> done = session.Ask<Response>(request);
  while (absl::IsNotFound(done.status()) && absl::Now() < patience) {
    absl::SleepFor(absl::Milliseconds(100));
    done = session.Ask<Response>(request);
  }
  return done;
}

absl::StatusOr<Tally> LoadCourses(Session& session, const ReferenceFiles& files) {
  Tally tally;
  for (const learning::Course& course : files.courses) {
    learning::GetCourseRequest get;
    get.set_programme_id(course.programme_id());
    get.set_course_id(course.course_id());
    const absl::StatusOr<learning::GetCourseResponse> present = session.Ask<learning::GetCourseResponse>(get);
    if (!present.ok() && !absl::IsNotFound(present.status())) return present.status();
    learning::PutCourseRequest put;
    *put.mutable_course() = course;
    OBT_ASSIGN_OR_RETURN(const learning::PutCourseResponse done,
                         AskWhenKnown<learning::PutCourseResponse>(session, put));
    const bool same = present.ok() && present->course().etag() == done.course().etag();
    ++(same ? tally.unchanged : present.ok() ? tally.changed : tally.added);
  }
  return tally;
}

absl::StatusOr<Tally> LoadSurveys(Session& session, const ReferenceFiles& files) {
  Tally tally;
  for (const learning::Survey& survey : files.surveys) {
    learning::GetSurveyRequest get;
    get.set_programme_id(survey.programme_id());
    get.set_survey_id(survey.survey_id());
    const absl::StatusOr<learning::GetSurveyResponse> present = session.Ask<learning::GetSurveyResponse>(get);
    if (!present.ok() && !absl::IsNotFound(present.status())) return present.status();
    learning::PutSurveyRequest put;
    *put.mutable_survey() = survey;
    OBT_ASSIGN_OR_RETURN(const learning::PutSurveyResponse done,
                         AskWhenKnown<learning::PutSurveyResponse>(session, put));
    const bool same = present.ok() && present->survey().etag() == done.survey().etag();
    ++(same ? tally.unchanged : present.ok() ? tally.changed : tally.added);
  }
  return tally;
}

absl::Status Load(Session& session, const Arguments& arguments) {
  OBT_ASSIGN_OR_RETURN(const ReferenceFiles files, ReadReferenceFiles(arguments.Text("DIR")));
  struct Part {
    const char* name;
    absl::StatusOr<Tally> (*load)(Session&, const ReferenceFiles&);
  };
  constexpr Part kParts[] = {
      {"reference lists", LoadLists},
      {"organisations", LoadOrganisations},
      {"organisation changes", LoadChanges},
      {"programmes", LoadProgrammes},
      {"headcounts", LoadHeadcounts},
      {"courses", LoadCourses},
      {"surveys", LoadSurveys},
  };
  Table table({{"what", "what"},
               {"added", "added", ColumnKind::kCount},
               {"changed", "changed", ColumnKind::kCount},
               {"unchanged", "unchanged", ColumnKind::kCount}});
  for (const Part& part : kParts) {
    OBT_ASSIGN_OR_RETURN(const Tally tally, part.load(session, files));
    table.Add({std::string(part.name), tally.added, tally.changed, tally.unchanged});
  }
  session.Print(table);
  return absl::OkStatus();
}

}  // namespace

std::vector<Command> ReferenceCommands() {
  return {{"reference load",
           "Load organisations with their history, reference lists, programmes, headcounts, courses "
           "and surveys",
           "Running it again changes nothing, and goes on where it was interrupted. Organisations that are "
           "there stay\n"
           "as they are, and so do changes recorded for the same day.\n\n"
           "Example:\n  obtctl reference load deploy/reference",
           {Positional("DIR", "A directory laid out like deploy/reference")},
           Load}};
}

}  // namespace obt::ctl
