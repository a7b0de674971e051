#!/bin/sh
# No change of one bit of a dossier leaves it VALID. FLIPS changes spread
# evenly over each file, or FLIPS=all: one in every byte.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

FLIP=${FLIP:-build/hostile/flip}
count=${FLIPS:-1200}
[ "$count" != all ] || count=0
parts=$(nproc 2>/dev/null || echo 1)

keys_make "$tmp/keys"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"

# flip FILE: all parts at once
flip() {
    part=0
    jobs=
    while [ "$part" -lt "$parts" ]; do
        "$FLIP" "$1" "$tmp/keys/ca.pem" 2026-11-23T09:30:00Z "$count" \
            "$part" "$parts" &
        jobs="$jobs $!"
        part=$((part + 1))
    done
    status=0
    for job in $jobs; do
        wait "$job" || status=1
    done
    return "$status"
}

files='7b/dossier.xml 7b/dossier.fr.pdf'
[ "$count" = 0 ] || files="$files comparison.xml comparison.en.pdf"
for file in $files; do
    check "no changed $file is VALID" flip "$tmp/a/dossiers/$file"
done
finish
