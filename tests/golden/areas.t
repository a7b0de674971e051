#!/bin/sh
# Every page of tests/render/*.fo is laid out as it was: NAME.lines beside it
# has the label and size of each page and, in whole points, where its lines of
# text stand and its rules and fills. With GOLDEN=write (make golden) the files
# are written anew; the diff is the review. tests/interop lays the same files
# out by Apache FOP.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

lines() {
    auditor render "$1" --areas - >"$tmp/areas" &&
        awk -f "$TESTS/golden/areas.awk" "$tmp/areas"
}

for fo in "$TESTS"/render/*.fo; do
    name=$(basename "$fo" .fo)
    file=${fo%.fo}.lines
    lines "$fo" >"$tmp/seen" 2>&1
    if [ "${GOLDEN:-}" = write ]; then
        cp "$tmp/seen" "$file"
    fi
    check "$name: laid out as it was" diff -u "$file" "$tmp/seen"
done
finish
