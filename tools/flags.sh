# How the scripts of tools/ read their flags and complain. To be sourced; a script has a function `usage`.

# Ends the script: the command line is wrong.
wrong() {
  printf '%s: %s\n' "tools/$(basename "$0")" "$1" >&2
  printf 'try: %s --help\n' "tools/$(basename "$0")" >&2
  exit 2
}

unknown_flag() {
  [[ "$1" == -* ]] && wrong "unknown flag $1"
  wrong "$1 is not expected; everything is said by flags"
}

# Refuses a flag that comes a second time.
declare -A flags_given=()
once() {
  [[ -z "${flags_given[$1]:-}" ]] || wrong "$1 is given twice"
  flags_given[$1]=yes
}

# Each prints the value of flag $1, which is $2; the script gives it "${@:1:2}".
value() {
  [[ $# -eq 2 ]] || wrong "$1 needs a value"
  [[ -n "$2" ]] || wrong "$1 must not be empty"
  [[ "$2" != -* || "$2" =~ ^-[0-9] ]] || wrong "$1 needs a value, not the flag $2"
  printf '%s\n' "$2"
}

# A whole number from $1 to $2; commas may separate thousands.
number() {
  local low=$1 high=$2 text
  shift 2
  text=$(value "$@") || exit
  [[ "$text" =~ ^[0-9]{1,3}(,[0-9]{3})+$ ]] && text=${text//,/}
  [[ "$text" =~ ^[0-9]{1,12}$ ]] && ((10#$text >= low && 10#$text <= high)) ||
    wrong "$1 must be a whole number from $low to $high, not $text"
  echo "$((10#$text))"
}

# Whole numbers from $1 to $2 with commas between them; prints them with blanks.
numbers() {
  local low=$1 high=$2 text one all=()
  shift 2
  text=$(value "$@") || exit
  while IFS= read -r one; do
    all+=("$(number "$low" "$high" "$1" "$one")") || exit
  done <<<"${text//,/$'\n'}"
  echo "${all[@]}"
}

# A directory that is there.
directory() {
  local path
  path=$(value "$@") || exit
  [[ -e "$path" ]] || wrong "$1 $path: there is no such directory"
  [[ -d "$path" ]] || wrong "$1 $path: is not a directory"
  [[ -r "$path" && -x "$path" ]] || wrong "$1 $path: cannot be read by $(id -un)"
  realpath -- "$path"
}

# A directory that is there, or can be made, and can be written to.
writable_directory() {
  local path above
  path=$(value "$@") || exit
  path=$(realpath -m -- "$path") || exit
  above=$path
  until [[ -e "$above" ]]; do above=$(dirname "$above"); done
  [[ -d "$above" ]] || wrong "$1 $path: $above is not a directory"
  [[ -w "$above" && -x "$above" ]] || wrong "$1 $path: $(id -un) cannot write to $above"
  printf '%s\n' "$path"
}
