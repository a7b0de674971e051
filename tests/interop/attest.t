#!/bin/sh
# cosign and securesystemslib accept our attestations for each kind of key, and
# refuse them changed, by another key, and for other weights.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$WORK/attest
mkdir -p "$place"
sh "$here/attest/cosign.sh" "$place/cosign" || {
    got=$?
    echo "attest.t: no cosign: see $place/cosign/log" >&2
    exit $got
}
if [ ! -e "$place/venv/ready" ]; then
    python3 -m venv "$place/venv"
    "$place/venv/bin/pip" -q install 'securesystemslib[crypto]==1.*' \
        'in-toto-attestation==0.9.*' >"$place/pip.log" 2>&1 || {
        echo "attest.t: cannot fetch securesystemslib: see $place/pip.log" >&2
        exit 77
    }
    : >"$place/venv/ready"
fi
"$place/cosign/cosign" version 2>&1 | sed -n 's/^GitVersion: */cosign /p'
"$place/venv/bin/pip" list 2>/dev/null | grep -E '^(securesystemslib|in-toto)'
unset SOURCE_DATE_EPOCH # the authorities are made now
got=0
count=0

# judge NAME WANTED COMMAND...: its last words are WANTED, and its exit status
# is 0 for no refusal but that
judge() {
    name=$1 wanted=$2 status=0
    shift 2
    "$@" >"$place/told" 2>&1 || status=$?
    count=$((count + 1))
    case $wanted in
    'Verified OK' | conditional) right=0 ;;
    *) right=1 ;;
    esac
    if [ "$status" = "$right" ] && tail -n 1 "$place/told" |
        grep -qE -e "(^|: )$wanted\$"; then
        return
    fi
    echo "not ok $name: exit status $status, want $right and '$wanted':"
    tail -n 3 "$place/told" | cut -c1-300
    got=1
}
# cosign KEY ENVELOPE BLOB [OPTION...]
by_cosign() {
    public=$1 envelope=$2 weights=$3
    shift 3
    case $public in
    */p384.*) set -- --signature-digest-algorithm sha384 "$@" ;;
    esac
    "$place/cosign/cosign" verify-blob-attestation --key "$public" \
        --signature "$envelope" --type urn:auditor:verdict:1 \
        --insecure-ignore-tlog=true "$@" "$weights"
}
by_library() {
    "$place/venv/bin/python" "$here/attest/verify.py" "$2" "$1" "$3"
}
# attest KIND OPTION ENVELOPE: by a key of that kind, about that option
attest() {
    "$AUDITOR" export "$place/$1/out/$2/dossier.xml" --to intoto -o "$3" \
        --trust "$place/$1/ca.pem" --key "$place/$1/signer.key" \
        --cert "$place/$1/signer.pem"
}
threshold='accepted signatures do not match threshold, Found: 0, Expected 1'
audit=$here/../../evidence/fictional-aurore
blob=$audit/49k/model.safetensors
other=$audit/13k-fr/model.safetensors

for kind in p256 p384 rsa3072 rsa4096; do
    rm -rf "${place:?}/$kind"
    sh "$here/../servers/pki.sh" "$place/$kind" http://127.0.0.1:9 $kind \
        >/dev/null 2>&1
    cp -r "$audit" "$place/$kind/audit"
    "$AUDITOR" run "$place/$kind/audit" -o "$place/$kind/out" --lang en \
        --key "$place/$kind/signer.key" --cert "$place/$kind/signer.pem" \
        >/dev/null
    attest $kind 49k "$place/$kind/good"
    attest $kind 13k-fr "$place/$kind/other"
    openssl x509 -in "$place/$kind/leaf.pem" -noout -pubkey \
        >"$place/$kind.pub"
done
for kind in p256 p384 rsa3072 rsa4096; do
    # A stranger's key of the same kind, so that nothing else is wrong with it.
    rm -rf "$place/stranger"
    sh "$here/../servers/pki.sh" "$place/stranger" http://127.0.0.1:9 $kind \
        >/dev/null 2>&1
    mkdir -p "$place/strange"
    strange=$place/strange/$kind.pub
    openssl x509 -in "$place/stranger/leaf.pem" -noout -pubkey >"$strange"
    key=$place/$kind.pub
    good=$place/$kind/good

    judge "$kind: cosign" 'Verified OK' by_cosign "$key" "$good" "$blob"
    judge "$kind: library" conditional by_library "$key" "$good" "$blob"
    judge "$kind, other weights: cosign" 'no matching subject digest found' \
        by_cosign "$key" "$good" "$other"
    judge "$kind, other weights: library" subject \
        by_library "$key" "$good" "$other"
    judge "$kind, other predicate: cosign" \
        'invalid predicate type, expected slsaprovenance1 got urn:.*' \
        by_cosign "$key" "$good" "$blob" --type slsaprovenance1
    judge "$kind, a stranger's key: cosign" "$threshold" \
        by_cosign "$strange" "$good" "$blob"
    judge "$kind, a stranger's key: library" signature \
        by_library "$strange" "$good" "$blob"
    for how in payload type signature key subject; do
        "$place/venv/bin/python" "$here/attest/alter.py" "$good" $how \
            "$place/$kind/$how" "$place/$kind/other"
        # The statement about the other weights is presented with those.
        [ $how = subject ] && shown=$other || shown=$blob
        [ $how = type ] && reason='invalid payloadType .*' ||
            reason=$threshold
        judge "$kind, $how changed: cosign" "$reason" \
            by_cosign "$key" "$place/$kind/$how" "$shown"
        judge "$kind, $how changed: library" signature \
            by_library "$key" "$place/$kind/$how" "$shown"
    done
done
echo "$count verifications"
exit $got
