// Every number of search and similarity, in one place. They were measured together on labelled duplicates and
// paraphrases; changing one means measuring again. Pure.
#pragma once

#include <cstddef>
#include <cstdint>

namespace obt::ideas::search {

// BM25, and how often a word of the question may count: f·3/(f+2).
inline constexpr double kSaturation = 1.2, kByLength = 0.75;
inline constexpr double kMostFrequency = 3, kHalfFrequency = 2;
inline constexpr uint32_t kTitleWeight = 3;
// So few documents say nothing of how rare a word is.
inline constexpr uint32_t kLeastDocuments = 500;

// Searching.
inline constexpr size_t kMostQueryBytes = 512, kMostQueryWords = 32;
inline constexpr size_t kEnoughHits = 5;      // with fewer, one word of the query is enough
inline constexpr size_t kMostCounted = 1000;  // beyond it a total says "more"; pages end there too
inline constexpr size_t kMostFacets = 50;     // values of one facet, the most frequent ones
inline constexpr size_t kSnippetBytes = 240, kBytesBeforeMatch = 60;
inline constexpr size_t kMostMatchesTried = 64;  // as the first of a snippet

// "Did you mean".
inline constexpr uint32_t kKnownWord = 2;                         // documents that have it
inline constexpr size_t kLeastCorrected = 4, kTwoFaultsFrom = 8;  // bytes of a word
inline constexpr size_t kMostCorrected = 3;                       // words of a query

// Similar: candidates.
inline constexpr size_t kMostDraftCharacters = 20'000;
inline constexpr size_t kHeaviestTerms = 40, kCandidates = 100;
inline constexpr double kFindingWeight = 0.80;  // what lies beyond adds to documents already found
// The score, 0 to 1.
inline constexpr double kOfLetters = 0.25, kOfTerms = 0.25, kOfPairs = 0.30, kOfTitle = 0.10;
inline constexpr double kScale = 1.0 / 2;
inline constexpr double kLeastScore = 0.15;
inline constexpr size_t kLeastShared = 2;
// The label.
inline constexpr double kIdenticalLetters = 0.75, kIdenticalPairs = 0.40;
inline constexpr size_t kIdenticalTerms = 8;
inline constexpr double kLikelyScore = 0.60, kLikelyGap = 0.15;
inline constexpr size_t kGapTo = 10;
// The explanation, and the themes of neighbours.
inline constexpr size_t kMostShared = 6, kMostPhraseWords = 4;
inline constexpr size_t kThemeNeighbours = 10, kMostThemes = 5;

}  // namespace obt::ideas::search
