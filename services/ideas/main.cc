// obt-ideas: conversations, ideas, experiments, case studies and adoptions.
#include "services/ideas/spec.h"

int main(int argc, char** argv) { return obt::app::Run(argc, argv, obt::ideas::Spec()); }
