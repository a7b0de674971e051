#!/bin/sh
# Programs of others accept what is published, and refuse what was changed:
# xmlsec1, pdfsig (NSS), qpdf, pdfdetach, pdftotext.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

# pdfsig judges certificates as of now, so the key is of now.
unset SOURCE_DATE_EPOCH
keys_make "$tmp/keys"
audit_make "$tmp/a"
audit_run "$tmp/a" >"$out"
dossiers=$tmp/a/dossiers

xmlsec() {
    xmlsec1 --verify --trusted-pem "$tmp/keys/ca.pem" \
        --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties "$1"
}

mkdir "$tmp/nss"
certutil -N -d "sql:$tmp/nss" --empty-password
certutil -A -d "sql:$tmp/nss" -n authority -t C,C,C -i "$tmp/keys/ca.pem"

for name in comparison 7b/dossier 1b/dossier; do
    xml=$dossiers/$name.xml
    exits 0 "xmlsec1 accepts $name.xml" xmlsec "$xml"
    sed 's/0\.64/0.94/' "$xml" >"$tmp/changed.xml"
    if ! cmp -s "$xml" "$tmp/changed.xml"; then
        exits 1 "xmlsec1 refuses it changed" xmlsec "$tmp/changed.xml"
    fi
    for language in fr en; do
        pdf=$dossiers/$name.$language.pdf
        label=$name.$language.pdf
        exits 0 "qpdf --check $label" qpdf --check "$pdf"
        says "qpdf finds no error in it" 'No syntax or stream encoding errors'
        exits 0 "pdfsig $label" pdfsig -nssdir "sql:$tmp/nss" "$pdf"
        says "the signature of $label" 'Signature is Valid'
        says "the certificate of $label" 'Certificate is Trusted'
        says "all of $label is signed" 'Total document signed'
        rm -f "$tmp/data.xml"
        exits 0 "pdfdetach $label" \
            pdfdetach -save 1 -o "$tmp/data.xml" "$pdf"
        same "$label carries $name.xml" "$tmp/data.xml" "$xml"
    done
done

pdftotext "$dossiers/7b/dossier.fr.pdf" "$tmp/fr.txt"
tr -s ' \n' '  ' <"$tmp/fr.txt" >"$out"
says "it has the title of the audit" 'Assistant de tri aux urgences'
says "it says that it is an example" 'FICTIF|[Ff]ictif'
says "it gives the verdict in French" 'Preuves insuffisantes'
pdftotext "$dossiers/7b/dossier.en.pdf" "$tmp/en.txt"
tr -s ' \n' '  ' <"$tmp/en.txt" >"$out"
says "the English dossier is in English" 'Emergency triage assistant'
exits 0 "pdffonts" pdffonts "$dossiers/7b/dossier.fr.pdf"
check "every font is embedded" \
    awk 'NR > 2 && $(NF - 4) != "yes" { bad = 1 } END { exit bad }' "$out"
finish
