#!/bin/sh
# Usage: fetch.sh WORK
# Have EU DSS of Maven Central in WORK/dss/lib. Exit status: 0 it is there, 77
# its registry does not answer.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$1/dss
mkdir -p "$place"
[ ! -e "$place/lib" ] || exit 0
mvn -q -B -f "$here/pom.xml" dependency:copy-dependencies \
    -DoutputDirectory="$place/lib.new" >"$place/mvn.log" 2>&1 || {
    echo "cannot fetch EU DSS: see $place/mvn.log" >&2
    exit 77
}
mv "$place/lib.new" "$place/lib"
