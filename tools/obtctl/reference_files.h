// The files of deploy/reference as the requests that load them. Reads files; a fault names the file and the
// line.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "obt/identity/v1/organisation.pb.h"
#include "obt/identity/v1/programme.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "obt/ideas/v1/theme.pb.h"
#include "obt/learning/v1/curriculum.pb.h"

namespace obt::ctl {

struct ReferenceFiles {
  struct List {
    const google::protobuf::Message* get = nullptr;  // the request that reads it
    identity::v1::ReferenceList list;                // with its mappings
  };
  std::vector<List> lists;
  std::vector<identity::v1::Organisation> organisations;  // parents before children, with their first names
  std::vector<identity::v1::RenameOrganisationRequest> renamings;  // each by day
  std::vector<identity::v1::MergeOrganisationsRequest> mergers;
  std::vector<identity::v1::Programme> programmes;  // programmes/*.textproto, each a CreateProgrammeRequest
  std::map<std::string, std::vector<identity::v1::Headcount>> headcounts;  // by programme
  std::map<std::string, std::vector<ideas::v1::Theme>> themes;             // by programme
  std::vector<learning::v1::Course> courses;  // programmes/<programme>/*.textproto, each a PutCourseRequest
  std::vector<learning::v1::Survey>
      surveys;  // programmes/<programme>/surveys/*.textproto, each a PutSurveyRequest
};

absl::StatusOr<ReferenceFiles> ReadReferenceFiles(const std::string& directory);

}  // namespace obt::ctl
