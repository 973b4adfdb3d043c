// A small world to ask figures of.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "services/aggregator/testing/shared_follower.h"

namespace obt::aggregator {

// Two departments, one with an agency; FCDO is in scope and has nobody; "club" is outside the programme.
class QueryTest : public testing::SharedFollower {
 protected:
  QueryTest() {
    PutBodies();
    world.PutOrganisation("fcdo", "", identity::v1::ORGANISATION_KIND_DEPARTMENT);
    world.PutOrganisation("club", "", identity::v1::ORGANISATION_KIND_OTHER);
    world.PutList(identity::v1::REFERENCE_KIND_GRADE, {"AO", "EO", "AA"});
    world.PutProgramme(testing::World::Programme2024());
    for (const char* organisation : {"dwp", "hse", "moj", "fcdo"}) {
      world.PutHeadcount("obt-2024", organisation, "2024-03-31", 1000);
    }
    world.PutCourse(testing::World::Course("masterclass", 2, 2, 30));
  }

  Question Ask(v1::Measure measure, std::vector<v1::Dimension> group_by = {}, bool then = false) {
    Question question;
    question.programme_id = "obt-2024";
    question.measures = {measure};
    question.group_by = std::move(group_by);
    question.then = then;
    question.as_of = testing::D("2025-02-14");
    return question;
  }
  recount::Figures Count(const Question& question) {
    follower.CatchUp(world);
    return follower.Figures(question);
  }
  absl::Status Refusal(const Question& question) {
    follower.CatchUp(world);
    return follower.engine().Read(
        [&](const State& state) { return aggregator::Run(state, question, &follower.pool()).status(); });
  }
  void SelfRecord(uint32_t person, const std::string& id, absl::string_view at, int minutes) {
    world.Record({.id = id, .person = testing::Person(person), .at = testing::At(at), .minutes = minutes});
  }
};

}  // namespace obt::aggregator
