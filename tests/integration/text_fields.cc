#include "tests/integration/text_fields.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/text.h"

namespace obt::testing {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using options::v1::FieldRule;
using Texts = std::vector<std::string>;

bool IsMask(const FieldDescriptor& field) {
  return field.message_type() != nullptr && field.message_type()->full_name() == "google.protobuf.FieldMask";
}

void Collect(const Descriptor& type, const TextField& above, std::vector<TextField>& found) {
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    TextField here = above;
    if (std::find(here.steps.begin(), here.steps.end(), &field) != here.steps.end()) continue;  // a circle
    here.steps.push_back(&field);
    // The names of a mask are ruled where the mask stands.
    if (above.steps.empty() || !IsMask(*above.steps.back()))
      here.rule = field.options().GetExtension(options::v1::rule);
    here.skipped |= here.rule.skip();
    if (field.message_type() != nullptr) {
      Collect(*field.message_type(), here, found);
    } else if (field.type() == FieldDescriptor::TYPE_STRING) {
      const bool is_etag = absl::EndsWith(field.name(), "etag");
      if (is_etag || field.name() == "request_id") {
        here.rule.set_form(options::v1::FORM_FOREIGN_ID);
        here.rule.set_max(is_etag ? 20 : 64);
      }
      here.sealed = field.name() == "page_token";
      found.push_back(std::move(here));
    }
  }
}

size_t MostOf(const FieldRule& rule) {
  if (rule.has_max()) return static_cast<size_t>(rule.max());
  switch (rule.form()) {
    case options::v1::FORM_CODE:
    case options::v1::FORM_REFERENCE_CODE:
      return 63;
    case options::v1::FORM_LINK:
      return 500;
    case options::v1::FORM_EMAIL:
    case options::v1::FORM_DOMAIN:
      return 254;
    default:
      return 200;
  }
}

Texts BadByForm(options::v1::Form form) {
  switch (form) {
    case options::v1::FORM_TEXT:
      return {"two\nlines", "two\r\nlines", "tab\tbed", "line\u2028separator", "paragraph\u2029separator"};
    case options::v1::FORM_LONG_TEXT:
      return {"\n\r\n\t", "form\ffeed", "next\u0085line", "vertical\vtab"};
    case options::v1::FORM_CODE:
      return {"DWP",
              "-a",
              "a b",
              "a_b",
              "caf\u00e9",
              "dwp\u200b",
              "\ufeff"
              "dwp",
              "dwp ",
              "dwp\n",
              "a.b"};
    case options::v1::FORM_REFERENCE_CODE:
      return {"heo", "Grade 7", "A-B", "HEO\u00a0", "H\u0415O", "#N/A", " HEO"};
    case options::v1::FORM_ID:
      return {"1", "0192A3B4-C5D6-7E8F-9012-3456789ABCDE", "0192a3b4-c5d6-7e8f-9012-3456789abcde ",
              "0192a3b4\u2010c5d6-7e8f-9012-3456789abcde"};
    case options::v1::FORM_EMAIL:
      return {"a",
              "a@",
              "@ex.gov.uk",
              ".a@ex.gov.uk",
              "a.@ex.gov.uk",
              "a..b@ex.gov.uk",
              "a@ex..uk",
              "a@ex",
              "a@-ex.uk",
              "a@ex-.uk",
              " a@ex.gov.uk",
              "a@ex.gov.uk\u00a0",
              "a@ex.gov.uk\u200b",
              "a@b@ex.uk",
              "zo\u00eb@ex.gov.uk",
              "a@caf\u00e9.fr",
              "a@ex.uk\n",
              "A <a@ex.uk>",
              "a@ex.uk,b@ex.uk"};
    case options::v1::FORM_FOREIGN_ID:
      return {" 1", "1 ", "caf\u00e9", "1\u00a0", "1\u200b", "1\t2", "1\n"};
    case options::v1::FORM_LINK:
      return {"http://ex.gov.uk",     "https://",       "https:///x",
              "javascript:alert(1)",  "https://a b",    "https://caf\u00e9.fr",
              "https://ex.uk/\u200b", "https://ex.uk\n"};
    case options::v1::FORM_DOMAIN:
      return {"Ex.gov.uk", "a@ex.gov.uk", "ex", "ex..uk", ".ex.uk", "ex.uk.", "caf\u00e9.fr", "ex.uk\u00a0"};
    default:  // a mask
      return {"nothing_of_that_name", ""};
  }
}

