// The whole way from a conversation to the teams that took up what came of it, as a person would tell it: of
// what the caller sees, and nothing of the rest. Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "tools/obtctl/table.h"

namespace obt::ctl {

struct Story {
  ideas::v1::CaseStudy case_study;
  // What it is about: either an experiment with what led to it,
  std::optional<ideas::v1::Conversation> conversation;
  std::optional<ideas::v1::Idea> idea;
  std::optional<ideas::v1::Experiment> experiment;
  // or an adoption, and the case study that repeated.
  std::optional<ideas::v1::Adoption> adoption;
  std::optional<ideas::v1::CaseStudy> repeated;
  // Of the whole chain.
  std::vector<ideas::v1::Adoption> adoptions;
  // Of organisations, by their codes.
  std::map<std::string, std::string> names;
};

// An adoption, and how many others stand between it and the case study.
struct Taken {
  const ideas::v1::Adoption* adoption;
  size_t depth;
};
// What was copied behind what it was copied from; those whose origin is not there first of their own.
std::vector<Taken> TreeOf(const Story& story);

std::string InWords(const Story& story, size_t width);
// The same for programs: a line for each station of the way.
Table TableOf(const Story& story);

}  // namespace obt::ctl
