#!/bin/sh
# Projections of a dossier: what they hold, that they say where they come from,
# and that no text of the evidence becomes a mark, a link or a script.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys" --rsa
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out" 2>"$err"
xml=$tmp/a/dossiers/7b/dossier.xml
pdf=$tmp/a/dossiers/7b/dossier.fr.pdf
both=$tmp/a/dossiers/comparison.xml

# Usage.
exits 2 "a form that is none" auditor export "$xml" --to poetry
says "the forms are named" 'html, markdown, pdf'
exits 2 "no form" auditor export "$xml"
exits 2 "a language that is none" auditor export "$xml" --to html --lang de
exits 2 "a length that is none" auditor export "$xml" --to html --form long
exits 2 "JUnit has no executive form" \
    auditor export "$xml" --to junit --form executive
exits 2 "a comparison has no findings" auditor export "$both" --to junit
exits 3 "a file that is no dossier" auditor export "$TESTS/tap.sh" --to html

# What was not verified says so, in every form; what was verified does not.
for form in html markdown junit sarif oscal cyclonedx; do
    exits 0 "$form of a dossier" auditor export "$xml" --to "$form"
    cp "$out" "$tmp/$form.unverified"
    says "$form says that nobody verified it" 'NOT VERIFIED'
    says "a warning tells so too" ': not verified: what was written says so'
    exits 0 "$form, verified first" auditor export "$xml" --to "$form" \
        --trust "$tmp/keys/ca.pem"
    cp "$out" "$tmp/$form.verified"
    check "no warning then" test ! -s "$err"
    check "$form says that it was verified" \
        grep -q 'that was verified' "$tmp/$form.verified"
    refuses "and nothing else" grep -q 'NOT VERIFIED' "$tmp/$form.verified"
    exits 0 "$form from the PDF" auditor export "$pdf" --to "$form"
    cp "$out" "$tmp/$form.pdf"
    same "$form is the same from the PDF" "$tmp/$form.pdf" \
        "$tmp/$form.unverified"
done
for form in html markdown; do
    exits 0 "$form of a comparison" auditor export "$both" --to "$form"
    says "$form names the choice" 'None suffices'
done
cp "$xml" "$tmp/changed.xml"
sed -i 's/insufficient-evidence/fit/' "$tmp/changed.xml"
exits 1 "a changed file is not exported under --trust" auditor export \
    "$tmp/changed.xml" --to html --trust "$tmp/keys/ca.pem"
check "nothing is written" test ! -s "$out"
exits 0 "-o writes a file" auditor export "$xml" --to html -o "$tmp/x.html"
exits 4 "and never over another" auditor export "$xml" --to html -o "$tmp/x.html"

# All findings are there, in both languages.
count=$(grep -o '<finding ' "$xml" | wc -l)
for lang in en fr; do
    auditor export "$xml" --to html --lang "$lang" >"$tmp/d.$lang.html" 2>"$err"
    auditor export "$xml" --to markdown --lang "$lang" >"$tmp/d.$lang.md" 2>"$err"
    sed 's/<finding /\n&/g' "$xml" | sed -n \
        's/^<finding .* rule="\([^"]*\)".*/\1/p' | cut -d'"' -f1 >"$tmp/rules"
    while read -r rule; do
        grep -qF "$rule" "$tmp/d.$lang.html" || echo "$rule"
        grep -qF "$rule" "$tmp/d.$lang.md" || echo "$rule"
    done <"$tmp/rules" >"$tmp/missing"
    check "every finding is in the $lang forms" test ! -s "$tmp/missing"
    check "the page names its language" grep -q "<html lang=\"$lang\">" \
        "$tmp/d.$lang.html"
done
check "there are findings" test "$(wc -l <"$tmp/rules")" = "$count"
check "French numbers and dates" grep -q '23.novembre 2026' "$tmp/d.fr.md"
refuses "no script in the page" grep -qi '<script' "$tmp/d.en.html"
check "the policy forbids what it does not name" \
    grep -q "content=\"default-src 'none'; img-src data:; style-src 'sha256-" \
    "$tmp/d.en.html"
