#include "common/auth/trust.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/auth/strict.h"
#include "common/base/status.h"
#include "common/base/validate.h"

namespace obt::auth {
namespace {

constexpr size_t kMaxNameBytes = 500;

absl::Status Wrong(absl::string_view member, absl::string_view sentence) {
  return absl::InvalidArgumentError(absl::StrCat(member, ": ", sentence));
}

// A typo must not be an issuer that is checked less.
absl::Status CheckMembers(const Json& object, const std::set<std::string>& known) {
  for (const auto& [name, value] : object.items()) {
    if (known.count(name) == 0)
      return Wrong(absl::CEscape(name.substr(0, 40)), "is no member of a trust file");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::string> NameMember(const Json& entry, const char* name, absl::string_view what) {
  const std::optional<std::string> text = TextOf(entry, name);
  if (text.has_value() && !text->empty() && text->size() <= kMaxNameBytes) return *text;
  return Wrong(name, absl::StrCat("must be ", what, ", a text of 1 to ", kMaxNameBytes, " bytes"));
}

absl::StatusOr<std::vector<Algorithm>> AlgorithmsMember(const Json& entry) {
  const auto rule = [] {
    return Wrong("algorithms", absl::StrCat("must be a list of some of ", kAlgorithmNames, ", each once"));
  };
  const auto found = entry.find("algorithms");
  if (found == entry.end() || !found->is_array() || found->empty()) return rule();
  std::vector<Algorithm> algorithms;
  for (const Json& name : *found) {
    const std::optional<Algorithm> algorithm =
        name.is_string() ? AlgorithmNamed(name.get<std::string>()) : std::nullopt;
    if (!algorithm.has_value() ||
        std::find(algorithms.begin(), algorithms.end(), *algorithm) != algorithms.end())
      return rule();
    algorithms.push_back(*algorithm);
  }
  return algorithms;
}

absl::StatusOr<std::set<std::string>> ClientsMember(const Json& entry) {
  std::set<std::string> clients;
  const auto found = entry.find("clients");
  if (found == entry.end()) return clients;
  const auto is_client = [](const Json& id) {
    return id.is_string() && validate::IsCode(id.get_ref<const std::string&>());
  };
  if (!found->is_array() || found->empty() || !std::all_of(found->begin(), found->end(), is_client))
    return Wrong("clients", "must be a list of ids of clients, or left out");
  for (const Json& id : *found) clients.insert(id.get<std::string>());
  return clients;
}

absl::StatusOr<Jwks> KeysIn(const std::string& file, ReadNamed read) {
  const absl::StatusOr<std::string> text = read(file);
  if (!text.ok())
    return Wrong("jwks", absl::StrCat(text.status().message(), "; put the issuer's key set there"));
  absl::StatusOr<Jwks> keys = ParseJwks(*text);
  if (!keys.ok()) return Wrong("jwks", absl::StrCat(file, ": ", keys.status().message()));
  return keys;
}

absl::Status AddIssuer(const Json& entry, ReadNamed read, Before* before, Trust& trust) {
  OBT_RETURN_IF_ERROR(CheckMembers(entry, {"issuer", "audience", "jwks", "algorithms", "clients"}));
  TrustedIssuer made;
  OBT_ASSIGN_OR_RETURN(const std::string name, NameMember(entry, "issuer", "what its tokens have as iss"));
  OBT_ASSIGN_OR_RETURN(made.audience, NameMember(entry, "audience", "what its tokens have as aud"));
  OBT_ASSIGN_OR_RETURN(const std::string file, NameMember(entry, "jwks", "the path of its key set"));
  OBT_ASSIGN_OR_RETURN(made.algorithms, AlgorithmsMember(entry));
  OBT_ASSIGN_OR_RETURN(made.clients, ClientsMember(entry));
  if (trust.count(name) > 0)
    return Wrong("issuer", "is there already; give it one entry, its key set may hold several keys");
  absl::StatusOr<Jwks> keys = KeysIn(file, read);
  if (keys.ok()) {
    made.keys = *std::move(keys);
  } else {
    if (before == nullptr || before->trust.count(name) == 0) return keys.status();
    before->broken.emplace_back(keys.status().message());
    made.keys = before->trust.at(name).keys;
  }
  trust.emplace(name, std::move(made));
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Trust> ParseTrust(absl::string_view text, ReadNamed read, Before* before) {
  if (text.size() > kMaxTrustBytes) return absl::InvalidArgumentError("has more than 65536 bytes");
  OBT_ASSIGN_OR_RETURN(const Json file, ParseStrictObject(text));
  OBT_RETURN_IF_ERROR(CheckMembers(file, {"issuers"}));
  const auto found = file.find("issuers");
  if (found == file.end() || !found->is_array() || found->empty() || found->size() > kMaxIssuers)
    return Wrong("issuers", absl::StrCat("must be a list of 1 to ", kMaxIssuers, " issuers"));
  Trust trust;
  for (size_t i = 0; i < found->size(); ++i) {
    const std::string where = absl::StrCat("issuers[", i, "]");
    if (!(*found)[i].is_object()) return Wrong(where, "must be a JSON object");
    const size_t broken = before == nullptr ? 0 : before->broken.size();
    if (const absl::Status added = AddIssuer((*found)[i], read, before, trust); !added.ok())
      return absl::InvalidArgumentError(absl::StrCat(where, ".", added.message()));
    if (before != nullptr && before->broken.size() > broken)
      before->broken.back() = absl::StrCat(where, ".", before->broken.back());
  }
  return trust;
}

std::string TrustTextOf(absl::string_view issuer, absl::string_view audience, absl::string_view jwks_file,
                        Algorithm algorithm) {
  const Json entry = {{"issuer", std::string(issuer)},
                      {"audience", std::string(audience)},
                      {"jwks", std::string(jwks_file)},
                      {"algorithms", Json::array({std::string(NameOf(algorithm))})}};
  return Json{{"issuers", Json::array({entry})}}.dump(2) + "\n";
}

}  // namespace obt::auth
