#!/bin/sh
# What other programs signed is never VALID, and INVALID only when it is broken.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
trust=$tmp/keys/ca.pem
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"

mkdir "$tmp/made"
check "the files are made" /usr/bin/python3 -B "$TESTS/hostile/foreign.py" \
    "$tmp/keys/signer.key" "$tmp/keys/signer.pem" \
    "$tmp/a/dossiers/7b/dossier.fr.pdf" "$tmp/made"
for file in "$tmp/made"/*.pdf; do
    name=${file##*/}
    case $name in
    INVALID-*) want=1 ;;
    *) want=6 ;;
    esac
    exits $want "$name" auditor verify "$file" --trust "$trust"
    says "$name: the word" "^${name%%-*}: "
    case $name in
    *-changed.pdf | *-other-content.pdf)
        says "$name: the bytes are the reason" \
            'failed +foreign-signature-intact +HASH_FAILURE'
        ;;
    INVALID-*)
        says "$name: the form is the reason" 'failed .*FORMAT_FAILURE'
        ;;
    *-other-subfilter.pdf) ;;
    *)
        says "$name: it is intact" 'passed +foreign-signature-intact'
        says "$name: why it is not VALID" \
            'uncertain +pdf-s[a-z-]* +SIG_CONSTRAINTS_FAILURE .'
        ;;
    esac
done
exits 6 "whom nobody trusts is no more INVALID" auditor verify \
    "$tmp/made/INDETERMINATE-stream.pdf" --trust "$trust" --at 2040-01-01
says "that is told too" 'uncertain +certificate-time'
says "the signer is told" 'signed with the key .*"auditor trial signer"'
exits 6 "nothing that is asked for makes it VALID" auditor verify \
    "$tmp/made/INDETERMINATE-stream.pdf" --trust "$trust" --level B-B \
    --expect-signer 'auditor trial signer'
finish