bool IsFree(const FieldRule& rule) {
  return rule.form() == options::v1::FORM_TEXT || rule.form() == options::v1::FORM_LONG_TEXT;
}

}  // namespace

std::string TextField::Path() const {
  std::string path;
  for (const FieldDescriptor* step : steps) {
    absl::StrAppend(&path, path.empty() ? "" : ".", step->name(), step->is_repeated() ? "[0]" : "");
    if (IsMask(*step)) break;
  }
  return path;
}

std::unique_ptr<Message> TextField::With(const std::string& text) const {
  std::unique_ptr<Message> made(google::protobuf::MessageFactory::generated_factory()
                                    ->GetPrototype(steps.front()->containing_type())
                                    ->New());
  Message* at = made.get();
  for (const FieldDescriptor* step : steps) {
    const auto& reflection = *at->GetReflection();
    if (step->message_type() != nullptr) {
      at = step->is_repeated() ? reflection.AddMessage(at, step) : reflection.MutableMessage(at, step);
    } else if (step->is_repeated()) {
      reflection.AddString(at, step, text);
    } else {
      reflection.SetString(at, step, text);
    }
  }
  return made;
}

std::vector<TextField> TextFieldsOf(const Descriptor& request) {
  std::vector<TextField> found;
  Collect(request, {}, found);
  return found;
}

Texts BadTexts(const FieldRule& rule) {
  Texts texts = {std::string(kIllFormedText),
                 "Zo\xEB",
                 "half a pair \xED\xA0\xBC",
                 "\xFF",
                 std::string("nul\0l", 5),
                 "bell\a",
                 "delete\x7F",
                 "c1\u0090",
                 "mark \u200E left",
                 "letter \u061C mark",
                 "over\u202Eride",
                 "isolate\u2066",
                 "non\uFFFEcharacter",
                 "\U0001FFFF",
                 " ",
                 "\u00A0",
                 "\u200B",
                 "\u2060\u00AD",
                 "\u3164",
                 "\u2800",
                 "\uFE0F",
                 "\U000E0041",
                 std::string(MostOf(rule) + 1, 'x')};
  for (std::string& text : BadByForm(rule.form())) texts.push_back(std::move(text));
  return texts;
}

Texts GoodTexts(const FieldRule& rule) {
  const size_t most = MostOf(rule);
  switch (rule.form()) {
    case options::v1::FORM_CODE:
      return {"a", "obt-2024", "7", std::string(63, 'a')};
    case options::v1::FORM_REFERENCE_CODE:
      return {"HEO", "GRADE_7", "7", std::string(63, 'A')};
    case options::v1::FORM_ID:
      return {"0192a3b4-c5d6-7e8f-9012-3456789abcde"};
    case options::v1::FORM_EMAIL:
      return {"a@ex.uk", "o'brien.k+obt@Ex-1.gov.uk", "a@xn--caf-dma.fr"};
    case options::v1::FORM_FOREIGN_ID:
      return {"000125", "HR 1/2", std::string(most, 'x')};
    case options::v1::FORM_LINK:
      return {"https://ex.gov.uk", "https://ex.gov.uk/a?b=%20c#d"};
    case options::v1::FORM_DOMAIN:
      return {"ex.gov.uk", "e-x.uk"};
    default:
      break;
  }
  if (!IsFree(rule)) return {rule.mask().begin(), rule.mask().end()};
  Texts texts = {"x",
                 "Zo\u00eb O'Brien\u2013Bay",
                 "\u0928\u094d\u200d\u0926",
                 "\u0645\u06cc\u200c\u062e",
                 "\U0001F469\u200D\U0001F680",
                 "\u674e",
                 std::string(most, 'x')};
  texts.emplace_back();
  for (size_t i = 0; i < most; ++i) texts.back() += "\u00e9";
  if (rule.form() == options::v1::FORM_LONG_TEXT) {
    for (const char* more : {"First\n\nSecond", "First\r\nSecond\rThird", "a\tb", "\u2028x"})
      texts.emplace_back(more);
  }
  return texts;
}

}  // namespace obt::testing
