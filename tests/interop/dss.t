#!/bin/sh
# EU DSS accepts what we sign: every level in both formats, every kind of key.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$WORK/dss
mkdir -p "$place"
if [ ! -e "$place/lib" ]; then
    mvn -q -B -f "$here/dss/pom.xml" dependency:copy-dependencies \
        -DoutputDirectory="$place/lib.new" >"$place/mvn.log" 2>&1 || {
        echo "dss.t: cannot fetch EU DSS: see $place/mvn.log" >&2
        exit 77
    }
    mv "$place/lib.new" "$place/lib"
fi
javac -d "$place" -cp "$place/lib/*" "$here/dss/Check.java"
unset SOURCE_DATE_EPOCH # the authority's clock is the machine's

servers=''
trap 'kill $servers 2>/dev/null || :' EXIT
got=0

# sign KEY: an authority, a run, and every level of one dossier
sign() {
    pki=$place/$1
    rm -rf "$pki"
    mkdir -p "$pki"
    python3 "$here/../servers/serve.py" "$pki" >"$place/port" &
    servers="$servers $!"
    until [ -s "$place/port" ]; do sleep 0.1; done
    url=http://127.0.0.1:$(cat "$place/port")
    : >"$place/port"
    sh "$here/../servers/pki.sh" "$pki" "$url" "$1"
    cp -r "$here/../../evidence/fictional-aurore" "$pki/audit"
    "$AUDITOR" run "$pki/audit" -o "$pki/out" --lang en \
        --key "$pki/signer.key" --cert "$pki/signer.pem" >/dev/null
    for level in B-T B-LT B-LTA; do
        for form in xml en.pdf; do
            "$AUDITOR" extend "$pki/out/49k/dossier.$form" --to $level \
                --tsa "$url/tsa" --trust "$pki/ca.pem" \
                -o "$pki/$level.$form"
        done
    done
}

for key in p256 p384 rsa3072 rsa4096; do
    sign $key
    set -- XAdES-BASELINE-B "$pki/out/49k/dossier.xml" \
        PAdES-BASELINE-B "$pki/out/49k/dossier.en.pdf"
    for level in B-T B-LT B-LTA; do
        set -- "$@" "XAdES-BASELINE-${level#B-}" "$pki/$level.xml" \
            "PAdES-BASELINE-${level#B-}" "$pki/$level.en.pdf"
    done
    echo "# $key"
    java -cp "$place:$place/lib/*" Check "$pki/ca.pem" "$pki/root.crl" \
        "$pki/sub.crl" -- "$@" || got=1
done
exit $got
