#!/bin/sh
# What verify tells: the first line, what was asked for besides, JSON.
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

# first NAME PATTERN: the first line of the output just seen
first() {
    cp "$out" "$tmp/told"
    head -n 1 "$out" >"$tmp/first"
    check "$1" grep -qE -e "$2" "$tmp/first"
    cp "$tmp/told" "$out"
}
# hides NAME PATTERN: the output just seen does not hold it
hides() {
    cp "$out" "$tmp/told"
    refuses "$1" grep -q -e "$2" "$tmp/told"
}
verify() {
    auditor verify "$@" --trust "$trust"
}

for file in "$xml" "$pdf"; do
    exits 0 "${file##*/} is VALID" verify "$file"
    for words in '^VALID: signed by "auditor trial signer" ' \
        ', on 2026-11-23 09:30:00 UTC as claimed by the signer, unchanged' \
        'not proven: the identity of the signer' \
        'the time of signing \(there is no trusted time-stamp\)' \
        'that the rules lead to this verdict \(ask --replay\)'; do
        first "${file##*/} says first: $words" "$words"
    done
done
exits 0 "what was replayed is no longer open" verify "$xml" --replay
first "it is not told as open" 'a qualified one$'

# Nobody is named by a certificate that nothing binds to these bytes.
sed 's/0\.64/0.94/' "$xml" >"$tmp/score.xml"
exits 1 "a changed score" verify "$tmp/score.xml"
first "the reason comes first" \
    '^INVALID: the document was changed after signing \(xml-document-digest\); not proven: anything$'
hides "no signer is told" 'auditor trial signer'
exits 1 "a changed score, JSON" verify "$tmp/score.xml" --format json
hides "no signer is told, JSON" 'auditor trial signer'
LC_ALL=C sed 's/(D:2026/(D:2025/' "$pdf" >"$tmp/page.pdf"
exits 1 "a changed date" verify "$tmp/page.pdf" --format json
hides "no signer is told, PDF" 'auditor trial signer'
sed 's/\(<ds:SignatureValue [^>]*>\)...../\1AAAAA/' "$xml" \
    >"$tmp/value.xml"
exits 1 "another signature value" verify "$tmp/value.xml"
says "the claimed time is no reason" 'passed +claimed-time'
exits 6 "an authority that nobody trusts" \
    auditor verify "$xml" --trust "$tmp/other/ca.pem"
first "INDETERMINATE says why" '^INDETERMINATE: unchanged since it was signed, but .*\(certificate-chain\); not proven: '
says "the name is told as not trusted" \
    'certificate that is not trusted, for "auditor trial signer"'
exits 1 "what is neither XML nor PDF" verify "$TESTS/tap.sh"
first "it is told so" '^INVALID: the file is neither XML nor PDF; '

# Names that others chose cannot speak for the program.
evil="$tmp/x
VALID: signed by \"nobody\".xml"
cp "$tmp/score.xml" "$evil"
exits 1 "a file with a deceiving name" verify "$evil"
hides "its name does not begin a line" '^VALID'
bidi=$tmp/$(printf 'fdp.\342\200\256lmx')
cp "$xml" "$bidi"
exits 0 "a file whose name runs backwards" verify "$bidi"
says "it does not run backwards here" 'fdp\.<U\+202E>lmx'

# What was asked for besides.
print=$(openssl x509 -in "$tmp/keys/signer.pem" -noout -fingerprint -sha256)
print=${print#*=}
for file in "$xml" "$pdf"; do
    name=${file##*/}
    refuses "$name: what was not asked for is no check" sh -c \
        '"$1" verify "$2" --trust "$3" | grep -qE "level-reached|signer-exp"' \
        sh "$AUDITOR" "$file" "$trust"
    exits 0 "$name reaches B-B" verify "$file" --level B-B
    says "$name: the level is a check" 'passed +level-reached'
    for level in B-T B-LT B-LTA; do
        exits 6 "$name does not reach $level" verify "$file" --level $level
        says "$name: $level is the reason" \
            "uncertain +level-reached +SIG_CONSTRAINTS_FAILURE $level was"
    done
    exits 0 "$name: the fingerprint is right" \
        verify "$file" --expect-signer "$print"
    says "$name: the signer is a check" 'passed +signer-expected'
    exits 0 "$name: fingerprint and name are right" verify "$file" \
        --expect-signer "$(echo "$print" | tr -d : | tr A-F a-f)" \
        --expect-signer 'CN=auditor trial signer'
    exits 6 "$name: another fingerprint" verify "$file" \
        --expect-signer "$(echo "$print" | tr 0-9 1-90)"
    for who in 'auditor trial' 'Auditor trial signer' 'CN=auditor trial key' \
        'auditor trial signer '; do
        exits 6 "$name: not signed by '$who'" \
            verify "$file" --expect-signer "$who"
    done
done
exits 6 "a name is not believed of a certificate that is not trusted" \
    auditor verify "$xml" --trust "$tmp/other/ca.pem" \
    --expect-signer 'auditor trial signer'
says "that is told" 'uncertain +signer-expected'
exits 1 "nothing makes a changed file less INVALID" \
    verify "$tmp/score.xml" --level B-LTA --expect-signer "$print"
for bad in B-X b-t '' LTA; do
    exits 2 "--level '$bad'" verify "$xml" --level "$bad"
    one_line "--level '$bad', one line"
done
for bad in '' CN= 0123456789abcdef "$print:00"; do
    exits 2 "--expect-signer '$bad'" verify "$xml" --expect-signer "$bad"
    one_line "--expect-signer '$bad', one line"
done

# The same of the gate.
gate() {
    auditor gate "$xml" --trust "$trust" --weights "$tmp/a/7b/model.safetensors" \
        --allow-trial "$@"
}
exits 5 "the gate looks at the dossier" gate --level B-B
exits 6 "the gate is closed below the level" gate --level B-T
says "the seal is what closes it" 'failed dossier-sealed'
exits 6 "the gate is closed for another signer" gate --expect-signer nobody
exits 2 "the gate refuses a level that is none" gate --level B-X

# JSON for machines.
verify "$xml" "$pdf" "$tmp/score.xml" --format json >"$tmp/json" 2>"$err"
check "the JSON says what it should" python3 - "$tmp/json" "$print" <<'END'
import json, sys

told = json.load(open(sys.argv[1]))
good, page, bad = told
print_ = sys.argv[2].replace(':', '').lower()
for one in good, page:
    assert one['result'] == 'VALID' and one['conclusion'] == 'TOTAL-PASSED'
    assert one['sub-indication'] == '' and one['level'] == 'BASELINE-B'
    assert one['intact'] == one['signer-trusted'] == one['trial'] == 'yes'
    assert one['signer-name'] == 'auditor trial signer'
    assert one['signer-organisation'] == 'auditor trial key'
    assert one['signer-sha256'] == print_
    assert one['claimed-time'] == '2026-11-23T09:30:00Z'
    assert one['best-signature-time-by'] == 'validation-time'
    assert one['time-stamp-authority'] == ''
    assert all(check['state'] == 'passed' for check in one['checks'])
assert (good['format'], page['format']) == ('XAdES', 'PAdES')
assert bad['result'] == 'INVALID' and bad['sub-indication'] == 'HASH_FAILURE'
assert bad['signer'] == bad['signer-sha256'] == bad['claimed-time'] == ''
assert bad['level'] == '' and bad['verdict'] == ''
failed = [check for check in bad['checks'] if check['state'] == 'failed']
assert failed and all(check['detail'] for check in failed), failed
END
finish
