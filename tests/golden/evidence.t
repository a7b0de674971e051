#!/bin/sh
# What is read from the example audits, and what is found, is what it was:
# NAME.claims, NAME.findings and NAME.comparison beside this script. With
# GOLDEN=write (make golden) they are written anew; the diff is the review.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

# golden NAME COMMAND...
golden() {
    file=$TESTS/golden/$1
    shift
    auditor "$@" >"$tmp/seen" 2>&1
    if [ "${GOLDEN:-}" = write ]; then
        cp "$tmp/seen" "$file"
    fi
    check "auditor $1 $name: as it was" diff -u "$file" "$tmp/seen"
}

# The findings of one day: declarations and thresholds have their dates.
at=2026-11-23T12:00:00Z

# Paths in what is printed begin at the folder, wherever the checkout lies.
cd "$TESTS/../evidence" || exit
for folder in */; do
    name=${folder%/}
    [ -f "$name/audit.yaml" ] || continue
    golden "$name.claims" ingest "$name" --claims
    golden "$name.findings" assess "$name" --all --at "$at"
    golden "$name.comparison" compare "$name" --at "$at"
done
finish
