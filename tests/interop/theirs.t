#!/bin/sh
# What EU DSS and pyHanko sign is read as intact, for the right reason, and
# every change of it as a change.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$WORK/theirs
dss=$WORK/dss
rm -rf "$place"
mkdir -p "$place/pki" "$place/out"
sh "$here/dss/fetch.sh" "$WORK"
sh "$here/pyhanko/fetch.sh" "$WORK"
unset SOURCE_DATE_EPOCH # the authority's clock is the machine's

pki=$place/pki
python3 "$here/../servers/serve.py" "$pki" >"$place/port" &
server=$!
trap 'kill $server 2>/dev/null || :' EXIT
until [ -s "$place/port" ]; do sleep 0.1; done
url=http://127.0.0.1:$(cat "$place/port")
sh "$here/../servers/pki.sh" "$pki" "$url" p256 >/dev/null
cp -r "$here/../../evidence/fictional-aurore" "$place/audit"
"$AUDITOR" run "$place/audit" -o "$place/ours" --lang en \
    --key "$pki/signer.key" --cert "$pki/signer.pem" >/dev/null
pdf=$place/ours/49k/dossier.en.pdf

"$WORK/pyhanko/bin/python" "$here/pyhanko/sign.py" "$pki" "$url" "$pdf" \
    "$place/out" 2>"$place/pyhanko.log"
javac -d "$place" -cp "$dss/lib/*" "$here/dss/Sign.java"
openssl pkcs8 -topk8 -nocrypt -in "$pki/signer.key" -outform DER \
    -out "$place/key.der"
dss_sign() {
    java -cp "$place:$dss/lib/*" Sign "$place/key.der" "$pki/leaf.pem" "$@"
}
dss_sign PAdES "$pdf" "$place/out/dss-ours.pdf"
dss_sign PAdES "$place/out/streams-b.pdf" "$place/out/dss-streams.pdf"
sed 's/<ds:Signature .*<.ds:Signature>//' "$place/ours/49k/dossier.xml" \
    >"$place/bare.xml"
dss_sign ENVELOPED "$place/bare.xml" "$place/out/dss-enveloped.xml"

# judge FILE WANTED-STATUS PATTERN
judge() {
    status=0
    "$AUDITOR" verify "$1" --trust "$pki/ca.pem" --crl "$place/lists.pem" \
        >"$place/told" 2>&1 || status=$?
    if [ "$status" = "$2" ] && grep -qE -e "$3" "$place/told"; then
        echo "ok ${1##*/}: $(head -n 1 "$place/told" | cut -c1-60)"
    else
        echo "not ok ${1##*/}: exit status $status, want $2 and $3"
        head -n 5 "$place/told"
        got=1
    fi
}
got=0
cat "$pki/root.crl.pem" "$pki/sub.crl.pem" >"$place/lists.pem"
for file in "$place/out"/*; do
    case $file in
    *-lta.pdf) # the time-stamp behind the signer's bytes is not the signer's
        judge "$file" 6 'foreign-signature-intact +SIG_CONSTRAINTS_FAILURE'
        ;;
    *) judge "$file" 6 'passed +foreign-signature-intact' ;;
    esac
    case $file in
    *.pdf)
        LC_ALL=C sed 's/%PDF-1/%PDF-2/; t; s/%PDF-2/%PDF-1/' "$file" \
            >"$place/changed.pdf"
        judge "$place/changed.pdf" 1 'HASH_FAILURE'
        ;;
    *.xml)
        sed 's/verdict value="[a-z-]*"/verdict value="best"/' "$file" \
            >"$place/changed.xml"
        judge "$place/changed.xml" 1 'HASH_FAILURE'
        ;;
    esac
done
exit $got
