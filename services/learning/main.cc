// obt-learning: courses and learning events.
#include "services/learning/spec.h"

int main(int argc, char** argv) { return obt::app::Run(argc, argv, obt::learning::Spec()); }
