// What is known of a person beside their stays, and by which people can be grouped and filtered: grade,
// profession, region. An attribute more is a row more here.
#pragma once

#include <array>
#include <cstddef>
#include <string>

#include "obt/aggregator/v1/metrics.pb.h"
#include "obt/identity/v1/person.pb.h"
#include "obt/identity/v1/reference.pb.h"
#include "services/aggregator/rules/names.h"

namespace obt::aggregator {

struct Attribute {
  const char* name;
  const char* filter;  // the field of MetricsFilter
  v1::Dimension dimension;
  identity::v1::ReferenceKind list;
  const std::string& (identity::v1::PersonFacts::*code)() const;
  const google::protobuf::RepeatedPtrField<std::string>& (v1::MetricsFilter::*wanted)() const;
};

inline constexpr std::array kAttributes = {
    Attribute{"grade", "filter.grades", v1::DIMENSION_GRADE, identity::v1::REFERENCE_KIND_GRADE,
              &identity::v1::PersonFacts::grade, &v1::MetricsFilter::grades},
    Attribute{"profession", "filter.professions", v1::DIMENSION_PROFESSION,
              identity::v1::REFERENCE_KIND_PROFESSION, &identity::v1::PersonFacts::profession,
              &v1::MetricsFilter::professions},
    Attribute{"region", "filter.regions", v1::DIMENSION_REGION, identity::v1::REFERENCE_KIND_REGION,
              &identity::v1::PersonFacts::region, &v1::MetricsFilter::regions},
};

// In the place of an attribute: everybody together, with one code, kNone; and all attributes at once, with
// their profile (see people.h) as code.
inline constexpr size_t kTogether = kAttributes.size(), kByProfile = kTogether + 1;

// Something for each attribute, in the order of kAttributes.
template <typename T>
using OfAttributes = std::array<T, kAttributes.size()>;
// What somebody is.
using Attributes = OfAttributes<Number>;

// The code of people whose grade, profession or region is not known.
inline constexpr char kUnknownAttribute[] = "unknown";
// The same as identity spells it.
inline constexpr char kNotKnown[] = "UNKNOWN";

}  // namespace obt::aggregator
