#!/bin/sh
# The current pyHanko accepts every PDF that we seal, by the process of its
# level, and nothing that was changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
sh "$here/pyhanko/fetch.sh" "$WORK"
"$WORK/pyhanko/bin/python" "$here/pyhanko/check.py" "$WORK/sealed" \
    2>"$WORK/pyhanko/check.log" || {
    grep '^[a-zA-Z_.]*Error: ' "$WORK/pyhanko/check.log" | cut -c1-300
    exit 1
}