policy=$(sed -n "s/.*style-src 'sha256-\([^']*\)'.*/\1/p" "$tmp/d.en.html")
style=$(python3 -c '
import base64, hashlib, sys
page = open(sys.argv[1], encoding="utf-8").read()
style = page.split("<style>")[1].split("</style>")[0]
print(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode())' \
    "$tmp/d.en.html")
check "and names the style sheet by its digest" test "$policy" = "$style"
exits 0 "the executive form" auditor export "$xml" --to markdown \
    --form executive
check "it leaves the findings out" test \
    "$(wc -l <"$out")" -lt "$(($(wc -l <"$tmp/d.en.md") / 3))"

# PDF: unsigned, and says so on every page.
exits 0 "a PDF" auditor export "$xml" --to pdf --lang en -o "$tmp/x.pdf"
pdftotext "$tmp/x.pdf" "$tmp/x.txt"
check "each page says what it is" test \
    "$(grep -c 'NOT VERIFIED' "$tmp/x.txt")" -ge \
    "$(pdfinfo "$tmp/x.pdf" | sed -n 's/^Pages: *//p')"
check "it has no signature field" sh -c '! grep -aq ETSI.CAdES "$1"' sh \
    "$tmp/x.pdf"
refuses "it does not claim one" grep -q 'carries an electronic signature' \
    "$tmp/x.txt"
refuses "verify refuses it" auditor verify "$tmp/x.pdf" \
    --trust "$tmp/keys/ca.pem"

# Hostile words, as markup of every kind.
audit_make "$tmp/h"
mark='<script>alert(1)</script> | `x` [a](http://evil.example) **b** <img src=x>'
sed -i "s~title-en: .*~title-en: '$mark'~
    s~purpose-en: .*~purpose-en: '1. # $mark www.evil.example me@evil.example'~
    s~provider: .*~provider: '- $mark'~
    s~label: Example 7B~label: '$mark'~" "$tmp/h/audit.yaml"
exits 0 "hostile words are audited" audit_run "$tmp/h" --lang en
for file in 7b/dossier comparison; do
    auditor export "$tmp/h/dossiers/$file.xml" --to html >"$tmp/h.html" \
        2>"$err"
    auditor export "$tmp/h/dossiers/$file.xml" --to markdown >"$tmp/h.md" \
        2>"$err"
    cmark-gfm --unsafe -e table -e autolink -e strikethrough "$tmp/h.md" \
        >"$tmp/h.md.html"
    for page in "$tmp/h.html" "$tmp/h.md.html"; do
        name="$file: $(basename "$page" .html)"
        check "$name shows the words" grep -q 'alert(1)' "$page"
        refuses "$name has no script" grep -qi '<script' "$page"
        refuses "$name has no picture" grep -qi '<img' "$page"
        refuses "$name has no link out" grep -qiE \
            'href="?(http|mailto)' "$page"
        refuses "$name has no mark" grep -q '<strong>b</strong>' "$page"
    done
    for form in sarif oscal cyclonedx; do
        [ "$file" = comparison ] && continue
        exits 0 "$form of hostile words" auditor export \
            "$tmp/h/dossiers/$file.xml" --to "$form"
        cp "$out" "$tmp/h.json"
        check "is JSON all the same" python3 -m json.tool "$tmp/h.json"
    done
    refuses "$file: no list was begun" grep -qE '<li>(#|&lt;)' "$tmp/h.md.html"
    check "$file: tables keep their shape" python3 -c '
import re, sys
for table in re.findall(r"<table>.*?</table>", open(sys.argv[1]).read(), re.S):
    rows = re.findall(r"<tr>.*?</tr>", table, re.S)
    assert len({len(re.findall("<t[hd]", row)) for row in rows}) == 1
    assert len(rows) > 1' "$tmp/h.md.html"
done
finish
