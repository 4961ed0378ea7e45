#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# once.sh ONCE: a test that passed is left out only while nothing it depends on has changed, and one that failed never is.
set -eu
once=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
unset KARUNA_FRESH KARUNA_PASSED
mkdir data
echo 1 >data/a
printf '#!/bin/sh\necho x >>runs\ntest ! -f fails\n' >program
chmod +x program
expect() { # RUNS WORDS...
  wanted=$1
  shift
  : >runs
  "$@" >said 2>&1 || true
  [ "$(wc -l <runs)" = "$wanted" ] || { echo "expected $wanted runs of: $*"; cat said; exit 1; }
}
expect 1 "$once" data -- ./program a
expect 0 "$once" data -- ./program a
grep -q 'passed before' said
expect 1 "$once" data -- ./program b          # other words
echo 2 >data/a
expect 1 "$once" data -- ./program a          # another byte in a file it reads
expect 0 "$once" data -- ./program a
mv data/a data/b
expect 1 "$once" data -- ./program a          # another name
echo '#' >>program
expect 1 "$once" data -- ./program a          # another program
expect 0 "$once" data -- ./program a
expect 1 env KARUNA_FRESH=1 "$once" data -- ./program a
expect 1 env KARUNA_SHARED=/elsewhere "$once" data -- ./program a
echo '#' >>program
touch fails
expect 1 "$once" data -- ./program a
expect 1 "$once" data -- ./program a          # what failed is never left out
rm fails
expect 1 "$once" data -- ./program a
expect 0 "$once" data -- ./program a
touch fails                                   # not something it was told of
expect 1 "$once" fails data -- ./program a    # now it is
expect 1 "$once" data -- ./program --gtest_list_tests
if "$once" data -- ./program c >/dev/null; then echo "a failure was reported as passed"; exit 1; fi
