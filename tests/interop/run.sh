#!/bin/sh
# Usage: tests/interop/run.sh BUILD
# Gather what BUILD/demo and tests/render/ give below BUILD/interop, then have
# other tools judge it: every tests/interop/*.t is one check. A check gets
#   AUDITOR    the program            DEMO  BUILD/demo
#   WORK       BUILD/interop, with WORK/pdf/*.pdf, WORK/fo/*.fo,
#              WORK/areas/*.xml, and WORK/sealed/ of sealed.sh
# prints what it found, and exits with 0 passed, 1 failed, or 77 its tool could
# not be had from its registry. Ends with "N passed, N failed, N left out".
# Exit status: 0 all passed, 1 one failed, 77 none failed but one was left out.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
AUDITOR=$build/auditor
DEMO=$build/demo
WORK=$build/interop
export AUDITOR DEMO WORK
export LC_ALL=C.UTF-8 TZ=UTC SOURCE_DATE_EPOCH=1795426200
templates=$here/../../templates
rm -rf "$WORK/pdf" "$WORK/fo" "$WORK/areas"
mkdir -p "$WORK/pdf" "$WORK/fo" "$WORK/areas"

# name_of FILE: its place below DEMO as one word
name_of() {
    echo "${1#"$DEMO"/}" | sed 's,/dossiers,,; s,/,-,g'
}

for pdf in $(find "$DEMO" -name '*.pdf' | sort); do
    cp "$pdf" "$WORK/pdf/$(name_of "$pdf")"
done
for xml in $(find "$DEMO" -path '*/dossiers/*.xml' | sort); do
    case $xml in
    */dossier.xml) sheet=dossier.fo.xsl ;;
    */comparison.xml) sheet=comparison.fo.xsl ;;
    *) continue ;;
    esac
    for lang in fr en; do
        name=$(name_of "${xml%.xml}").$lang
        "$WORK/to_fo" "$templates" "$sheet" "$lang" "$xml" "$WORK/fo/$name.fo"
    done
done

# Every other form of one audit: on two pages, dressed, exported, approved.
dressed=$WORK/dressed
rm -rf "$dressed"
python3 "$here/../brand_example.py" "$dressed/brand"
cp -r "$here/../../evidence/fictional-aurore" "$dressed/audit"
set -- --key "$DEMO/keys/signer.key" --cert "$DEMO/keys/signer.pem"
"$AUDITOR" run "$dressed/audit" -o "$dressed/out" --lang fr,en "$@" \
    --form full,executive --template "$dressed/brand" --role author >/dev/null
logo=data:image/png\;base64,$(base64 -w 0 "$dressed/brand/logo.png")
for xml in "$dressed/out/49k/dossier.xml" "$dressed/out/comparison.xml"; do
    kind=$(basename "$xml" .xml)
    folder=$(dirname "$xml")
    for lang in fr en; do
        for form in "$kind" executive; do
            cp "$folder/$form.$lang.pdf" \
                "$WORK/pdf/dressed-$kind-$form.$lang.pdf"
            "$WORK/to_fo" "$templates" "$form.fo.xsl" "$lang" "$xml" \
                "$WORK/fo/dressed-$kind-$form.$lang.fo" \
                "$dressed/brand/brand.xml" "$logo"
        done
        "$AUDITOR" export "$xml" --to pdf --lang "$lang" \
            -o "$WORK/pdf/exported-$kind.$lang.pdf"
        "$AUDITOR" sign "$folder/$kind.$lang.pdf" "$@" --role approver \
            -o "$WORK/pdf/approved-$kind.$lang.pdf"
    done
done
for fo in "$here"/../render/*.fo; do
    [ -e "$fo" ] && cp "$fo" "$WORK/fo/render-$(basename "$fo")"
done
python3 "$here/../bench/dossier.py" 1 200 "$WORK/bench"
for fo in "$WORK"/bench/*.fo; do
    cp "$fo" "$WORK/fo/bench-$(basename "$fo")"
done
passed=0
failed=0
absent=0
for fo in "$WORK"/fo/*.fo; do
    name=$(basename "$fo" .fo)
    "$AUDITOR" render "$fo" --areas "$WORK/areas/$name.xml" || {
        failed=$((failed + 1))
        continue
    }
    case $name in
    render-* | bench-*)
        "$AUDITOR" render "$fo" -o "$WORK/pdf/$name.pdf"
        ;;
    esac
done
sh "$here/sealed.sh" "$WORK/sealed"
echo "$(find "$WORK/pdf" -name '*.pdf' | wc -l) PDF files," \
    "$(find "$WORK/fo" -name '*.fo' | wc -l) XSL-FO files"

for check in "$here"/*.t; do
    name=$(basename "$check")
    echo "--- $name"
    got=0
    began=$(date +%s)
    sh "$check" || got=$?
    echo "--- $name took $(($(date +%s) - began)) s"
    case $got in
    0) passed=$((passed + 1)) ;;
    77)
        absent=$((absent + 1))
        echo "--- LEFT OUT: $name: a registry does not answer"
        ;;
    *)
        failed=$((failed + 1))
        echo "--- FAILED: $name"
        ;;
    esac
done
echo "interop: $passed passed, $failed failed, $absent left out"
[ "$failed" = 0 ] || exit 1
[ "$absent" = 0 ] || exit 77
