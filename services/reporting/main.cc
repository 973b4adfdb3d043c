// obt-reporting: releases that are safe to publish, frozen, and the same bytes every time.
#include "services/reporting/spec.h"

int main(int argc, char** argv) { return obt::app::Run(argc, argv, obt::reporting::Spec()); }
