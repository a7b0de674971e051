#!/bin/sh
# Several signers of one file, each with the role that it claims.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys"
keys_make "$tmp/second" --rsa
keys_make "$tmp/other"
trust=$tmp/trust.pem
cat "$tmp/keys/ca.pem" "$tmp/second/ca.pem" >"$trust"
cat "$tmp/keys/ca.crl" "$tmp/second/ca.crl" >"$tmp/trust.crl"
audit_make "$tmp/a"
exits 0 "a run with a role" audit_run "$tmp/a" --role author --lang en
exits 2 "a role that is none" audit_run "$tmp/a" --role owner
one_line "a role that is none is told"
pdf=$tmp/a/dossiers/7b/dossier.en.pdf


# sign_as KEYS ROLE FILE OUT [OPTION...]
sign_as() {
    keys=$1 role=$2 from=$3 to=$4
    shift 4
    auditor sign "$from" --role "$role" --key "$keys/signer.key" \
        --cert "$keys/signer.pem" -o "$to" "$@"
}

# shows FILE: verify it
shows() {
    auditor verify "$1" --trust "$trust"
}

# hostile STATUS NAME FILE: not VALID, and no output says so
hostile() {
    exits "$1" "$2" shows "$3"
    says "$2: nobody reads VALID" '^IN(VALID|DETERMINATE): '
}

exits 0 "the role of the first signer" shows "$pdf"
says "it is told as a claim" '^VALID: .* as author by own claim, on '

exits 0 "a PDF can be approved" \
    sign_as "$tmp/second" approver "$pdf" "$tmp/approved.pdf"
exits 0 "an approved PDF is VALID" shows "$tmp/approved.pdf"
says "both signers are told" \
    '^VALID: .* as author by own claim, .* further signed by .* as approver by own claim, '
says "the approval is a check" 'passed +cosigners-intact'
says "its certificate is a check" 'passed +cosigners-trusted'
check "the sealed bytes stand first" sh -c \
    'head -c "$(stat -c %s "$1")" "$2" | cmp -s - "$1"' - "$pdf" "$tmp/approved.pdf"
exits 0 "the approval of an auditor behind it" \
    sign_as "$tmp/keys" auditor "$tmp/approved.pdf" "$tmp/audited.pdf"
exits 0 "a PDF with three signatures is VALID" shows "$tmp/audited.pdf"
says "the third is told" 'further signed by .* as auditor by own claim'
exits 0 "what its pages show is the signed data" \
    auditor verify "$tmp/audited.pdf" --trust "$trust" --deep
check "it is sound for qpdf" qpdf --check "$tmp/audited.pdf"
check "pdfsig reads it" pdfsig "$tmp/audited.pdf"
check "pdfsig finds three valid signatures" \
    test "$(grep -c 'Signature is Valid' "$out")" = 3
exits 0 "JSON" auditor verify "$tmp/audited.pdf" --trust "$trust" --format json
cp "$out" "$tmp/json"
check "JSON tells the roles in their order" python3 -c '
import json, sys
file, = json.load(open(sys.argv[1]))
assert [file["role"]] + [c["role"] for c in file["cosigners"]] == [
    "author", "approver", "auditor"], file
assert all(c["signer-trusted"] == "yes" for c in file["cosigners"])' "$tmp/json"

exits 2 "signing without a role" auditor sign "$pdf" \
    --key "$tmp/keys/signer.key" --cert "$tmp/keys/signer.pem" -o "$tmp/x.pdf"
exits 0 "the same once more" \
    sign_as "$tmp/second" approver "$pdf" "$tmp/again.pdf"
check "same input, same bytes" cmp "$tmp/approved.pdf" "$tmp/again.pdf"
refuses "no file is written over" \
    sign_as "$tmp/second" approver "$pdf" "$tmp/again.pdf"
printf 'hello' >"$tmp/text"
exits 3 "a file that is not sealed" \
    sign_as "$tmp/second" approver "$tmp/text" "$tmp/x.pdf"

# Attacks on an approval.
exits 0 "an approval with a key that nobody trusts" \
    sign_as "$tmp/other" approver "$pdf" "$tmp/untrusted.pdf"
hostile 6 "an approver that is not trusted" "$tmp/untrusted.pdf"
says "it is the approver that is not" 'uncertain +cosigners-trusted'
says "that signer is told as not trusted" \
    'further signed with the key of a certificate that is not trusted,'
python3 - "$pdf" "$tmp/approved.pdf" "$tmp" <<'END'
import re, sys
sealed, approved = (open(name, "rb").read() for name in sys.argv[1:3])
where = sys.argv[3]

def put(name, data):
    open(where + "/" + name + ".pdf", "wb").write(data)

tail = approved[len(sealed):]
hexa = re.search(rb"/Contents <([0-9a-f]+)>", tail)
at = len(sealed) + hexa.start(1)
put("bent", approved[:at + 900] +
    (b"0" if approved[at + 900:at + 901] != b"0" else b"1") +
    approved[at + 901:])
put("role", approved[:len(sealed)] +
    tail.replace(b"/Reason <feff0061007000700072006f007600650072>",
                 b"/Reason <feff0061007500640069007400200020007200>"[:45]))
put("auditor", approved[:len(sealed)] + tail.replace(
    b"/Reason <feff0061007000700072006f007600650072>\n",
    b"/Reason <feff00610075006400690074006f0072>   \n "))
put("sealed", sealed[:3000] + bytes([sealed[3000] ^ 1]) + approved[3001:])
put("rect", approved[:len(sealed)] +
    tail.replace(b"/Rect [-1 -1 -1 -1]", b"/Rect [10 10 9 9] "[:19], 1))
put("annotation", approved[:len(sealed)] +
    tail.replace(b"/Subtype /Widget", b"/Subtype /Square", 1))
put("behind", approved + b"% \n")
put("first", sealed + sealed)
END
for name in bent role auditor sealed rect annotation behind first; do
    hostile 1 "attack: $name" "$tmp/$name.pdf"
done
exits 0 "an approval of another dossier" sign_as "$tmp/second" approver \
    "$tmp/a/dossiers/1b/dossier.en.pdf" "$tmp/1b.pdf"
python3 - "$pdf" "$tmp/a/dossiers/1b/dossier.en.pdf" "$tmp/1b.pdf" \
    "$tmp/approved.pdf" "$tmp/copied.pdf" <<'END'
import re, sys
sealed, other, from_other, approved = (
    open(name, "rb").read() for name in sys.argv[1:5])
taken = re.search(rb"/Contents <([0-9a-f]+)>", from_other[len(other):]).group(1)
own = re.search(rb"/Contents <([0-9a-f]+)>", approved[len(sealed):]).group(1)
open(sys.argv[5], "wb").write(approved.replace(own, taken))
END
hostile 1 "an approval copied from another file" "$tmp/copied.pdf"
exits 3 "a broken file is not signed further" \
    sign_as "$tmp/second" approver "$tmp/copied.pdf" "$tmp/x.pdf"
one_line "why it is not"
refuses "and nothing is written" test -e "$tmp/x.pdf"
finish
