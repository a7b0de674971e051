#!/bin/sh
# Signatures that last: a real authority on loopback stamps and answers.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"
# shellcheck source=tests/servers/start.sh
. "$TESTS/servers/start.sh"

# The authority's clock is the machine's, so that of the program must be too.
unset SOURCE_DATE_EPOCH
pki=$tmp/pki
authority_start "$pki"
trust=$pki/ca.pem

audit_make "$tmp/a"
exits 0 "a run with a key of that authority" auditor run "$tmp/a" \
    --key "$pki/signer.key" --cert "$pki/signer.pem"
pdf=$tmp/a/dossiers/7b/dossier.fr.pdf

extend() {
    auditor extend "$1" --to "$2" --tsa "$url/tsa" --trust "$trust" -o "$3"
}
for level in B-T B-LT B-LTA; do
    exits 0 "$level can be reached" extend "$pdf" "$level" "$tmp/$level.pdf"
    exits 0 "$level is VALID" auditor verify "$tmp/$level.pdf" --trust "$trust"
    says "$level is the level" "PAdES BASELINE-${level#B-}\$"
    says "$level proves a time" 'passed +timestamp-trusted'
    says "$level: whose time-stamp it is" \
        '^VALID: .* at the latest, proven by a time-stamp of "Test time-stamp authority"'
    exits 0 "$level can be asked for" \
        auditor verify "$tmp/$level.pdf" --trust "$trust" --level "$level"
    check "$level is sound for qpdf" qpdf --check "$tmp/$level.pdf"
done
xml=$tmp/a/dossiers/7b/dossier.xml
for level in B-T B-LT B-LTA; do
    exits 0 "XML: $level can be reached" extend "$xml" "$level" "$tmp/$level.xml"
    exits 0 "XML: $level is VALID" \
        auditor verify "$tmp/$level.xml" --trust "$trust" --replay
    says "XML: $level is the level" "XAdES BASELINE-${level#B-}\$"
    exits 0 "XML: $level can be asked for" \
        auditor verify "$tmp/$level.xml" --trust "$trust" --level "$level"
    check "XML: $level is sound for xmlsec1" xmlsec1 --verify \
        --trusted-pem "$trust" --enabled-key-data x509 --id-attr:Id \
        'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' "$tmp/$level.xml"
done
for file in B-T.pdf B-T.xml; do
    exits 6 "$file is not B-LT" \
        auditor verify "$tmp/$file" --trust "$trust" --level B-LT
done
for file in B-LT.pdf B-LT.xml; do
    exits 6 "$file is not B-LTA" \
        auditor verify "$tmp/$file" --trust "$trust" --level B-LTA
done
exits 0 "XML: B-LTA can be renewed" \
    extend "$tmp/B-LTA.xml" B-LTA "$tmp/again.xml"
exits 0 "XML: a renewed file is VALID" \
    auditor verify "$tmp/again.xml" --trust "$trust"
sed 's/\(<xades:EncapsulatedTimeStamp>....................\)./\1x/' \
    "$tmp/B-T.xml" >"$tmp/bent.xml"
exits 1 "XML: a bent time-stamp" auditor verify "$tmp/bent.xml" --trust "$trust"
exits 0 "B-LTA can be renewed" extend "$tmp/B-LTA.pdf" B-LTA "$tmp/again.pdf"
exits 0 "a renewed file is VALID" \
    auditor verify "$tmp/again.pdf" --trust "$trust"
check "what was signed stands first" sh -c \
    'head -c "$(stat -c %s "$1")" "$2" | cmp -s - "$1"' - "$pdf" "$tmp/again.pdf"

audit_make "$tmp/b"
exits 0 "a run can stamp" auditor run "$tmp/b" --key "$pki/signer.key" \
    --cert "$pki/signer.pem" --tsa "$url/tsa"
for file in "$tmp/b/dossiers/7b/dossier.xml" "$tmp/b/dossiers/comparison.en.pdf"; do
    exits 0 "${file##*/} of that run is VALID" \
        auditor verify "$file" --trust "$trust"
    says "${file##*/} of that run has level T" 'BASELINE-T$'
