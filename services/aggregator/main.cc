// obt-aggregator: live figures over everything that happened, built from the feeds of the other services.
#include "services/aggregator/spec.h"

int main(int argc, char** argv) { return obt::app::Run(argc, argv, obt::aggregator::Spec()); }
