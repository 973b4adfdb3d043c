// What a process has used, as Linux counts it. Another process may be asked about by the same user.
#pragma once

namespace obt::bench {

double CpuSeconds(int pid);    // of all its threads
double ResidentMib(int pid);   // memory, now
double WrittenBytes(int pid);  // sent to the disk

}  // namespace obt::bench
