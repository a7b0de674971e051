#!/bin/sh
# Several signers of one file, each with the role that it claims.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"
# shellcheck source=tests/servers/start.sh
. "$TESTS/servers/start.sh"

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

# RSASSA-PSS: of PDF files, by an RSA key, when asked.
pss() {
    auditor "$@" --rsa-pss --key "$tmp/second/signer.key" \
        --cert "$tmp/second/signer.pem"
}
exits 0 "a run by RSASSA-PSS" pss run "$tmp/a" -o "$tmp/pss" --lang en
by_pss=$tmp/pss/7b/dossier.en.pdf
exits 0 "a PDF signed by PSS is VALID" shows "$by_pss"
check "pdfsig finds it valid" sh -c \
    'pdfsig -nocert "$1" | grep -q "Signature is Valid"' - "$by_pss"
names_pss() { # FILE: does its last signature?
    python3 - "$1" <<'END'
import re, subprocess, sys
found = re.findall(rb"/Contents <([0-9a-f]+)>", open(sys.argv[1], "rb").read())
told = subprocess.run(
    ["openssl", "cms", "-cmsout", "-noout", "-print", "-inform", "DER"],
    input=bytes.fromhex(found[-1].decode()), capture_output=True, check=True)
sys.exit(b"algorithm: rsassaPss " not in told.stdout)
END
}
check "its signature is by PSS" names_pss "$by_pss"
exits 0 "the XML beside it is VALID" shows "$tmp/pss/7b/dossier.xml"
says "and by PKCS#1" 'passed +xml-algorithms-allowed'
exits 0 "an approval by PSS" pss sign "$pdf" --role approver \
    -o "$tmp/pss-approved.pdf"
check "it is by PSS" names_pss "$tmp/pss-approved.pdf"
exits 0 "a PDF approved by PSS is VALID" shows "$tmp/pss-approved.pdf"
exits 0 "the usual run of the same key" auditor run "$tmp/a" \
    -o "$tmp/pss" --lang en --key "$tmp/second/signer.key" \
    --cert "$tmp/second/signer.pem"
refuses "without the option it is not by PSS" names_pss "$by_pss"
exits 2 "PSS with a key that is not RSA" audit_run "$tmp/a" --rsa-pss
one_line "which key it wants"
says "it names the option" 'RSASSA-PSS: .*--rsa-pss'
exits 2 "PSS of an XML file" pss sign "${pdf%.en.pdf}.xml" --role approver \
    -o "$tmp/x.xml"
one_line "that only a PDF can be"
openssl genpkey -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:3072 \
    -out "$tmp/bound.key" 2>"$err"
openssl req -new -x509 -key "$tmp/bound.key" -subj /CN=bound -out "$tmp/bound.pem"
exits 2 "a key for PSS alone" auditor run "$tmp/a" -o "$tmp/bound" \
    --key "$tmp/bound.key" --cert "$tmp/bound.pem"
one_line "a key for PSS alone is told"
says "and why it does not do" 'key for RSASSA-PSS alone'

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

# XML: a counter-signature over the value of the first signature.
xml=$tmp/a/dossiers/7b/dossier.xml
exits 0 "an XML file can be counter-signed" \
    sign_as "$tmp/second" auditor "$xml" "$tmp/counter.xml"
exits 0 "a counter-signed file is VALID" \
    auditor verify "$tmp/counter.xml" --trust "$trust" --replay
says "XML: both signers are told" \
    '^VALID: .* as author by own claim, .* further signed by .* as auditor by own claim, '
says "XML: the counter-signature is a check" 'passed +cosigners-intact'
exits 0 "XML: a third signer" \
    sign_as "$tmp/keys" approver "$tmp/counter.xml" "$tmp/three.xml"
exits 0 "XML: three signers are VALID" shows "$tmp/three.xml"
check "XML: the first signature is sound for xmlsec1" xmlsec1 --verify \
    --trusted-pem "$trust" --enabled-key-data x509 --id-attr:Id \
    'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' "$tmp/three.xml"
