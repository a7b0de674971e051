#!/bin/sh
# Every PDF that we produce is PDF/A-3a and PDF/UA-1, by veraPDF, also at every
# level that dss.t gave it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
got=0
VERAPDF_DIR=$WORK/verapdf sh "$here/verapdf.sh" "$WORK"/pdf/*.pdf \
    "$WORK"/dss/*/B-*.pdf \
    >"$WORK/verapdf.log" || got=$?
grep -v ': compliant, ' "$WORK/verapdf.log" || true
echo "$(grep -c ': compliant, ' "$WORK/verapdf.log") of" \
    "$(grep -c ' assertions$' "$WORK/verapdf.log") profiles compliant"
exit "$got"
