#!/bin/sh
# A verdict on weights as an in-toto Statement in a signed envelope: judged by
# tests/cli/attest.py, and never made of a dossier that is not VALID, by a key
# that did not sign it, or about no weights.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys" --rsa
keys_make "$tmp/other"
audit_make "$tmp/a"
# Two files, one of them by a name that means to break out of a string.
hostile=$(printf '7b/mo"del\\",\342\200\256x <&\t\n\001\177.safetensors')
cp "$tmp/a/1b/model.safetensors" "$tmp/a/$hostile"
audit_run "$tmp/a" --lang fr >"$out" 2>"$err"
xml=$tmp/a/dossiers/7b/dossier.xml
pdf=$tmp/a/dossiers/7b/dossier.fr.pdf
trust=$tmp/keys/ca.pem

# attest FILE [OPTION...]: by the key that signed it
attest() {
    auditor export "$@" --to intoto --trust "$trust" \
        --key "$tmp/keys/signer.key" --cert "$tmp/keys/signer.pem"
}
# judge NAME ENVELOPE CERTIFICATE DOSSIER AUDIT: what attest.py finds is in $out
judge() {
    exits 0 "$1: signature and statement are right" /usr/bin/python3 \
        "$TESTS/cli/attest.py" "$2" "$3" "$4" "$5"
}
# nothing NAME: of the last `exits`, not even a byte was written
nothing() {
    if [ -s "$out" ]; then report 1 "$1: nothing is written"; else
        report 0 "$1: nothing is written"; fi
    one_line "$1: one line tells why"
}

# Made
exits 0 "a dossier is attested" attest "$xml"
cp "$out" "$tmp/envelope"
check "no warning then" test ! -s "$err"
judge "XML" "$tmp/envelope" "$tmp/keys/signer.pem" "$xml" "$tmp/a"
says "the throw-away key is seen" '^insufficient-evidence trial$'
refuses "a hostile name reorders no line of the statement" sh -c \
    'sed -n "s/\"payload\": \"\(.*\)\",/\1/p" "$1" | base64 -d |
    grep -q "$(printf "\342\200\256")"' sh "$tmp/envelope"
exits 0 "from the PDF too" attest "$pdf" -o "$tmp/pdf.json"
same "with the same bytes" "$tmp/pdf.json" "$tmp/envelope"
exits 0 "whatever the language" attest "$xml" --lang fr -o "$tmp/fr.json"
same "with the same bytes again" "$tmp/fr.json" "$tmp/envelope"
exits 0 "into a file" attest "$xml" -o "$tmp/a.json"
same "of the same bytes" "$tmp/a.json" "$tmp/envelope"
exits 4 "and never over another" attest "$xml" -o "$tmp/a.json"
exits 0 "what is not fit is attested as that" attest \
    "$tmp/a/dossiers/1b/dossier.xml"
cp "$out" "$tmp/not-fit"
judge "not fit" "$tmp/not-fit" "$tmp/keys/signer.pem" \
    "$tmp/a/dossiers/1b/dossier.xml" "$tmp/a"
says "and nothing better" '^not-fit trial$'

# attest.py is no rubber stamp.
refuses "another signer is noticed" /usr/bin/python3 "$TESTS/cli/attest.py" \
    "$tmp/envelope" "$tmp/other/signer.pem" "$xml" "$tmp/a"
refuses "another statement is noticed" /usr/bin/python3 "$TESTS/cli/attest.py" \
    "$tmp/not-fit" "$tmp/keys/signer.pem" "$xml" "$tmp/a"

# Not asked for in full
for option in trust key cert; do
    set -- --to intoto
    [ $option = trust ] || set -- "$@" --trust "$trust"
    [ $option = key ] || set -- "$@" --key "$tmp/keys/signer.key"
    [ $option = cert ] || set -- "$@" --cert "$tmp/keys/signer.pem"
    exits 2 "without --$option" auditor export "$xml" "$@"
    nothing "without --$option"
    says "without --$option: it is named" "\\-\\-$option"
done
exits 2 "no other form is signed" auditor export "$xml" --to html \
    --key "$tmp/keys/signer.key" --cert "$tmp/keys/signer.pem"
nothing "no other form"
exits 2 "a comparison is about no weights" attest \
    "$tmp/a/dossiers/comparison.xml"
nothing "a comparison"
says "a comparison: a dossier is asked for" 'export a dossier to intoto'
exits 2 "there is no executive form" attest "$xml" --form executive
nothing "an executive form"