done
exits 4 "a run without its authority" auditor run "$tmp/b" --key \
    "$pki/signer.key" --cert "$pki/signer.pem" --tsa "$url/none" -o "$tmp/none"
check "a run without its authority publishes nothing" sh -c \
    'test -z "$(find "$1" -name "dossier*" 2>/dev/null)"' sh "$tmp/none"

# The report carries the token that proves the time.
exits 0 "a report about stamped files" auditor verify "$tmp/B-LTA.xml" \
    "$tmp/B-LTA.pdf" "$tmp/B-T.xml" --trust "$trust" --report "$tmp/report.xml"
specs=${SPECS:-$TESTS/../../shared/specs}
if [ -d "$specs/etsi-119102-2" ]; then
    check "it fits the schema" env XML_CATALOG_FILES="$specs/catalog.xml" \
        xmllint --nonet --noout \
        --schema "$specs/etsi-119102-2/1910202xmlSchema.xsd" "$tmp/report.xml"
else
    echo "# the schema is not looked at: '$specs' is not there"
fi
xmllint --xpath \
    'string(//*[@id="timestamp-2"]//*[local-name()="base64"])' \
    "$tmp/report.xml" | base64 -d >"$tmp/token"
check "the token is one" openssl ts -reply -token_in -in "$tmp/token" -text

# Without any list of the reader: the file brings its own.
cp "$trust" "$tmp/anchor.pem"
exits 0 "XML: B-LT needs no list" \
    auditor verify "$tmp/B-LT.xml" --trust "$tmp/anchor.pem"
exits 0 "B-LT needs no list" \
    auditor verify "$tmp/B-LT.pdf" --trust "$tmp/anchor.pem"
exits 6 "B-T needs one" auditor verify "$tmp/B-T.pdf" --trust "$tmp/anchor.pem"

# Times.
exits 6 "before the time-stamp" \
    auditor verify "$tmp/B-T.pdf" --trust "$trust" --at 2026-01-01
exits 6 "long after the authority's last word" \
    auditor verify "$tmp/B-LTA.pdf" --trust "$trust" --at 2040-01-01

# Revocation.
serial=$(openssl x509 -in "$pki/leaf.pem" -noout -serial | cut -d= -f2)
sed -i "s/^V\t\([^\t]*\)\t\t/R\t\1\t$(date -u +%y%m%d%H%M%SZ),keyCompromise\t/" \
    "$pki/sub.db/index.txt"
check "the responder knows the revocation" grep -q "^R.*$serial" \
    "$pki/sub.db/index.txt"
exits 3 "a revoked signer is not extended" \
    extend "$pdf" B-LT "$tmp/revoked.pdf"
says "the reason is the answer" "does not say 'good'"
check "nothing was written" test ! -e "$tmp/revoked.pdf"

# A hand in between.
cp "$tmp/B-LTA.pdf" "$tmp/longer.pdf"
printf '\n%%x\n' >>"$tmp/longer.pdf"
exits 1 "a comment behind the end" \
    auditor verify "$tmp/longer.pdf" --trust "$trust"
sed 's/Signature2/Signature9/' "$tmp/B-T.pdf" >"$tmp/renamed.pdf"
exits 1 "a renamed field" auditor verify "$tmp/renamed.pdf" --trust "$trust"
says "the revision is not as written" 'failed +pdf-revisions-as-written'

# Trouble.
exits 2 "without a level" \
    auditor extend "$pdf" --trust "$trust" -o "$tmp/x.pdf"
exits 2 "without an authority" \
    auditor extend "$pdf" --to B-T --trust "$trust" -o "$tmp/x.pdf"
exits 3 "an address that is no http one" auditor extend "$pdf" --to B-T \
    --tsa https://127.0.0.1/tsa --trust "$trust" -o "$tmp/x.pdf"
exits 4 "an authority that is not there" auditor extend "$pdf" --to B-T \
    --tsa http://127.0.0.1:1/tsa --trust "$trust" -o "$tmp/x.pdf"
says "it is named" 'http://127.0.0.1:1/tsa'
exits 4 "an authority that stamps nothing" auditor extend "$pdf" --to B-T \
    --tsa "$url/none" --trust "$trust" -o "$tmp/x.pdf"
check "nothing was written" test ! -e "$tmp/x.pdf"
finish
