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
count=${MUTATIONS:-100}
[ "$count" != all ] || count=0
parts=$(nproc 2>/dev/null || echo 1)

# The authority's clock is the machine's, so that of the program must be too.
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
at=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# mutate_part KIND FILE PART
mutate_part() {
    if [ "$1" = given ]; then
        /usr/bin/python3 -B "$TESTS/hostile/mutants.py" "$2" "$count" "$3" \
            "$parts" >"$tmp/pipe.$3" &
        "$MUTATE" given "$2" "$trust" "$at" "$count" <"$tmp/pipe.$3"
        mutated=$?
        wait $! || mutated=1
        return $mutated
    fi
    "$MUTATE" "$1" "$2" "$trust" "$at" "$count" "$3" "$parts"
}

# mutate KIND FILE: all parts at once
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

# smallest first, since all of them take long
for file in comparison.xml lasting.xml approved.xml comparison.en.pdf \
    lasting.en.pdf approved.en.pdf 7b/dossier.xml 7b/dossier.fr.pdf; do
    for kind in given flip delete double cut; do
        check "no $file is VALID: $kind" mutate "$kind" "$made/$file"
        [ "$count" != 0 ] || sed 's/^/# /' "$out"
    done
done
finish
