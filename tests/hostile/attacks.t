#!/bin/sh
# Whole attacks on what is signed and on what is read.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
trust=$tmp/keys/ca.pem
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
xml=$tmp/a/dossiers/7b/dossier.xml
pdf=$tmp/a/dossiers/7b/dossier.fr.pdf

refused() {
    exits 1 "$1" auditor verify "$2" --trust "$trust"
    says "$1: INVALID" '^INVALID: '
}

# Signature wrapping: the signed original inside a forged dossier.
sed 1d "$xml" >"$tmp/original"
[ -s "$tmp/original" ] || sed 's/^<?xml[^>]*?>//' "$xml" >"$tmp/original"
forged='<dossier xmlns="urn:auditor:dossier:1" version="1" trial="no">
<verdict value="fit"/>'
{ echo "$forged" && cat "$tmp/original" && echo '</dossier>'; } \
    >"$tmp/wrapped.xml"
refused "the original wrapped in a forged dossier" "$tmp/wrapped.xml"
{
    echo "$forged<other xmlns=\"urn:other\">"
    cat "$tmp/original"
    echo '</other></dossier>'
} >"$tmp/hidden.xml"
refused "the original hidden in a foreign element" "$tmp/hidden.xml"
sed 's/<dossier /<dossier Id="forged" /' "$xml" >"$tmp/id.xml"
refused "an attribute added to the root" "$tmp/id.xml"

# What XML lets a file do that nobody signed.
{
    printf '<!DOCTYPE dossier [<!ENTITY v "fit">]>\n'
    cat "$tmp/original"
} >"$tmp/dtd.xml"
refused "a DTD" "$tmp/dtd.xml"
{
    printf '<!DOCTYPE d SYSTEM "file:///etc/passwd">\n'
    cat "$tmp/original"
} >"$tmp/external.xml"
refused "an external DTD" "$tmp/external.xml"
{
    printf '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">'
    previous=a
    for name in b c d e f g h i; do
        printf '<!ENTITY %s "' "$name"
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            printf '&%s;' "$previous"
        done
        printf '">'
        previous=$name
    done
    printf ']><dossier xmlns="urn:auditor:dossier:1">&i;</dossier>'
} >"$tmp/laughs.xml"
refused "a billion laughs" "$tmp/laughs.xml"
{ printf '<?xml-stylesheet href="x"?>' && cat "$tmp/original"; } >"$tmp/pi.xml"
refused "a processing instruction before the root" "$tmp/pi.xml"
{ printf '<dossier>' && yes '<a>' | head -n 100000 | tr -d '\n'; } \
    >"$tmp/deep.xml"
refused "elements 100000 deep" "$tmp/deep.xml"

# A PDF to which something was appended after signing.
size=$(wc -c <"$pdf")
{
    cat "$pdf"
    printf '1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n1 1\n'
    printf '%010d 00000 n \ntrailer\n<</Size 2/Root 1 0 R>>\n' "$size"
    printf 'startxref\n%d\n%%%%EOF\n' $((size + 36))
} >"$tmp/appended.pdf"
refused "an update appended to a PDF" "$tmp/appended.pdf"
{ cat "$pdf" && printf '%%%%EOF\n'; } >"$tmp/tail.pdf"
refused "bytes behind the end of a PDF" "$tmp/tail.pdf"
{ printf ' ' && cat "$pdf"; } >"$tmp/head.pdf"
refused "a byte before a PDF" "$tmp/head.pdf"
qpdf "$pdf" "$tmp/rewritten.pdf" 2>/dev/null
refused "a PDF rewritten by qpdf" "$tmp/rewritten.pdf"
head -c "$((size - 1))" "$pdf" >"$tmp/short.pdf"
refused "a PDF without its last byte" "$tmp/short.pdf"

# Evidence that lies about its form is refused by name, and never counts.
# hostile_evidence NAME: the file $tmp/bad, as 7b/results.json
hostile_evidence() {
    audit_make "$tmp/h"
    cp "$tmp/bad" "$tmp/h/7b/results.json"
    exits 3 "$1 is refused" auditor ingest "$tmp/h"
    says "$1 is named" 'E00[0-9]  refused .* 7b/results\.json'
    exits 0 "$1 does not stop a run" audit_run "$tmp/h" -o "$tmp/made"
    check "$1 gives no result" \
        sh -c '! grep -q "<result [^>]*option=\"7b\"[^>]*met=\"yes\"" "$1"' \
        sh "$tmp/made/7b/dossier.xml"
    rm -rf "$tmp/h" "$tmp/made"
}

good=$tmp/a/7b/results.json
sed 's/"acc,none": 0.64/"acc,none": 0.64, "acc,none": 0.99/' "$good" >"$tmp/bad"
hostile_evidence "a key that stands twice"
sed 's/0\.64/NaN/' "$good" >"$tmp/bad"
hostile_evidence "a metric that is no number"
sed 's/0\.64/Infinity/' "$good" >"$tmp/bad"
hostile_evidence "an infinite metric"
sed 's/0\.64/1e999/' "$good" >"$tmp/bad"
hostile_evidence "a metric beyond all numbers"
head -c 200 "$good" >"$tmp/bad"
hostile_evidence "half a file"
sed 's/"hf"/"\\ud800"/' "$good" >"$tmp/bad"
hostile_evidence "half a character"
sed 's/"hf"/"\xff"/' "$good" >"$tmp/bad"
hostile_evidence "bytes that are not UTF-8"
deep=$(yes '[' | head -n 50000 | tr -d '\n')
awk -v deep="$deep" '{ sub(/"hf"/, deep) } 1' "$good" >"$tmp/bad"
hostile_evidence "brackets 50000 deep"

# hostile_weights NAME: the file $tmp/bad, as weights
hostile_weights() {
    audit_make "$tmp/h"
    cp "$tmp/bad" "$tmp/h/7b/model.safetensors"
    exits 3 "$1 are refused" auditor ingest "$tmp/h"
    says "$1 are named" 'E00[0-9]  refused .* 7b/model\.safetensors'
    exits 0 "$1 do not stop a run" audit_run "$tmp/h" -o "$tmp/made"
    check "$1 are no weights of the dossier" \
        sh -c '! grep -q "<weights sha256=[^>]*7b/model" "$1"' \
        sh "$tmp/made/7b/dossier.xml"
    rm -rf "$tmp/h" "$tmp/made"
}

weights=$tmp/a/7b/model.safetensors
head -c 40 "$weights" >"$tmp/bad"
hostile_weights "weights with half a header"
head -c -2 "$weights" >"$tmp/bad"
hostile_weights "weights without their end"
sed 's/\[0,4\]/[0,9]/' "$weights" >"$tmp/bad"
hostile_weights "weights beyond their file"
sed 's/\[2\]/[9]/' "$weights" >"$tmp/bad"
hostile_weights "weights that are too few"

# Names that lead out of the audit folder lead nowhere.
audit_make "$tmp/h"
ln -s /etc/passwd "$tmp/h/7b/secret.json"
ln -s / "$tmp/h/7b/everything"
exits 3 "links out of the folder are refused" auditor ingest "$tmp/h"
says "the link is named" 'refused .* 7b/secret\.json'
check "nothing behind them is read" sh -c '! grep -q everything/etc "$1"' \
    sh "$out"
mkfifo "$tmp/h/7b/pipe.json"
check "a pipe does not hold a run up" sh -c \
    'timeout 20 "$1" ingest "$2"; [ $? = 3 ]' sh "$AUDITOR" "$tmp/h"
finish
