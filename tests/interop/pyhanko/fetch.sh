#!/bin/sh
# Usage: fetch.sh WORK
# Have the current pyHanko of PyPI in WORK/pyhanko. Exit status: 0 it is there,
# 77 its registry does not answer.
set -eu
place=$1/pyhanko
[ ! -e "$place/bin/pyhanko-ready" ] || exit 0
python3 -m venv "$place"
"$place/bin/pip" -q install pyHanko >"$place/pip.log" 2>&1 || {
    echo "cannot fetch pyHanko: see $place/pip.log" >&2
    exit 77
}
: >"$place/bin/pyhanko-ready"
