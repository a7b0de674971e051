#!/bin/sh
# Usage: tests/demo.sh AUDITOR EVIDENCE WORK
# Audit a fresh copy of every folder of EVIDENCE below WORK with a throw-away
# key, verify all that was published, and ask the gate about weights. No
# network. Exit status: 0 when everything went as it should.
set -eu

auditor=$1
evidence=$2
work=$3

say() {
    printf '\n== %s\n' "$*"
}

fail() {
    echo "demo.sh: $*" >&2
    exit 1
}

# The decision of the gate about one audit, for its own and foreign weights.
ask_gate() {
    for dossier in "$1"/dossiers/*/dossier.xml; do
        option=$(basename "$(dirname "$dossier")")
        for weights in "$1/$option"/*.gguf "$1/$option"/*.safetensors; do
            [ -f "$weights" ] || continue
            say "may $weights ship?"
            "$auditor" gate "$dossier" --trust "$work/keys/ca.pem" \
                --allow-trial --weights "$weights" || true
            say "may weights ship that the dossier does not name?"
            printf 'other weights' >"$work/foreign.gguf"
            got=0
            "$auditor" gate "$dossier" --trust "$work/keys/ca.pem" \
                --allow-trial --weights "$work/foreign.gguf" || got=$?
            [ "$got" != 0 ] || fail "the gate let foreign weights pass"
            return 0
        done
    done
    fail "no weights to ask the gate about in $1"
}

rm -rf "$work"
mkdir -p "$work"
say "a throw-away key"
"$auditor" keygen "$work/keys"

names=
for folder in "$evidence"/*/; do
    [ -f "$folder/audit.yaml" ] || continue
    name=$(basename "$folder")
    names="$names $name"
    cp -R "$folder" "$work/$name"
    say "auditor run $work/$name"
    "$auditor" run "$work/$name" --form full,executive \
        --key "$work/keys/signer.key" --cert "$work/keys/signer.pem"
done
[ -n "$names" ] || fail "no audit folder in $evidence"

say "auditor verify --replay: is every file genuine?"
count=0
for name in $names; do
    for file in "$work/$name"/dossiers/*.xml "$work/$name"/dossiers/*.pdf \
        "$work/$name"/dossiers/*/*.xml "$work/$name"/dossiers/*/*.pdf; do
        # Only a dossier holds facts to replay the rules over.
        case $file in
        */comparison.* | */dossiers/executive.*) replay= ;;
        *) replay=--replay ;;
        esac
        # shellcheck disable=SC2086 # an empty $replay is no word
        "$auditor" verify "$file" --trust "$work/keys/ca.pem" $replay \
            >"$work/verify.log" 2>&1 || {
            cat "$work/verify.log" >&2
            fail "$file does not verify"
        }
        echo "VALID $file"
        count=$((count + 1))
    done
done

# shellcheck disable=SC2086 # the first of a list of words
set -- $names
ask_gate "$work/$1"

say "$count files published and verified"
for name in $names; do
    echo "$work/$name/dossiers: start with comparison.fr.pdf or comparison.en.pdf"
done