for n in 1 2; do
    check "XML: counter-signature $n is sound for xmlsec1" xmlsec1 --verify \
        --trusted-pem "$tmp/keys/ca.pem" --trusted-pem "$tmp/second/ca.pem" \
        --enabled-key-data x509 --node-xpath \
        "(//*[local-name()='CounterSignature']/*)[$n]" --id-attr:Id \
        'http://uri.etsi.org/01903/v1.3.2#:SignedProperties' --id-attr:Id \
        'http://www.w3.org/2000/09/xmldsig#:SignatureValue' "$tmp/three.xml"
done
exits 0 "XML: a counter-signature that nobody trusts" \
    sign_as "$tmp/other" auditor "$xml" "$tmp/untrusted.xml"
hostile 6 "XML: an auditor that is not trusted" "$tmp/untrusted.xml"
says "XML: it is the auditor that is not" 'uncertain +cosigners-trusted'
exits 0 "XML: a counter-signature of another dossier" sign_as "$tmp/second" \
    auditor "$tmp/a/dossiers/1b/dossier.xml" "$tmp/1b.xml"
python3 - "$xml" "$tmp/counter.xml" "$tmp/three.xml" "$tmp/1b.xml" "$tmp" <<'END'
import re, sys
first, one, three, other = (open(n, encoding="utf-8").read()
                            for n in sys.argv[1:5])
where = sys.argv[5]
WHOLE = re.compile("<xades:CounterSignature>.*?</xades:CounterSignature>")
counter = WHOLE.search(one).group()
both = WHOLE.findall(three)
start = "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>"
end = "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"

def put(name, data):
    assert data not in (first, one, three), name
    with open("%s/x-%s.xml" % (where, name), "w", encoding="utf-8") as file:
        file.write(data)

put("copied", one.replace(counter, WHOLE.search(other).group()))
put("role", one.replace("ClaimedRole>auditor<", "ClaimedRole>approver<"))
put("norole", one.replace(re.search(
    "<xades:SignerRoleV2>.*?</xades:SignerRoleV2>", counter).group(), ""))
put("value", one.replace(counter, re.sub(
    "(-value\">)(.)", lambda m: m[1] + ("A" if m[2] != "A" else "B"), counter)))
put("twice", one.replace(counter, counter + counter))
put("order", three.replace("".join(both), both[1] + both[0]))
put("second", three.replace(both[0], ""))
put("document", one.replace(
    ' Type="http://uri.etsi.org/01903#CountersignedSignature" '
    'URI="#auditor-signature-value"', ' URI=""'))
put("itself", one.replace('URI="#auditor-signature-value"',
                          'URI="#auditor-counter-1-signature-value"'))
put("id", one.replace("<head>", '<head at="auditor-counter-1-signature">'))
put("empty", one.replace(counter, "<xades:CounterSignature>"
                         "</xades:CounterSignature>"))
put("nested", one.replace("</xades:SignedProperties></xades:Qualifying"
    "Properties></ds:Object></ds:Signature></xades:CounterSignature>",
    "</xades:SignedProperties>" + start + counter + end + "</xades:Qualifying"
    "Properties></ds:Object></ds:Signature></xades:CounterSignature>"))
put("first", one.replace(re.search("<ds:Signature .*</ds:Signature>",
    one).group(), re.search("<ds:Signature .*</ds:Signature>", counter).group()))
