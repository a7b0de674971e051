#!/bin/sh
# Usage: tests/bench/bench.sh BUILD
# Compare BUILD/auditor with Apache FOP and WeasyPrint on the same documents
# and fonts, all in this run; the table and the limits are in bench.py. Takes
# about two minutes. Exit status: 0 every limit is met, 1 one is missed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
work=$build/bench-work
rm -rf "$work"
mkdir -p "$work/set" "$work/long"
export LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1795426200
python3 "$here/dossier.py" 10 200 "$work/set"
python3 "$here/dossier.py" 1 5200 "$work/long"
python3 "$here/../interop/fop/config.py" "$here/../../auditor/render/font.c" \
    /usr/share/hyphen "$work"
classes=$work:$(sh "$here/../interop/fop/classes.sh")
javac -cp "$classes" -d "$work" "$here/Warm.java"
exec python3 "$here/bench.py" "$build" "$work" "$classes"
