#!/bin/sh
# What the verifiers that every system has say of what we seal, each of the part
# that it can check: pdfsig, xmlsec1, `openssl cms`, `openssl ts`, and XMLDSig of
# the JDK; and each of a file with one byte changed.
# shellcheck disable=SC2317 # want runs functions by name
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$WORK/tools
rm -rf "$place"
mkdir -p "$place"
javac -d "$place" "$here/jdk/Verify.java"
got=0
count=0

# want yes|no NAME COMMAND...: does it accept?
want() {
    wanted=$1 about=$2
    shift 2
    answer=no
    "$@" >"$place/told" 2>&1 && answer=yes
    count=$((count + 1))
    if [ "$answer" != "$wanted" ]; then
        echo "not ok $about: $answer, want $wanted"
        sed 's/^/  /' "$place/told" | tail -n 5
        got=1
    fi
}

# pdfsig_finds COUNT FILE: so many signatures, valid and trusted, and no other
pdfsig_finds() {
    # OCSP would ask a server that is gone
    pdfsig -no-ocsp -nssdir "$sealed/nss" "$2" >"$place/pdfsig" 2>&1
    cat "$place/pdfsig"
    [ "$(grep -c 'Signature Validation: Signature is Valid' \
        "$place/pdfsig")" = "$1" ] &&
        [ "$(grep -c 'Certificate Validation: Certificate is Trusted' \
            "$place/pdfsig")" = "$1" ]
}

# xmlsec FILE [OPTION...]: its signature is valid, up to the anchor
xmlsec() {
    file=$1
    shift
    xmlsec1 --verify --trusted-pem "$sealed/ca.pem" --enabled-key-data x509 \
        --id-attr:Id 'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' \
        --id-attr:Id 'http://www.w3.org/2000/09/xmldsig#:SignatureValue' \
        "$@" "$file"
}

# cms CMS BYTES: CAdES, up to the anchor
cms() {
    openssl cms -verify -cades -binary -inform DER -in "$1" -content "$2" \
        -CAfile "$sealed/ca.pem" -purpose any -out /dev/null
}

# stamp TOKEN DATA
stamp() {
    openssl ts -verify -token_in -in "$1" -data "$2" \
        -CAfile "$sealed/ca.pem" -untrusted "$sealed/sub.pem"
}

# parts FILE yes|no: are the CMS and the document time-stamps of it accepted?
parts() {
    out=$place/${sealed##*/}/${1##*/}
    name=${out#"$place/"}
    /usr/bin/python3 -B "$here/tools/parts.py" "$1" "$out"
    for part in "$out"/*.cms; do
        [ ! -e "$part" ] ||
            want "$2" "openssl cms: $name" cms "$part" "${part%.cms}.bytes"
    done
    for part in "$out"/*.stamp; do
        [ ! -e "$part" ] ||
            want "$2" "openssl ts: $name" stamp "$part" "${part%.stamp}.bytes"
    done
    for part in "$out"/*.token; do
        [ -e "$part" ] || continue
        want yes "openssl ts: $name" stamp "$part" "${part%.token}.value"
        printf . >>"${part%.token}.value"
        want no "openssl ts: $name changed" stamp "$part" \
            "${part%.token}.value"
    done
}

# expect_parts FILE PART...: exactly those were found in it
expect_parts() {
    found=$(cd "$place/${sealed##*/}/$1" && echo *.cms *.stamp *.token)
    shift
    want yes "the parts of $name: $found" [ "$found" = "$*" ]
}

check_pdf() {
    mkdir "$sealed/nss"
    certutil -N -d "$sealed/nss" --empty-password
    certutil -A -d "$sealed/nss" -n anchor -t 'CT,C,C' -a -i "$sealed/ca.pem"
    for level in B-B B-T B-LT B-LTA later-B-T later-B-LT; do
        want yes "pdfsig: ${sealed##*/}/$level" \
            pdfsig_finds 1 "$sealed/$level.pdf"
        parts "$sealed/$level.pdf" yes
    done
    expect_parts B-B.pdf 1.cms '*.stamp' '*.token'
    expect_parts B-LTA.pdf 1.cms 2.stamp 1.token
    expect_parts later-B-LT.pdf 1.cms 2.stamp '*.token'
    for two in approved approved-lta; do
        want yes "pdfsig: ${sealed##*/}/$two" \
            pdfsig_finds 2 "$sealed/$two.pdf"
        parts "$sealed/$two.pdf" yes
    done
    expect_parts approved-lta.pdf 1.cms 2.cms 3.stamp 1.token 2.token
    want no "pdfsig: ${sealed##*/}/changed" \
        pdfsig_finds 1 "$sealed/changed.pdf"
    parts "$sealed/changed.pdf" no
}

check_xml() {
    set --
    for level in B-B B-T B-LT B-LTA countersigned countersigned-lta; do
        want yes "xmlsec1: ${sealed##*/}/$level" xmlsec "$sealed/$level.xml"
        parts "$sealed/$level.xml" yes
        set -- "$@" good "$sealed/$level.xml"
    done
    expect_parts B-T.xml '*.cms' '*.stamp' 1.token
    for two in countersigned countersigned-lta; do
        want yes "xmlsec1: ${sealed##*/}/$two, the counter-signature" \
            xmlsec "$sealed/$two.xml" --node-xpath \
            "//*[local-name()='CounterSignature']/*"
    done
    want no "xmlsec1: ${sealed##*/}/changed" xmlsec "$sealed/changed.xml"
    want yes "JDK: ${sealed##*/}" java -cp "$place" Verify "$sealed/ca.pem" \
        "$sealed/root.crl" "$sealed/sub.crl" -- "$@" \
        changed "$sealed/changed.xml"
}

for anchor in "$WORK"/sealed/*/ca.pem; do
    sealed=$(dirname "$anchor")
    rm -rf "$sealed/nss"
    check_pdf
    [ ! -e "$sealed/B-B.xml" ] || check_xml
done
echo "$count answers of pdfsig, xmlsec1, openssl and the JDK"
exit $got
