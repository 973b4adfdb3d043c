// People, teams and things that the tests of ideas share. For tests only.
#pragma once

#include <string>

#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/days.h"
#include "common/base/error.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "obt/identity/v1/programme.pb.h"

namespace obt::ideas::samples {

inline std::string IdOfNumber(int number) { return absl::StrFormat("01927f3a-0000-7000-8000-%012d", number); }

// Of the jobcentres, which lie within dwp, but where it says otherwise.
inline const std::string kFacilitator = IdOfNumber(1);  // of kTeam; no member
inline const std::string kMember = IdOfNumber(2);       // of kTeam, as 3 to 6 are
inline const std::string kOtherMember = IdOfNumber(3);
inline const std::string kSeconded = IdOfNumber(7);    // of kTeam, from defra
inline const std::string kColleague = IdOfNumber(8);   // of no team
inline const std::string kHeadOffice = IdOfNumber(9);  // of no team, at dwp itself
inline const std::string kOutsider = IdOfNumber(10);   // of kTeamElsewhere, which they facilitate, at defra
inline const std::string kPairOne = IdOfNumber(11);    // of kPair, which they facilitate
inline const std::string kPairTwo = IdOfNumber(12);    // of kPair
inline const std::string kTeam = IdOfNumber(101);      // six members, led by the jobcentres
inline const std::string kPair = IdOfNumber(102);      // two members, led by the jobcentres
inline const std::string kTeamElsewhere = IdOfNumber(103);  // led by defra

inline google::type::Date DateOf(absl::string_view day) { return ToDate(ParseDayText(day).value()); }

// From RFC 3339.
inline absl::Time At(absl::string_view text) {
  absl::Time time;
  std::string problem;
  if (!absl::ParseTime(absl::RFC3339_full, text, &time, &problem)) Die(problem);
  return time;
}

// Counting 14 October 2024 to 14 February 2025.
inline identity::v1::Programme Programme2024() {
  identity::v1::Programme programme;
  programme.set_programme_id("obt-2024");
  *programme.mutable_first_day() = DateOf("2024-10-14");
  *programme.mutable_last_day() = DateOf("2025-02-14");
  *programme.mutable_counting_from_day() = DateOf("2024-10-14");
  *programme.mutable_counting_to_day() = DateOf("2025-02-15");
  return programme;
}

inline v1::IdeaText TextOf(absl::string_view title) {
  v1::IdeaText text;
  text.set_title(std::string(title));
  text.set_problem("Letters take nine days to leave the building.");
  text.set_change("Print them where they are written.");
  text.set_beneficiaries("Everybody who waits for one.");
  text.set_success("Days between writing and posting.");
  return text;
}

inline v1::IdeaTerms TermsOf(v1::Visibility visibility, bool anonymous = false) {
  v1::IdeaTerms terms;
  terms.set_visibility(visibility);
  terms.set_anonymous(anonymous);
  terms.add_theme_codes("letters");
  terms.set_within_influence(true);
  return terms;
}

// Held by kTeam on 4 November, attended by three; nothing agreed.
inline v1::LogConversationRequest ConversationOf(const std::string& team_id = kTeam) {
  v1::LogConversationRequest request;
  request.set_team_id(team_id);
  *request.mutable_held_on() = DateOf("2024-11-04");
  for (const std::string& id : {kMember, kOtherMember, kSeconded}) {
    if (team_id == kTeam) request.add_attendee_ids(id);
  }
  if (team_id != kTeam) request.set_attendance(2);
  request.set_set_scene(true);
  request.set_reflections("We talked about letters.");
  return request;
}

}  // namespace obt::ideas::samples
