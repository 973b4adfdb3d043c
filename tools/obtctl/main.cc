// obtctl: operates a suite and asks it questions, through the public RPCs alone.
#include "tools/obtctl/nouns.h"
#include "tools/obtctl/session.h"

int main(int argc, char** argv) { return obt::ctl::RunProgram(obt::ctl::Obtctl(), argc, argv); }
