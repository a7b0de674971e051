#!/bin/sh
# What you read is what was signed: pages that say anything else are found,
# though who made them signed them with the right key.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

top=$(cd "$TESTS/.." && pwd)
keys_make "$tmp/keys"
audit_make "$tmp/a"
audit_run "$tmp/a" --form full,executive >"$out"
trust=$tmp/keys/ca.pem

find "$tmp/a/dossiers" -name '*.pdf' | sort >"$tmp/files"
while read -r file; do
    exits 0 "${file#"$tmp/a/dossiers/"} shows what was signed" \
        auditor verify --deep "$file" --trust "$trust"
done <"$tmp/files"
says "the checks are named" 'passed +text-nothing-else'
exits 0 "XML has no pages to compare" auditor verify --deep \
    "$tmp/a/dossiers/7b/dossier.xml" --trust "$trust"

# lies NAME FILE SED CHECK: templates changed by SED make a signed lie
lies() {
    rm -rf "$tmp/data" "$tmp/lie"
    mkdir "$tmp/data"
    cp -r "$top/templates" "$top/rules" "$tmp/data"
    sed -i "$3" "$tmp/data/templates/$2"
    check "$1: the templates are changed" refuses_same "$2"
    rm -rf "$tmp/b"
    audit_make "$tmp/b"
    exits 0 "$1: it is made" audit_run "$tmp/b" -o "$tmp/lie" --lang fr \
        --data "$tmp/data"
    exits 0 "$1: the signature is sound" auditor verify \
        "$tmp/lie/7b/dossier.fr.pdf" --trust "$trust"
    auditor verify --deep "$tmp/lie/7b/dossier.fr.pdf" --trust "$trust" \
        >"$out" 2>"$err"
    got=$?
    check "$1: the pages are refused" test "$got" = 1 -o "$got" = 6
    auditor verify --deep "$tmp/lie/7b/dossier.fr.pdf" --trust "$trust" \
        >"$out" 2>"$err"
    says "$1: by $4" "(failed|uncertain) +$4"
}
refuses_same() {
    ! cmp -s "$top/templates/$1" "$tmp/data/templates/$1"
}

lies "another verdict" strings.xml \
    '/id="verdict.not-fit">/,/<\/s>/s/Inapte/Apte/;/id="verdict.insufficient-evidence">/,/<\/s>/s/>Preuves insuffisantes</>Apte</' \
    'text-(complete|nothing-else)'
lies "a number more" dossier.fo.xsl \
    's/<xsl:value-of select="concat(\$S\[..\/@id = .observed.\], \$colon, . .)"\/>/&9876,54/' \
    'text-nothing-else'
lies "observed values left out" dossier.fo.xsl \
    "s/string(d:observed) != ''/false()/g" 'text-complete'
lies "white words" dossier.fo.xsl \
    's/color="{\$grey}"/color="#FFFFFF"/g' 'text-visible'
lies "words too small to read" dossier.fo.xsl \
    's/font-size="8.5pt"/font-size="0.4pt"/g' 'text-visible'
finish
