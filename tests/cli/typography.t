#!/bin/sh
# French spacing: however it was typed, PDF, HTML and Markdown show the same,
# and what was signed keeps what was typed.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
cp -r "$TESTS/../evidence/fictional-aurore" "$tmp/a"
typed="L'aide «rapide»: 12 500 réponses, 5% d'erreurs; est-ce assez?"
awk -v typed="$typed" '
    /^  title-fr:/ { print "  title-fr: \"" typed "\""; next }
    { print }' "$TESTS/../evidence/fictional-aurore/audit.yaml" >"$tmp/a/audit.yaml"
audit_run "$tmp/a" -o "$tmp/pub" >"$out" 2>"$err"
xml=$tmp/pub/13k-fr/dossier.xml

# "~" for a no-break space, "_" for a narrow one.
marked() {
    sed 's/\xc2\xa0/~/g; s/\xe2\x80\xaf/_/g' "$1" | tr '\n' ' ' | sed 's/  */ /g'
}
set="L’aide «_rapide_»~: 12_500 réponses, 5~% d’erreurs_; est-ce assez_?"

check "the signed data say what was typed" grep -qF "$typed" "$xml"
auditor export "$xml" --to html --lang fr >"$tmp/page.html" 2>"$err"
auditor export "$xml" --to markdown --lang fr >"$tmp/page.md" 2>"$err"
pdftotext "$tmp/pub/13k-fr/dossier.fr.pdf" "$tmp/page.txt"
for form in html md; do
    marked "$tmp/page.$form" >"$tmp/marked.$form"
    check "$form: as the Imprimerie nationale sets it" \
        grep -qF "$set" "$tmp/marked.$form"
done
# A page has glyphs, and a space of any width is read from it as one.
plain=$(printf '%s' "$set" | tr '~_' '  ')
marked "$tmp/page.txt" | tr '~_' '  ' >"$tmp/marked.txt"
check "pdf: the same" grep -qF "$plain" "$tmp/marked.txt"
check "pdf: letters set apart are still words" \
    grep -q "Dossier d’audit" "$tmp/page.txt"
exits 0 "the pages are still what was signed" auditor verify --deep \
    --trust "$tmp/keys/ca.pem" "$tmp/pub/13k-fr/dossier.fr.pdf"

# English text keeps the spaces that were typed.
auditor export "$xml" --to html --lang en >"$tmp/english.html" 2>"$err"
check "an English page" test -s "$tmp/english.html"
refuses "it has no narrow space" \
    grep -q "$(printf '\342\200\257')[;!?]" "$tmp/english.html"
finish