put("content", one.replace("Example 7B", "Example 9B"))
END
for file in "$tmp"/x-*.xml; do
    name=${file##*/x-}
    hostile 1 "XML attack: ${name%.xml}" "$file"
done
exits 3 "XML: a broken file is not signed further" \
    sign_as "$tmp/second" auditor "$tmp/x-value.xml" "$tmp/x.xml"
one_line "XML: why it is not"

# Levels, with a real authority on loopback, whose clock is the machine's.
unset SOURCE_DATE_EPOCH
pki=$tmp/pki
authority_start "$pki"
trust=$pki/ca.pem
# Another signer of it, whose certificate names no responder.
mkdir "$tmp/two"
openssl ecparam -name secp384r1 -genkey -noout -out "$tmp/two/signer.key"
chmod 600 "$tmp/two/signer.key"
grep -v '^authorityInfoAccess' "$pki/pki.conf" >"$tmp/two.conf"
openssl req -new -key "$tmp/two/signer.key" -subj "/O=Test/CN=Test approver" \
    -config "$tmp/two.conf" -out "$tmp/two.csr"
openssl x509 -req -in "$tmp/two.csr" -CA "$pki/sub.pem" -CAkey "$pki/sub.key" \
    -CAcreateserial -days 30 -sha256 -extfile "$tmp/two.conf" \
    -extensions signer -out "$tmp/two.pem" 2>"$err"
cat "$tmp/two.pem" "$pki/sub.pem" >"$tmp/two/signer.pem"
audit_make "$tmp/b"
exits 0 "a run with a key of that authority" auditor run "$tmp/b" --lang en \
    --key "$pki/signer.key" --cert "$pki/signer.pem" --role author

extend() {
    auditor extend "$1" --to "$2" --tsa "$url/tsa" --trust "$trust" -o "$3"
}
# at_level LEVEL NAME FILE
at_level() {
    exits 0 "$2" shows "$3"
    says "$2: BASELINE-$1" "BASELINE-$1\$"
}
for form in en.pdf xml; do
    from=$tmp/b/dossiers/7b/dossier.$form
    exits 0 "$form: signed without a stamp" \
        sign_as "$tmp/two" approver "$from" "$tmp/plain.$form"
    at_level B "$form: without a stamp" "$tmp/plain.$form"
    exits 0 "$form: signed with a stamp" sign_as "$tmp/two" approver "$from" \
        "$tmp/stamped.$form" --tsa "$url/tsa"
    exits 0 "$form: the stamp is verified" shows "$tmp/stamped.$form"
    says "$form: the time of the second signer is proven" \
        'approver by own claim, on .* at the latest, proven by a time-stamp of "Test time-stamp authority"'
    for level in B-LT B-LTA; do
        exits 0 "$form: $level behind two signatures" \
            extend "$tmp/stamped.$form" $level "$tmp/stamped.$level.$form"
        at_level "${level#B-}" "$form: two signatures of $level" \
            "$tmp/stamped.$level.$form"
    done
    exits 0 "$form: B-LTA stamps a plain signature" \
        extend "$tmp/plain.$form" B-LTA "$tmp/plain.B-LTA.$form"
    at_level LTA "$form: a plain signature in B-LTA" "$tmp/plain.B-LTA.$form"
    exits 0 "$form: signed after B-LTA" sign_as "$tmp/two" auditor \
        "$tmp/stamped.B-LTA.$form" "$tmp/later.$form"
    at_level B "$form: a later signature has no stamp" "$tmp/later.$form"
    exits 0 "$form: renewed for the later one" \
        extend "$tmp/later.$form" B-LTA "$tmp/later.B-LTA.$form"
    at_level LTA "$form: renewed for the later one" "$tmp/later.B-LTA.$form"
done
exits 3 "XML: B-T cannot stamp a further signature" \
    extend "$tmp/plain.xml" B-T "$tmp/no.xml"
says "XML: what to do is told" 'level-reached'
exits 0 "PDF: B-T stamps both" extend "$tmp/plain.en.pdf" B-T "$tmp/plain.B-T.pdf"
at_level T "PDF: both stamped" "$tmp/plain.B-T.pdf"
sed 's/\(<xades:CounterSignature>.*<xades:EncapsulatedTimeStamp>..................\)./\1x/' \
    "$tmp/stamped.xml" >"$tmp/bent.xml"
hostile 1 "XML: a bent stamp of a counter-signature" "$tmp/bent.xml"

# What the authority revokes later takes its signer with it.
serial=$(openssl x509 -in "$tmp/two.pem" -noout -serial | cut -d= -f2)
end=$(openssl x509 -in "$tmp/two.pem" -noout -enddate | cut -d= -f2)
printf 'R\t%s\t260101000000Z\t%s\tunknown\t/O=Test/CN=Test approver\n' \
    "$(date -u -d "$end" +%y%m%d%H%M%SZ)" "$serial" >>"$pki/sub.db/index.txt"
(cd "$pki" && openssl ca -gencrl -config pki.conf -name ca_sub -keyfile \
    sub.key -cert sub.pem -out sub.crl.pem 2>"$err" &&
    cat root.crl.pem sub.crl.pem >ca.crl)
for form in en.pdf xml; do
    hostile 6 "$form: an approver whose certificate is revoked" \
        "$tmp/stamped.$form"
    says "$form: it is the approver" 'uncertain +cosigners-trusted +REVOKED'
done
finish
