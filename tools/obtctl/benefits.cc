#include "tools/obtctl/benefits.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "common/base/status.h"
#include "common/cli/numbers.h"
#include "obt/options/v1/measures.pb.h"
#include "tools/obtctl/failure.h"
#include "tools/obtctl/fields.h"
#include "tools/obtctl/prose.h"
#include "tools/obtctl/words.h"

namespace obt::ctl {
namespace {

using ideas::v1::Benefit;
using ideas::v1::BenefitKind;

constexpr absl::string_view kPound = "£";
constexpr int64_t kPence = 100;  // in a pound

options::v1::BenefitOption OptionOf(BenefitKind kind) {
  const google::protobuf::EnumValueDescriptor* value =
      ideas::v1::BenefitKind_descriptor()->FindValueByNumber(kind);
  return value == nullptr ? options::v1::BenefitOption()
                          : value->options().GetExtension(options::v1::benefit);
}
// "hours", "pence"
std::string UnitOf(BenefitKind kind) { return OptionOf(kind).unit(); }
bool IsMoney(BenefitKind kind) { return UnitOf(kind) == "pence"; }

// "10h", "10 hours", "£1,200.50", "120p": the unit may be begun, and left out but of money.
absl::StatusOr<int64_t> ParseAmount(BenefitKind kind, absl::string_view text) {
  absl::string_view number = absl::StripAsciiWhitespace(text);
  const bool pounds = IsMoney(kind) && absl::ConsumePrefix(&number, kPound);
  const size_t digits = number.find_last_of("0123456789") + 1;
  const absl::string_view unit = absl::StripAsciiWhitespace(number.substr(digits));
  const std::string whole = UnitOf(kind);
  if (!absl::StartsWith(whole, unit) || (pounds && !unit.empty()))
    return UsageError(absl::StrCat(Spaced(WordOf(*ideas::v1::BenefitKind_descriptor(), kind)), " is told in ",
                                   whole, ", not as ", text));
  if (IsMoney(kind) && !pounds && unit.empty())
    return UsageError(absl::StrCat("say pounds or pence: £", number, " or ", number, "p"));
  const absl::StatusOr<int64_t> amount = cli::ParseThousandths(number.substr(0, digits));
  if (!amount.ok()) return UsageError(absl::StrCat("an amount ", amount.status().message()));
  const int64_t most = cli::RangeOf(*StepsOf(*Benefit::descriptor(), "before_thousandths").back()).most;
  const int64_t times = pounds ? kPence : 1;
  if (*amount <= most / times) return *amount * times;
  return UsageError(absl::StrCat(text, " is more than ", cli::WithDecimals(most / times)));
}

// "10 hours", "£1,200.50"; of a score the number alone.
std::string AmountInWords(BenefitKind kind, int64_t thousandths, bool with_unit) {
  constexpr int64_t kThousand = 1000;
  if (IsMoney(kind)) {
    const bool pounds = thousandths % kPence == 0 && thousandths >= kPence * kThousand;
    if (!pounds) return absl::StrCat(cli::WithDecimals(thousandths), "p");
    std::string text = cli::WithDecimals(thousandths / kPence);
    if (text.size() > 2 && text[text.size() - 2] == '.') text += '0';
    return absl::StrCat(kPound, text);
  }
  const std::string unit = UnitOf(kind);
  const std::string number = cli::WithDecimals(thousandths);
  if (!with_unit || unit == "score") return number;
  return absl::StrCat(number, " ", thousandths == kThousand ? absl::StripSuffix(unit, "s") : unit);
}

}  // namespace

absl::StatusOr<Benefit> ParseBenefit(absl::string_view text) {
  const size_t colon = text.find(':'), arrow = text.find("->"), slash = text.rfind('/');
  if (colon == absl::string_view::npos || arrow == absl::string_view::npos || arrow < colon)
    return UsageError(absl::StrCat(text,
                                   " is not KIND:BEFORE->AFTER[/PER] such as staff_time:10h->6h/week; "
                                   "mind the quotes, for the shell takes > for itself"));
  Benefit benefit;
  OBT_ASSIGN_OR_RETURN(const int kind, ValueOf(*ideas::v1::BenefitKind_descriptor(), text.substr(0, colon)));
  benefit.set_kind(static_cast<BenefitKind>(kind));
  benefit.set_per(ideas::v1::PER_ONCE);
  if (slash != absl::string_view::npos && slash > arrow) {
    OBT_ASSIGN_OR_RETURN(const int per, ValueOf(*ideas::v1::Per_descriptor(), text.substr(slash + 1)));
    benefit.set_per(static_cast<ideas::v1::Per>(per));
    text = text.substr(0, slash);
  }
  OBT_ASSIGN_OR_RETURN(const int64_t before,
                       ParseAmount(benefit.kind(), text.substr(colon + 1, arrow - colon - 1)));
  OBT_ASSIGN_OR_RETURN(const int64_t after, ParseAmount(benefit.kind(), text.substr(arrow + 2)));
  benefit.set_before_thousandths(before);
  benefit.set_after_thousandths(after);
  return benefit;
}

std::string InWords(const Benefit& benefit) {
  const std::string per = WordOf(*ideas::v1::Per_descriptor(), benefit.per());
  const bool repeats = OptionOf(benefit.kind()).adds_up() && benefit.per() > ideas::v1::PER_ONCE;
  return absl::StrCat(Spaced(WordOf(*ideas::v1::BenefitKind_descriptor(), benefit.kind())), " from ",
                      AmountInWords(benefit.kind(), benefit.before_thousandths(), true),
                      repeats ? absl::StrCat(" a ", per) : "", " to ",
                      AmountInWords(benefit.kind(), benefit.after_thousandths(), false),
                      benefit.measured() ? ", measured" : ", estimated");
}

}  // namespace obt::ctl
