// obt-identity: organisations, programmes, people, clients and reference lists.
#include "services/identity/spec.h"

int main(int argc, char** argv) { return obt::app::Run(argc, argv, obt::identity::Spec()); }
