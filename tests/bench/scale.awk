# Figures of several sizes side by side. `once`: how many people once is. Arguments: files named for how many
# times as many people there were, each with lines as tests/bench/goals.h prints them. What is counted a
# second, or for a person, should stay what it is. All else may grow as the people do, so that of answers
# there may be fewer, and is also said for a million of them, at the first size and at the last. A tenth is
# forgiven.
FNR == 1 { times[++sizes] = FILENAME }
substr($0, 60) !~ /^ *[0-9]/ { next }
{
  name = substr($0, 1, 58)
  if (!(name in known)) names[++figures] = name
  known[name] = 1
  value[name, sizes] = substr($0, 60) + 0
}

function ratio(name, i) {
  if (value[name, 1] == 0) return value[name, i] == 0 ? 1 : 999  # from nothing to something
  return value[name, i] / value[name, 1]
}
function for_a_million(name, i) { return value[name, i] * 1000000 / (once * times[i]) }
function grows(name) { return name !~ /(a second|a person) *$/ }
function is_good(name, i) {
  if (grows(name)) return ratio(name, i) <= 1.1 * times[i] / times[1]
  if (name ~ /answers a second *$/) return ratio(name, i) >= 0.9 * times[1] / times[i]
  return name ~ /a second *$/ ? ratio(name, i) >= 0.9 : ratio(name, i) <= 1.1
}

END {
  printf "%-58s", "figure"
  for (i = 1; i <= sizes; ++i) printf " %11s", times[i] "x"
  for (i = 2; i <= sizes; ++i) printf " %8s", times[i] "x/" times[1] "x"
  printf " %12s %12s\n", "a million " times[1] "x", times[sizes] "x"
  for (f = 1; f <= figures; ++f) {
    name = names[f]
    verdict = sizes > 1 ? "linear or better" : ""
    printf "%s", name
    for (i = 1; i <= sizes; ++i) {
      printf " %11s", (name, i) in value ? sprintf("%.3f", value[name, i]) : "-"
      if (!((name, i) in value)) verdict = "not measured at every size"
    }
    for (i = 2; i <= sizes; ++i) {
      printf " %8.2f", ratio(name, i)
      if (verdict !~ /^not/ && !is_good(name, i)) verdict = "WORSE"
    }
    if (grows(name)) printf " %12.3f %12.3f", for_a_million(name, 1), for_a_million(name, sizes)
    else printf " %12s %12s", "", ""
    print "  " verdict
  }
}
