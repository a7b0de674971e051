#!/bin/sh
# Verification refuses whatever is not exactly what was signed.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
keys_make "$tmp/other"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
xml=$tmp/a/dossiers/7b/dossier.xml
pdf=$tmp/a/dossiers/7b/dossier.fr.pdf
trust=$tmp/keys/ca.pem

for file in "$xml" "$pdf" "$tmp/a/dossiers/7b/dossier.en.pdf" \
    "$tmp/a/dossiers/comparison.xml" "$tmp/a/dossiers/comparison.fr.pdf"; do
    exits 0 "${file##*/} is valid" auditor verify "$file" --trust "$trust"
    says "${file##*/}: the word is VALID" '^VALID: signed by "auditor trial signer" \("auditor trial key"\), on 2026-11-23 09:30:00 UTC as claimed by the signer, unchanged since; not proven: '
done
exits 0 "the rules lead to the sealed findings" \
    auditor verify "$xml" "$pdf" --trust "$trust" --replay
says "the replay is a check" 'passed +rules-replayed'
says "what was not proven is told" 'not proven: '
exits 0 "JSON for machines" auditor verify "$xml" --trust "$trust" --format json
cp "$out" "$tmp/json"
check "the JSON is JSON" python3 -m json.tool "$tmp/json"

exits 6 "another authority" auditor verify "$xml" --trust "$tmp/other/ca.pem"
says "another authority: INDETERMINATE" INDETERMINATE
exits 6 "another authority, PDF" \
    auditor verify "$pdf" --trust "$tmp/other/ca.pem"
exits 6 "after the certificate has run out" \
    auditor verify "$xml" --trust "$trust" --at 2040-01-01
exits 2 "an anchor file that is not there" \
    auditor verify "$xml" --trust "$tmp/none.pem"

sed 's/not-fit/fit/; s/insufficient-evidence/fit/' "$xml" >"$tmp/better.xml"
exits 1 "a better verdict" auditor verify "$tmp/better.xml" --trust "$trust"
says "a better verdict: INVALID" INVALID
sed 's/0\.64/0.94/' "$xml" >"$tmp/score.xml"
exits 1 "a better score" auditor verify "$tmp/score.xml" --trust "$trust"
sed 's/<ds:Signature .*<.ds:Signature>//' "$xml" >"$tmp/bare.xml"
exits 1 "no signature" auditor verify "$tmp/bare.xml" --trust "$trust"
head -c 2000 "$xml" >"$tmp/half.xml"
exits 1 "half a file" auditor verify "$tmp/half.xml" --trust "$trust"
{ cat "$xml" && echo '<!-- -->'; } >"$tmp/longer.xml"
exits 1 "an addition" auditor verify "$tmp/longer.xml" --trust "$trust"
head -c 20000 "$pdf" >"$tmp/half.pdf"
exits 1 "half a PDF" auditor verify "$tmp/half.pdf" --trust "$trust"
: >"$tmp/empty"
exits 1 "an empty file" auditor verify "$tmp/empty" --trust "$trust"
exits 1 "the worst of many files is the answer" \
    auditor verify "$xml" "$tmp/score.xml" "$pdf" --trust "$trust"
exits 4 "a file that is not there" \
    auditor verify "$tmp/none.xml" --trust "$trust"
finish
