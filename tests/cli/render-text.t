#!/bin/sh
# Text as it comes out of the PDF: the letters of the 24 official languages of
# the European Union, hyphens of three languages, and text that is hostile.
# shellcheck source=tests/tap.sh
# shellcheck disable=SC2317 # functions that check calls
. "${TESTS:-tests}/tap.sh"

# page WIDTH ATTRIBUTES: a flow of what stands on the standard input
page() {
    printf '%s' '<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"
      xml:lang="en"><fo:layout-master-set><fo:simple-page-master
      master-name="a" page-width="'"$1"'" page-height="297mm" margin="5mm">
      <fo:region-body/></fo:simple-page-master></fo:layout-master-set>
      <fo:page-sequence master-reference="a">
      <fo:flow flow-name="xsl-region-body">'
    cat
    echo '</fo:flow></fo:page-sequence></fo:root>'
}

# shown FILE.fo: the text of its PDF, in $tmp/shown
shown() {
    rm -f "$tmp/shown.pdf"
    auditor render "$1" -o "$tmp/shown.pdf" >"$out" 2>"$err" &&
        pdftotext -layout "$tmp/shown.pdf" - | tr -d '\f' |
        sed 's/^ *//; /^$/d' >"$tmp/shown"
}

cat >"$tmp/languages" <<'EOF'
bg Жълтият щъркел лети над езерото, а ученикът чете книга.
hr Čvorak i šišmiš žive u đačkoj kući; ćup je prazan.
cs Příliš žluťoučký kůň úpěl ďábelské ódy, řekla Žofie.
da Æblet på bordet er rødt, og søen er blå i år.
nl Eén geïnteresseerde coördinator schreef vóór de vergadering.
en The auditor’s report names every test that was not done.
et Õhtul jõi Žanna šampust, aga öösel sõi ta mööda ääri küpsist.
fi Äiti näki yöllä pöllön, joka söi hyvää leipää.
fr L’œuvre reçue dès l’aube coûte où Noël naît : ça gêne.
de Größere Prüfungen über Maß und Übermaß ändern vieles.
el Ο ελεγκτής διάβασε την αναφορά· ήταν πλήρης; Ναι, προϋπήρχε.
hu Árvíztűrő tükörfúrógép: őszi erdő, üveg, í.
ga Tá an tuarascáil réidh, ach ní fhaca mé í go fóill; éist, ólfaidh mé tú.
it Perché la città è così più bella? Là, giù, c’è virtù.
lv Ķēniņš ēda ļoti garšīgu žāvētu ābolu, čūska ģērbās, ūdens.
lt Ąžuolas, čiurlenys, ęėį šaltinis, ųūž žąsis.
mt Il-ħaddiem ġie żgħir, iċ-ċavetta għal għada.
pl Zażółć gęślą jaźń, łódź, ćma, ńandu.
pt A ação não é fácil: avó, avô, pinguim, à tarde, coração.
ro Știința și țara își află înțelesul în ședință.
sk Kŕdeľ ďatľov učí koňa žrať kôru, ťažký mäkčeň, ĺ.
sl Češnje, šipek in žafran rastejo v Škofji Loki.
es ¿Qué señal dio el pingüino? ¡Ningún árbol crecía allí!
sv Får får får? Nej, får får lamm på ön, sjöng Åke ärligt.
EOF
while read -r lang text; do
    echo "<fo:block language=\"$lang\" font-size=\"9pt\">$text</fo:block>"
done <"$tmp/languages" | page 210mm >"$tmp/languages.fo"
cut -d' ' -f2- "$tmp/languages" >"$tmp/wanted"
shown "$tmp/languages.fo"
check "24 languages are written" test -s "$tmp/shown"
check "24 languages read as they were written" \
    cmp "$tmp/wanted" "$tmp/shown"

# Justified in a narrow column: at least this break of a word.
hyphenated() {
    echo "<fo:block hyphenate=\"true\" language=\"$1\" text-align=\"justify\"
      font-size=\"10pt\">$2</fo:block>" | page 44mm >"$tmp/hyphens.fo"
    shown "$tmp/hyphens.fo" && grep -q "$3\$" "$tmp/shown"
}
soft=$(printf '\302\255')
check "German breaks words with umlauts" hyphenated de \
    'Die Überprüfungsmöglichkeiten für größere Sprachmodelle' \
    "Überprüfungs$soft"
check "English breaks words" hyphenated en \
    'A responsible verification organisation' "verifi$soft"
check "French breaks words" hyphenated fr \
    'La responsabilité environnementale' "en$soft"
not_hyphenated() {
    ! hyphenated "$@" && test -s "$tmp/shown"
}
check "a language without patterns has no hyphens" not_hyphenated pl \
    'Odpowiedzialność najwyżej przeprowadzonych' "$soft"

awk 'BEGIN { printf "<fo:block text-align=\"justify\">"
    for (i = 0; i < 12500; i++) printf "mot%04d ", i; print "</fo:block>" }' |
    page 210mm >"$tmp/long.fo"
exits 0 "a paragraph of 100,000 characters" \
    timeout 20 "$AUDITOR" render "$tmp/long.fo" -o "$tmp/long.pdf"
check "its last word is there" sh -c \
    "pdftotext '$tmp/long.pdf' - | grep -q mot12499"

word=$(printf 'x%.0s' 1 2 3 4 5 6)
word=$word$word$word$word$word$word$word$word$word$word
echo "<fo:block>$word</fo:block>" | page 30mm >"$tmp/word.fo"
shown "$tmp/word.fo"
check "a word of 60 letters is broken, without a hyphen" \
    test "$(tr -d '\n' <"$tmp/shown")" = "$word"

printf '<fo:block>a\n\n\377</fo:block>' | page 80mm >"$tmp/bytes.fo"
exits 3 "invalid UTF-8 is refused" \
    auditor render "$tmp/bytes.fo" -o "$tmp/x.pdf"
printf '<fo:block>\360\222\200\200</fo:block>' | page 80mm >"$tmp/script.fo"
exits 3 "a character that no font has is refused" \
    auditor render "$tmp/script.fo" -o "$tmp/x.pdf"
says "it is named" 'U.12000'
echo '<fo:block font-family="No Such Font">a</fo:block>' |
    page 80mm >"$tmp/font.fo"
exits 4 "a family that is not known is refused" \
    auditor render "$tmp/font.fo" -o "$tmp/x.pdf"
echo '<fo:block start-indent="999999999999999pt">a</fo:block>' |
    page 80mm >"$tmp/huge.fo"
exits 3 "a huge length is refused" \
    auditor render "$tmp/huge.fo" -o "$tmp/x.pdf"
page 80mm </dev/null >"$tmp/empty.fo"
exits 0 "an empty flow is a page" \
    auditor render "$tmp/empty.fo" -o "$tmp/empty.pdf"
awk 'BEGIN { for (i = 0; i < 200; i++) printf "<fo:block>"; printf "a"
    for (i = 0; i < 200; i++) printf "</fo:block>" }' | page 80mm >"$tmp/deep.fo"
exits 3 "blocks 200 deep are refused" \
    auditor render "$tmp/deep.fo" -o "$tmp/x.pdf"
finish
