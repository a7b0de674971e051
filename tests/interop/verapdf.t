#!/bin/sh
# Every PDF that we produce is PDF/A-3a and PDF/UA-1, by veraPDF, also at every
# level that sealed.sh gave it, and with two signers.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
got=0
VERAPDF_DIR=$WORK/verapdf sh "$here/verapdf.sh" "$WORK"/pdf/*.pdf \
    "$WORK"/sealed/p256/*B-*.pdf "$WORK"/sealed/p256/approved*.pdf \
    "$WORK"/sealed/rsa3072-pss/B-*.pdf \
    >"$WORK/verapdf.log" || got=$?
grep -v ': compliant, ' "$WORK/verapdf.log" || true
echo "$(grep -c ': compliant, ' "$WORK/verapdf.log") of" \
    "$(grep -c ' assertions$' "$WORK/verapdf.log") profiles compliant"
exit "$got"
