#!/bin/sh
# Usage: sealed.sh OUT
# Seal one dossier in every way that others are to accept, once for all checks:
# OUT/WAY/ with WAY p256, p384, rsa3072, rsa4096 or rsa3072-pss gets
#   B-B.xml B-B.pdf B-T.xml ... B-LTA.pdf    every level, sealed with a
#                                            time-stamp; no XML by PSS
#   later-B-T.pdf ... later-B-LTA.pdf        raised from B-B, so stamped as a
#                                            whole document
#   countersigned.xml approved.pdf           two signers, B-B
#   countersigned-lta.xml approved-lta.pdf   two signers, each stamped, B-LTA
#   changed.xml changed.pdf                  B-LTA with one byte of its content
#                                            changed: nobody may accept it
# and what tests/servers/pki.sh makes: ca.pem, root.crl, sub.crl (DER) ...
# Exit status: 0 all were made, 1 the program refused one.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
unset SOURCE_DATE_EPOCH # the authority's clock is the machine's
rm -rf "$1"
mkdir -p "$1"
out=$(cd "$1" && pwd)
cp -r "$here/../../evidence/fictional-aurore" "$out/audit"
server=
trap 'kill $server 2>/dev/null || :' EXIT

# run OUT [OPTION...]: publish all, signed with the key of $place
run() {
    into=$1
    shift
    "$AUDITOR" run "$out/audit" -o "$into" --lang en --role author "$@" \
        --key "$place/signer.key" --cert "$place/signer.pem" >/dev/null
}

# extend FILE LEVEL OUT
extend() {
    "$AUDITOR" extend "$1" --to "$2" --tsa "$url/tsa" \
        --trust "$place/ca.pem" -o "$3"
}

# approve FILE OUT [OPTION...]
approve() {
    from=$1 to=$2
    shift 2
    "$AUDITOR" sign "$from" --role approver --key "$place/approver.key" \
        --cert "$place/approver.pem" -o "$to" "$@"
}

# seal_form FORM ONE TWO CHANGE: every level and signer of B-B and B-T
seal_form() {
    cp "$place/plain/49k/$2" "$place/B-B.$1"
    cp "$place/stamped/49k/$2" "$place/B-T.$1"
    for level in B-LT B-LTA; do
        extend "$place/B-T.$1" $level "$place/$level.$1"
    done
    approve "$place/B-B.$1" "$place/$3.$1"
    approve "$place/B-T.$1" "$place/$3-t.$1" --tsa "$url/tsa"
    extend "$place/$3-t.$1" B-LTA "$place/$3-lta.$1"
    rm "$place/$3-t.$1"
    sed "$4" "$place/B-LTA.$1" >"$place/changed.$1"
    if cmp -s "$place/B-LTA.$1" "$place/changed.$1"; then
        echo "sealed.sh: nothing to change in $place/B-LTA.$1" >&2
        exit 1
    fi
}

# seal WAY KEY [OPTION...]: below OUT/WAY, with its authority
seal() {
    place=$out/$1 key=$2
    shift 2
    mkdir "$place"
    python3 "$here/../servers/serve.py" "$place" >"$place/port" &
    server=$!
    until [ -s "$place/port" ]; do sleep 0.1; done
    url=http://127.0.0.1:$(cat "$place/port")
    sh "$here/../servers/pki.sh" "$place" "$url" "$key"
    run "$place/plain" "$@"
    run "$place/stamped" "$@" --tsa "$url/tsa"
    [ $# != 0 ] || seal_form xml dossier.xml countersigned \
        's/<verdict value="c/<verdict value="C/'
    seal_form pdf dossier.en.pdf approved \
        's/^\/Title (Executive s/\/Title (Executive S/'
    for level in B-T B-LT B-LTA; do
        extend "$place/B-B.pdf" $level "$place/later-$level.pdf"
    done
    { kill "$server" && wait "$server"; } 2>/dev/null || :
}

for key in p256 p384 rsa3072 rsa4096; do
    seal $key $key
done
seal rsa3072-pss rsa3072 --rsa-pss
