// What a command's exit code says to a script.
#pragma once

namespace obt::ctl {

inline constexpr int kExitOk = 0;
inline constexpr int kExitRefused = 1;      // a service said no, or what was asked is not so
inline constexpr int kExitUsage = 2;        // the command line or a file it names is wrong
inline constexpr int kExitUnreachable = 3;  // no service answered

}  // namespace obt::ctl
