#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# includes.sh COMPILER ROOMS SRC [FLAG...]: from inside each room, include the headers of every other room, as that room's files would.
# Of a room that must not be seen, not one header may exist for it; of a room that may be seen, at least one.
# The doors of a room are the include roots the build gives it; what must be allowed is read from src/CMakeLists.txt, not from the doors.
set -eu
cd /
compiler=$1 rooms=$2 src=$3
shift 3
refused=0 allowed=0 wrong=0
sees() {  # the rooms that room $1 may see, by the list a person reads
  sed -n "s|^karuna_room($1  *\(QUICK *\)\{0,1\}SEES \([a-z/ ]*\).*|\2|p" "$src/CMakeLists.txt"
}
while read -r name doors; do
  room=$(echo "$name" | sed 's|^show_|show/|')
  roots=; for door in $doors; do roots="$roots -I $door"; done
  while read -r other_name _; do
    other=$(echo "$other_name" | sed 's|^show_|show/|')
    [ "$other" != "$room" ] || continue
    case " $(sees "$room") " in *" $other "*) may=yes ;; *) may=no ;; esac
    headers=$(cd "$src" && find "$other" -name '*.h' | sort)
    [ -n "$headers" ] || continue
    # Which of them exist for this room: one run of the preprocessor names them.
    found=$(for header in $headers; do printf '#if __has_include("%s")\n"%s"\n#endif\n' "$header" "$header"; done |
            "$compiler" -std=c++2b -E -P $roots -x c++ - | tr -d '"')
    count=$(echo "$headers" | wc -l)
    if [ $may = no ]; then
      first=$(echo "$headers" | head -n 1)
      if [ -n "$found" ]; then wrong=$((wrong+1)); echo "$room must not see these and does:" $found
      elif echo "#include \"$first\"" | "$compiler" -std=c++2b -fsyntax-only $roots "$@" -x c++ - 2>/dev/null; then wrong=$((wrong+1)); echo "$room compiles with $first"
      else refused=$((refused+count)); fi
      continue
    fi
    # That they compile too, the build itself shows every day.
    if [ -n "$found" ]; then allowed=$((allowed+1)); else wrong=$((wrong+1)); echo "$room should see $other and reaches none of its headers"; fi
  done <"$rooms"
  # The way round the doors is shut too: a room's path from the source root does not exist for it.
  if echo "#include \"src/$room/../base/error.h\"" | "$compiler" -std=c++2b -fsyntax-only $roots -x c++ - 2>/dev/null; then
    wrong=$((wrong+1)); echo "$room reaches src/ by a path of its own"
  fi
done <"$rooms"
echo "walls: $refused forbidden includes refused, $allowed allowed ones work, $wrong wrong"
[ "$wrong" = 0 ] && [ "$refused" -gt 0 ] && [ "$allowed" -gt 0 ]
