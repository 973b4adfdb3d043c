// The second half of the programme as the messages of ideas: texts and plan in, what calls carry out. Pure.
#pragma once

#include <string>

#include "obt/ideas/v1/case_study.pb.h"
#include "obt/ideas/v1/conversation.pb.h"
#include "obt/ideas/v1/experiment.pb.h"
#include "obt/ideas/v1/idea.pb.h"
#include "tools/simulate/idea_calendar.h"
#include "tools/simulate/texts/texts.h"

namespace obt::simulate {

void FillText(const texts::IdeaText& text, ideas::v1::IdeaText& message);
// The approval it needs is obtained or not yet.
void FillTerms(const IdeaPlan& idea, const texts::IdeaText& text, bool obtained,
               ideas::v1::IdeaTerms& message);
// Days are counted since 1970-01-01.
void FillPlan(const texts::ExperimentText& text, int32_t start, int32_t end,
              ideas::v1::ExperimentPlan& message);
// `day`: when it ended.
void FillResult(const texts::TrialText& text, texts::Outcome outcome, int32_t day,
                ideas::v1::TrialResult& message);
void FillText(const texts::CaseStudyText& text, ideas::v1::CaseStudyText& message);
// Of an adoption: what came of doing as others had done.
void FillText(const std::string& idea_title, const texts::TrialText& text, ideas::v1::CaseStudyText& message);

}  // namespace obt::simulate