# Not VALID
sed 's/insufficient-evidence/fit/' "$xml" >"$tmp/changed.xml"
exits 1 "a changed dossier" attest "$tmp/changed.xml" -o "$tmp/b.json"
nothing "a changed dossier"
refuses "a changed dossier leaves no file" test -e "$tmp/b.json"
exits 6 "another authority" auditor export "$xml" --to intoto \
    --trust "$tmp/other/ca.pem" --key "$tmp/keys/signer.key" \
    --cert "$tmp/keys/signer.pem"
nothing "another authority"
exits 6 "after the certificate has ended" attest "$xml" --at 2036-01-01
nothing "after the certificate"
sed 's/<ds:Signature .*<.ds:Signature>//' "$xml" >"$tmp/bare.xml"
exits 1 "an unsigned dossier" attest "$tmp/bare.xml"
nothing "an unsigned dossier"

# Another key
exits 6 "a key that did not sign the dossier" auditor export "$xml" \
    --to intoto --trust "$trust" --key "$tmp/other/signer.key" \
    --cert "$tmp/other/signer.pem"
nothing "a stranger's key"
says "a stranger's key: its certificate is named" "$(openssl x509 -in \
    "$tmp/other/signer.pem" -outform DER | sha256sum | cut -d' ' -f1)"
exits 2 "a key without its certificate" auditor export "$xml" --to intoto \
    --trust "$trust" --key "$tmp/other/signer.key" \
    --cert "$tmp/keys/signer.pem"
nothing "a key without its certificate"
cat "$trust" "$tmp/other/ca.pem" >"$tmp/both.pem"
cat "$tmp/keys/ca.crl" "$tmp/other/ca.crl" >"$tmp/both.crl"
auditor sign "$xml" --role approver --key "$tmp/other/signer.key" \
    --cert "$tmp/other/signer.pem" -o "$tmp/approved.xml"
exits 0 "who approved it attests what was approved" auditor export \
    "$tmp/approved.xml" --to intoto --trust "$tmp/both.pem" \
    --key "$tmp/other/signer.key" --cert "$tmp/other/signer.pem"
cp "$out" "$tmp/by-approver"
judge "P-256, by the approver" "$tmp/by-approver" "$tmp/other/signer.pem" \
    "$tmp/approved.xml" "$tmp/a"

# A key in earnest, P-384, whose authority has the machine's clock
(
    unset SOURCE_DATE_EPOCH
    sh "$TESTS/servers/pki.sh" "$tmp/pki" http://127.0.0.1:9 p384
    auditor run "$tmp/a" -o "$tmp/earnest" --lang fr \
        --key "$tmp/pki/signer.key" --cert "$tmp/pki/signer.pem"
    auditor export "$tmp/earnest/7b/dossier.xml" --to intoto \
        --trust "$tmp/pki/ca.pem" --key "$tmp/pki/signer.key" \
        --cert "$tmp/pki/signer.pem" -o "$tmp/earnest.json"
) >"$out" 2>"$err"
judge "P-384" "$tmp/earnest.json" "$tmp/pki/signer.pem" \
    "$tmp/earnest/7b/dossier.xml" "$tmp/a"
says "no throw-away key is told of" '^insufficient-evidence in earnest$'

# About nothing
audit_make "$tmp/n"
rm "$tmp/n/1b/model.safetensors"
audit_run "$tmp/n" --lang fr >"$out" 2>"$err"
exits 5 "a dossier that names no weights" attest \
    "$tmp/n/dossiers/1b/dossier.xml"
nothing "no weights"

# A stylesheet of the user's own that leaves weights out, gives no JSON, makes
# the verdict better, or hides a throw-away key
for change in 's,d:option/d:weights,&[1],' 's/"subject": \[/&,/' \
    "s,string(d:verdict/@value),'fit'," "s/@trial != 'no' or .trial/'no'/"; do
    rm -rf "$tmp/data"
    mkdir "$tmp/data"
    cp -r "$TESTS/../rules" "$TESTS/../templates" "$tmp/data"
    exits 0 "a copy of the stylesheet signs" attest "$xml" --data "$tmp/data"
    sed -i "$change" "$tmp/data/templates/intoto.xsl"
    refuses "until it is another: $change" cmp \
        "$TESTS/../templates/intoto.xsl" "$tmp/data/templates/intoto.xsl"
    exits 3 "then nothing is signed" attest "$xml" --data "$tmp/data"
    nothing "a stylesheet of one's own"
    says "the stylesheet is named" 'statement of intoto.xsl'
done
finish
