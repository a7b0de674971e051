#!/bin/sh
# Apache FOP accepts every XSL-FO that we produce without a warning, and lays
# it out as we do: see fop/compare.py.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
areas=$WORK/fop
rm -rf "$areas"
mkdir -p "$areas"
python3 "$here/fop/config.py" "$here/../../auditor/render/font.c" \
    /usr/share/hyphen "$areas"
classes=$areas:$(sh "$here/fop/classes.sh")
javac -cp "$classes" -d "$areas" "$here/fop/Areas.java"
bad=0
java -cp "$classes" Areas "$areas/fop.xconf" "$areas" "$WORK"/fo/*.fo \
    >"$areas/events" 2>"$areas/log" || bad=1
python3 "$here/fop/compare.py" "$WORK/areas" "$areas" || bad=1
exit "$bad"
