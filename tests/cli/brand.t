#!/bin/sh
# The dress of an organisation: the example of auditor-templates(5), what is
# refused with its line, and that nothing of what was signed can be changed.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

keys_make "$tmp/keys" --rsa
audit_make "$tmp/a"

# The example of the manual page, with a logo of one pixel.
python3 "$TESTS/brand_example.py" "$tmp/brand"
check "the manual has an example" grep -q '<brand' "$tmp/brand/brand.xml"
check "the schema takes it" xmllint --nonet --noout --relaxng \
    "$TESTS/../templates/brand.rng" "$tmp/brand/brand.xml"
check "the schema takes the plain dress" xmllint --nonet --noout --relaxng \
    "$TESTS/../templates/brand.rng" "$TESTS/../templates/brand.xml"

audit_run "$tmp/a" -o "$tmp/plain" >"$out" 2>"$err"
xml=$tmp/plain/7b/dossier.xml
for lang in en fr; do
    case $lang in
    en) title='Opinion of the AI committee' added='not part of the signed data' ;;
    fr) title='Avis du comité IA' added='hors des données signées' ;;
    esac
    exits 0 "$lang: a dressed page" auditor export "$xml" --to html \
        --lang "$lang" --template "$tmp/brand"
    cp "$out" "$tmp/page.$lang.html"
    says "$lang: the section is there" "$title"
    says "$lang: as not signed" "$added"
    says "$lang: the logo is in it" '<img [^>]*src="data:image/png;base64,iVBOR'
    says "$lang: in its colours" '\-\-accent: #5B2A86; \-\-band: #5B2A86'
    exits 0 "$lang: dressed Markdown" auditor export "$xml" --to markdown \
        --lang "$lang" --template "$tmp/brand"
    says "$lang: the section is there too" "^## $title"
done
auditor export "$xml" --to html >"$tmp/plain.html" 2>"$err"
python3 - "$tmp/plain.html" "$tmp/page.en.html" >"$tmp/lost" <<'END'
import html, re, sys
def words(path):
    page = open(path, encoding="utf-8").read().split("</style>")[1]
    return [word for word in html.unescape(re.sub("<[^>]*>", "\n", page)).split("\n") if word.strip()]
plain, dressed = words(sys.argv[1]), iter(words(sys.argv[2]))
print("\n".join(word for word in plain if word not in dressed))
END
refuses "nothing of the plain page is lost or moved" grep -q . "$tmp/lost"

# The PDF files, sealed as they look.
audit_make "$tmp/c"
exits 0 "a dressed run" audit_run "$tmp/c" -o "$tmp/dressed" \
    --template "$tmp/brand" --form full,executive
same "the signed XML is the same" "$xml" "$tmp/dressed/7b/dossier.xml"
pdftotext "$tmp/dressed/7b/dossier.en.pdf" "$tmp/dressed.txt"
check "the section is in the PDF" grep -q 'Opinion of the AI committee' \
    "$tmp/dressed.txt"
check "under the organisation's name" grep -q \
    'Added by Example Hospital Trust, not part of the signed data' \
    "$tmp/dressed.txt"
check "the brand's digest is in it" grep -q "$(cat "$tmp/brand/brand.xml" \
    "$tmp/brand/logo.png" | sha256sum | cut -d' ' -f1)" "$tmp/dressed.txt"
check "the logo is in it" sh -c 'pdfimages -list "$1" | grep -q image' sh \
    "$tmp/dressed/7b/dossier.en.pdf"
exits 0 "it verifies" auditor verify "$tmp/dressed/7b/dossier.en.pdf" \
    --trust "$tmp/keys/ca.pem"
check "the executive form has two pages" sh -c \
    'pdfinfo "$1" | grep -q "^Pages: *2$"' sh \
    "$tmp/dressed/7b/executive.fr.pdf"
exits 0 "the same brand again" audit_run "$tmp/c" -o "$tmp/dressed" \
    --template "$tmp/brand" --form full,executive
says "changes nothing" '^unchanged:'
exits 0 "no brand any more" audit_run "$tmp/c" -o "$tmp/dressed" \
    --form full,executive
says "publishes anew" 'files published'
audit_make "$tmp/b"
audit_run "$tmp/b" -o "$tmp/again" --template "$tmp/brand" >"$out" 2>"$err"
same "the same brand gives the same pages" "$tmp/again/7b/dossier.fr.pdf" \
    "$(find "$tmp/dressed/7b/superseded" -name dossier.fr.pdf)"

# What is refused. refused NAME PATTERN SED: the example, changed by SED
refused() {
    mkdir -p "$tmp/bad"
    sed "$3" "$tmp/brand/brand.xml" >"$tmp/bad/brand.xml"
    cp "$tmp/brand/logo.png" "$tmp/bad/logo.png"
    exits 3 "$1 is refused" auditor export "$xml" --to html \
        --template "$tmp/bad"
    says "$1: why, and where" "$2"
    one_line "$1: in one line"
}
refused "pale text" 'brand.xml: line 11: .*contrast 1\.[0-9], want 4.5' \
    's/#222222/#DDDDDD/'
refused "two verdicts of one colour" 'line 11: .*good and bad are the same' \
    's/good="#00695C"/good="#00695C" bad="#00695C"/'
refused "a colour that is none" 'line 11: not as the schema asks' \
    's/#222222/red/'
refused "a verdict of its own" 'line [0-9]*: not as the schema asks' \
    's/<header>/<verdict value="fit"\/><header>/'
refused "code" 'line [0-9]*: not as the schema asks' \
    's/<header>/<xsl:stylesheet xmlns:xsl="http:\/\/www.w3.org\/1999\/XSL\/Transform"\/><header>/'
refused "markup in a text" 'line [0-9]*: not as the schema asks' \
    's/The committee/<b>The<\/b> committee/'
refused "a logo elsewhere" 'line [0-9]*: not as the schema asks' \
    's/logo.png/..\/logo.png/'
refused "a place that is none" 'line [0-9]*: not as the schema asks' \
    's/after="summary"/after="cover"/'
refused "one language alone" 'line [0-9]*: not as the schema asks' \
    '/<fr>Trois/d'
refused "sections of nobody" 'none is named' '/<organisation>/,/<\/organisation>/d'
refused "what is no XML" 'brand.xml: line' 's/<\/brand>//'
refused "a picture that is none" 'brand.xml: .*no PNG picture' \
    's/logo.png/brand.xml/'
ln -s "$tmp/brand/logo.png" "$tmp/bad/link.png"
sed 's/logo.png/link.png/' "$tmp/brand/brand.xml" >"$tmp/bad/brand.xml"
refuses "a logo behind a link is refused" auditor export "$xml" --to html \
    --template "$tmp/bad"
exits 4 "a folder without brand.xml" auditor export "$xml" --to html \
    --template "$tmp"

# Hostile words of a brand stay words.
sed 's/The committee/\&lt;script\&gt;alert(1)\&lt;\/script\&gt;/' \
    "$tmp/brand/brand.xml" >"$tmp/bad/brand.xml"
auditor export "$xml" --to html --template "$tmp/bad" >"$tmp/bad.html" 2>"$err"
check "hostile words are shown" grep -q 'alert(1)' "$tmp/bad.html"
refuses "as words" grep -q '<script' "$tmp/bad.html"
finish
