#!/bin/sh
# No change of a sealed file leaves it VALID: bytes flipped, deleted, doubled,
# cut off; elements, attributes, texts and objects removed, moved, doubled.
# MUTATIONS of each kind spread evenly over each file, or MUTATIONS=all: every
# one. All of a large file take hours.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"
# shellcheck source=tests/servers/start.sh
. "$TESTS/servers/start.sh"

MUTATE=${MUTATE:-build/hostile/mutate}
count=${MUTATIONS:-60}
[ "$count" != all ] || count=0
parts=$(nproc 2>/dev/null || echo 1)

# mutate_part KIND FILE PART
# shellcheck disable=SC2317 # called through check
mutate_part() {
    if [ "$1" = given ]; then
        /usr/bin/python3 -B "$TESTS/hostile/mutants.py" "$2" "$given" "$3" \
            "$parts" >"$tmp/pipe.$3" &
        "$MUTATE" given "$2" "$trust" "$at" "$count" <"$tmp/pipe.$3"
        mutated=$?
        wait $! || mutated=1
        return "$mutated"
    fi
    "$MUTATE" "$1" "$2" "$trust" "$at" "$count" "$3" "$parts"
}

# mutate KIND FILE: all parts at once
# shellcheck disable=SC2317 # called through check
mutate() {
    part=0
    jobs=
    while [ "$part" -lt "$parts" ]; do
        [ -p "$tmp/pipe.$part" ] || mkfifo "$tmp/pipe.$part"
        mutate_part "$1" "$2" "$part" &
        jobs="$jobs $!"
        part=$((part + 1))
    done
    status=0
    for job in $jobs; do
        wait "$job" || status=1
    done
    return "$status"
}

# mutate_kinds FILE
mutate_kinds() {
    for kind in given flip delete double cut; do
        check "no changed ${1##*/} is VALID: $kind" mutate "$kind" "$1"
        [ "$count" != 0 ] || sed 's/^/# /' "$out"
    done
}

# The smallest files, with a time-stamp, material, a second signature.
AUDITOR=$AUDITOR /usr/bin/python3 -B "$TESTS/hostile/forge.py" small \
    "$tmp/small"
trust=$tmp/small/ca.pem
given=0 # all, for they are few
at=2026-11-23T12:00:00Z
for file in plain stamped material counter; do
    mutate_kinds "$tmp/small/$file.xml"
done
for file in plain stamped approved; do
    mutate_kinds "$tmp/small/$file.pdf"
done

# Dossiers, with a real authority, whose clock is the machine's, so that of the
# program must be too.
unset SOURCE_DATE_EPOCH
pki=$tmp/pki
authority_start "$pki"
trust=$pki/ca.pem
audit_make "$tmp/a"
auditor run "$tmp/a" --key "$pki/signer.key" --cert "$pki/signer.pem" >"$out"
made=$tmp/a/dossiers
for form in xml en.pdf; do
    exits 0 "comparison.$form is raised to B-LTA" auditor extend \
        "$made/comparison.$form" --to B-LTA --tsa "$url/tsa" \
        --trust "$trust" -o "$made/lasting.$form"
    exits 0 "comparison.$form is signed by a second one" auditor sign \
        "$made/comparison.$form" --role approver --key "$pki/signer.key" \
        --cert "$pki/signer.pem" -o "$made/approved.$form"
done
given=$count
at=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# smallest first, since all of them take long
for file in comparison.xml lasting.xml approved.xml comparison.en.pdf \
    lasting.en.pdf approved.en.pdf 7b/dossier.xml 7b/dossier.fr.pdf; do
    mutate_kinds "$made/$file"
done
finish
