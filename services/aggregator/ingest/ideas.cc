// Applies ideas' changes: its facts, which are the rows of the aggregator too, and who attended which
// conversation, which is kept with everything else of a person.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "common/base/status.h"
#include "obt/ideas/v1/events.pb.h"
#include "services/aggregator/ingest/changed_people.h"
#include "services/aggregator/ingest/changes.h"
#include "services/aggregator/ingest/engine.h"
#include "services/aggregator/schema.h"

namespace obt::aggregator {
namespace {

using obt::store::Txn;
using obt::store::v1::Change;

struct IdeasPage {
  std::vector<StateChange> items;               // in order
  std::map<std::string, ChangedPeople> people;  // by programme id
};

// Reads changes into what a page comes to, and writes the facts.
class IdeasPageReader {
 public:
  IdeasPageReader(const State& state, Txn& txn) : state_(state), txn_(txn) {}

  absl::Status Take(const Change& change) {
    namespace iv1 = ideas::v1;
    if (IsA<iv1::ConversationChanged>(change)) return TakeConversation(change);
    if (IsA<iv1::IdeaChanged>(change))
      return TakeItem(change, kIdeas, &iv1::IdeaChanged::idea, &iv1::IdeaFacts::idea_id);
    if (IsA<iv1::ExperimentChanged>(change))
      return TakeItem(change, kExperiments, &iv1::ExperimentChanged::experiment,
                      &iv1::ExperimentFacts::experiment_id);
    if (IsA<iv1::CaseStudyChanged>(change))
      return TakeItem(change, kCaseStudies, &iv1::CaseStudyChanged::case_study,
                      &iv1::CaseStudyFacts::case_study_id);
    if (IsA<iv1::AdoptionChanged>(change))
      return TakeItem(change, kAdoptions, &iv1::AdoptionChanged::adoption, &iv1::AdoptionFacts::adoption_id);
    return IsA<iv1::ThemesChanged>(change) ? TakeThemes(change) : absl::OkStatus();
  }
  IdeasPage TakePage() { return std::move(page_); }

 private:
  template <typename Event, typename Facts>
  absl::Status TakeItem(const Change& change, const ItemTable<Facts>& table,
                        const Facts& (Event::*facts_of)() const, const std::string& (Facts::*id_of)() const) {
    Event event;
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    const Facts& facts = (event.*facts_of)();
    const std::optional<ItemId> id = ParseId<ItemId>((facts.*id_of)());
    if (!id.has_value()) return Unreadable(change);
    table.Put(txn_, {*id}, facts);
    page_.items.push_back([facts](State& state) { state.items.Put(facts); });
    return absl::OkStatus();
  }

  // Whom it named before is in its row.
  absl::Status TakeConversation(const Change& change) {
    ideas::v1::ConversationChanged event;
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    const ideas::v1::ConversationFacts& facts = event.conversation();
    const std::optional<ItemId> id = ParseId<ItemId>(facts.conversation_id());
    if (!id.has_value()) return Unreadable(change);
    OBT_ASSIGN_OR_RETURN(const auto before, kConversations.Find(txn_, {*id}));
    if (before.has_value()) {
      for (const std::string& attendee : before->attendee_ids()) {
        RowOf(*before, *ParseId<PersonId>(attendee)).Drop(*id);
      }
    }
    const Day day = ItemOf(facts).day;
    for (const std::string& attendee : facts.attendee_ids()) {
      const std::optional<PersonId> person = ParseId<PersonId>(attendee);
      if (!person.has_value()) return Unreadable(change);
      if (day != kNever) RowOf(facts, *person).Put(Attendance{*id, day});
    }
    return TakeItem(change, kConversations, &ideas::v1::ConversationChanged::conversation,
                    &ideas::v1::ConversationFacts::conversation_id);
  }

  absl::Status TakeThemes(const Change& change) {
    ideas::v1::ThemesChanged event;
    if (!event.ParseFromString(change.event())) return Unreadable(change);
    kThemes.Put(txn_, {event.list().programme_id()}, event.list());
    page_.items.push_back([event](State& state) { state.items.Put(event.list()); });
    return absl::OkStatus();
  }

  PersonRow& RowOf(const ideas::v1::ConversationFacts& conversation, const PersonId& person) {
    const std::string& programme_id = conversation.programme_id();
    return page_.people[programme_id].RowOf(state_, programme_id, person);
  }

  const State& state_;
  Txn& txn_;
  IdeasPage page_;
};

}  // namespace

absl::StatusOr<StateChange> ApplyIdeas(absl::Span<const Change> changes, const State& state, NameBook& names,
                                       Txn& txn) {
  IdeasPageReader reader(state, txn);
  for (const Change& change : changes) OBT_RETURN_IF_ERROR(reader.Take(change));
  IdeasPage page = reader.TakePage();
  for (auto& [programme_id, people] : page.people) {
    const auto programme = state.programmes.find(programme_id);
    people.Finish(programme_id, programme == state.programmes.end() ? Rules() : programme->second.rules,
                  names, txn);
  }
  return [page = std::move(page)](State& put_in) {
    for (const StateChange& change : page.items) change(put_in);
    for (const auto& [programme_id, people] : page.people) people.Put(programme_id, put_in);
  };
}

}  // namespace obt::aggregator
