#!/bin/sh
# Usage: tests/interop/verapdf.sh FILE...
# Check PDF files against PDF/A-3a and PDF/UA-1 with veraPDF. Its jars come
# from Maven Central into build/interop/verapdf once. Exit status: 0 all
# compliant, 1 one is not, 77 veraPDF could not be had.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=${VERAPDF_DIR:-$here/../../build/interop/verapdf}
mkdir -p "$work"
if [ ! -e "$work/Check.class" ]; then
    mvn -q -B -f "$here/verapdf/pom.xml" dependency:copy-dependencies \
        -DoutputDirectory="$(cd "$work" && pwd)/lib" >"$work/mvn.log" 2>&1 || {
        echo "verapdf.sh: cannot fetch veraPDF: see $work/mvn.log" >&2
        exit 77
    }
    javac -d "$work" -cp "$work/lib/*" "$here/verapdf/Check.java"
fi
exec java -cp "$work:$work/lib/*" Check "$@"
