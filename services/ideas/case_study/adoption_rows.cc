#include "services/ideas/case_study/adoption_rows.h"

#include <utility>

#include "services/ideas/case_study/adoption_domain.h"

namespace obt::ideas {
namespace {

using store::v1::ReactionsRow;

template <typename Ids>
absl::Status AddToChain(Txn& txn, const Ids& case_study_ids, int adoptions) {
  for (const std::string& id : case_study_ids) {
    OBT_ASSIGN_OR_RETURN(std::optional<ReactionsRow> row, kReactions.Find(txn, {ItemOf(id)}));
    if (!row.has_value()) row.emplace();
    row->set_adoptions(row->adoptions() + adoptions);
    kReactions.Put(txn, {ItemOf(id)}, *row);
  }
  return absl::OkStatus();
}

// One more that is not hidden, or one less.
absl::Status Count(Txn& txn, const v1::AdoptionFacts& adoption, int change) {
  const ItemId repeated = ItemOf(adoption.case_study_id());
  OBT_ASSIGN_OR_RETURN(std::optional<ReactionsRow> row, kReactions.Find(txn, {repeated}));
  if (!row.has_value()) row.emplace();
  row->set_own_adoptions(row->own_adoptions() + change);
  kReactions.Put(txn, {repeated}, *row);
  OBT_ASSIGN_OR_RETURN(const auto case_study, Get<v1::CaseStudyFacts>(txn, adoption.case_study_id()));
  return IsForEverybody(case_study) ? AddToChain(txn, adoption.chain(), change) : absl::OkStatus();
}

// The next on the way back; empty at its end.
absl::StatusOr<std::string> StepBack(const Reader& reader, const v1::AdoptionFacts& adoption) {
  if (!adoption.copied_from().empty()) return adoption.copied_from();
  OBT_ASSIGN_OR_RETURN(const auto repeated, Get<v1::CaseStudyFacts>(reader, adoption.case_study_id()));
  return repeated.adoption_id();
}

absl::Status ClearUnseenIn(const Reader& reader, const Viewer& viewer, v1::AdoptionFacts& adoption) {
  OBT_RETURN_IF_ERROR(ClearUnseen<v1::AdoptionFacts>(reader, viewer, *adoption.mutable_copied_from()));
  OBT_RETURN_IF_ERROR(ClearUnseen<v1::CaseStudyFacts>(reader, viewer, *adoption.mutable_own_case_study_id()));
  const auto chain = std::move(*adoption.mutable_chain());
  adoption.clear_chain();
  for (std::string id : chain) {
    OBT_RETURN_IF_ERROR(ClearUnseen<v1::CaseStudyFacts>(reader, viewer, id));
    if (!id.empty()) adoption.add_chain(std::move(id));
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status InsertAdoption(Txn& txn, absl::Time now, v1::AdoptionFacts& adoption,
                            const v1::AdoptionText& text) {
  OBT_RETURN_IF_ERROR(Insert(txn, now, adoption, text));
  store::v1::ChainRow row;
  for (const std::string& case_study_id : adoption.chain()) {
    row.set_depth(row.depth() + 1);
    kAdoptionsByCaseStudy.Put(txn, {ItemOf(case_study_id), ItemOf(adoption.adoption_id())}, row);
  }
  return Count(txn, adoption, 1);
}

absl::StatusOr<std::vector<v1::AdoptionFacts>> AdoptionsOf(const Reader& reader, const std::string& team_id) {
  const auto prefix = std::make_tuple(*ParseId<TeamId>(team_id), static_cast<int32_t>(Kind::kAdoption));
  OBT_ASSIGN_OR_RETURN(const auto entries, kItemsByTeam.Scan(reader, prefix, std::nullopt, kMostAdoptions));
  std::vector<v1::AdoptionFacts> adoptions;
  for (const auto& entry : entries) {
    OBT_ASSIGN_OR_RETURN(adoptions.emplace_back(),
                         Get<v1::AdoptionFacts>(reader, ToText(std::get<ItemId>(entry.key))));
  }
  return adoptions;
}

absl::StatusOr<v1::AdoptionFacts> OriginOf(const Reader& reader, const v1::CaseStudyFacts& case_study) {
  if (case_study.adoption_id().empty()) return v1::AdoptionFacts();
  return Get<v1::AdoptionFacts>(reader, case_study.adoption_id());
}

absl::Status Recount(Txn& txn, const v1::AdoptionFacts& before, const v1::AdoptionFacts& after) {
  return before.hidden() == after.hidden() ? absl::OkStatus() : Count(txn, after, after.hidden() ? -1 : 1);
}

absl::Status Recount(Txn& txn, const v1::CaseStudyFacts& before, const v1::CaseStudyFacts& after) {
  if (IsForEverybody(before) == IsForEverybody(after)) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const std::optional<ReactionsRow> row,
                       kReactions.Find(txn, {ItemOf(after.case_study_id())}));
  if (!row.has_value() || row->own_adoptions() == 0) return absl::OkStatus();
  OBT_ASSIGN_OR_RETURN(const v1::AdoptionFacts origin, OriginOf(txn, after));
  return AddToChain(txn, ChainOf(after, origin),
                    IsForEverybody(after) ? row->own_adoptions() : -row->own_adoptions());
}

absl::StatusOr<Page<SeenAdoption>> PageOfRepeats(const Reader& reader, const Viewer& viewer,
                                                 const std::string& case_study_id,
                                                 const std::string& position, size_t limit) {
  return PageSeen<v1::AdoptionFacts>(kAdoptionsByCaseStudy, reader, viewer,
                                     std::tuple<ItemId>(ItemOf(case_study_id)), position, limit,
                                     [](const SeenAdoption&) { return true; });
}

absl::StatusOr<Page<SeenAdoption>> PageOfWayBack(const Reader& reader, const Viewer& viewer,
                                                 const std::string& adoption_id, const std::string& position,
                                                 size_t limit) {
  Page<SeenAdoption> page;
  page.next = position.empty() ? adoption_id : position;
  for (size_t examined = 0; !page.next.empty() && examined < kMostExamined; ++examined) {
    OBT_ASSIGN_OR_RETURN(auto adoption, Get<v1::AdoptionFacts>(reader, page.next));
    OBT_ASSIGN_OR_RETURN(std::string before, StepBack(reader, adoption));
    OBT_ASSIGN_OR_RETURN(SeenAdoption seen, Look(reader, viewer, std::move(adoption)));
    if (seen.sight != Sight::kNothing) {
      if (page.rows.size() == limit) break;
      page.rows.push_back(std::move(seen));
      page.ends.push_back(before);
    }
    page.next = std::move(before);
  }
  return page;
}

absl::StatusOr<v1::Adoption> ToAdoption(const Reader& reader, const Viewer& viewer, SeenAdoption seen) {
  v1::Adoption adoption;
  if (seen.sight == Sight::kNotice || seen.standing.moderates()) {
    OBT_ASSIGN_OR_RETURN(store::v1::RemarksRow remarks, ReadRemarks(reader, seen.facts.adoption_id()));
    adoption.set_hidden_reason(std::move(*remarks.mutable_hidden_reason()));
  }
  if (seen.sight == Sight::kNotice) {
    *adoption.mutable_facts() = HiddenFacts(seen.facts);
    return adoption;
  }
  OBT_ASSIGN_OR_RETURN(*adoption.mutable_text(), ReadText(reader, seen.facts));
  adoption.set_organisation_code(seen.team.lead);
  OBT_RETURN_IF_ERROR(ClearUnseenIn(reader, viewer, seen.facts));
  *adoption.mutable_facts() = std::move(seen.facts);
  return adoption;
}

}  // namespace obt::ideas
