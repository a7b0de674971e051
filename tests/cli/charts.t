#!/bin/sh
# Charts in the documents: a figure with its caption and text alternative where
# there is something to draw, a sentence where there is not.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"
# shellcheck source=tests/cli/audit.sh
. "$TESTS/cli/audit.sh"

work=$tmp/aurore
cp -R "$TESTS/../evidence/fictional-aurore" "$work"
keys_make "$tmp/keys"

# words FILE: what a reader of the PDF sees, on one line
words() {
    pdftotext "$1" - | tr '\n' ' '
}
# shows NAME FILE PATTERN
shows() {
    words "$2" >"$tmp/words"
    check "$1" grep -q "$3" "$tmp/words"
}
# lacks NAME FILE PATTERN
lacks() {
    words "$2" >"$tmp/words"
    refuses "$1" grep -q "$3" "$tmp/words"
}
# draws NAME XML PATTERN FROM TO: the words of a document that was changed so
draws() {
    sed "s|$4|$5|g" "$2" >"$tmp/changed.xml"
    refuses "$1: the change changes" cmp -s "$2" "$tmp/changed.xml"
    rm -f "$tmp/changed.pdf"
    auditor export "$tmp/changed.xml" --to pdf --lang en \
        -o "$tmp/changed.pdf" 2>"$err"
    shows "$1" "$tmp/changed.pdf" "$3"
}

exits 0 "the audit runs" audit_run "$work"
dossier=$work/dossiers/49k-q4/dossier
comparison=$work/dossiers/comparison
shows "a dossier has two figures at its front" "$dossier.en.pdf" \
    "Figure.1 Quality against energy.*Figure.2 Findings by theme"
shows "losses are drawn" "$dossier.en.pdf" "Figure.3 Quality lost"
shows "the same in French" "$dossier.fr.pdf" \
    "Figure.1 Qualité selon l’énergie.*Figure.2 Constats par thème"
shows "numbers are French" "$dossier.fr.pdf" "0,68"
shows "a comparison has them, and every rule" "$comparison.en.pdf" \
    "Figure.1 Quality.*Figure.2 Findings by option.*Figure.3.*Rule by rule"
pdfinfo -struct "$dossier.en.pdf" >"$tmp/words"
check "they are figures to a screen reader" \
    test "$(grep -c 'Figure' "$tmp/words")" = 3
lacks "a first audit has no history to draw" "$dossier.en.pdf" "Rules passed"
check "but its counts are in the XML" grep -q '<audit [^>]*option="13k-fr"' \
    "$dossier.xml"

echo "# another day" >>"$work/audit.yaml"
SOURCE_DATE_EPOCH=1795512600 # a day later
exits 0 "the audit runs again" audit_run "$work"
shows "a second audit shows the history" "$dossier.en.pdf" "Rules passed"
first=$(sha256sum "$work/dossiers/49k-q4/superseded"/*/dossier.xml |
    cut -d ' ' -f 1)
check "and names the earlier dossier by its digest" \
    grep -q "dossier-sha256=\"$first\"" "$dossier.xml"

draws "without energy a sentence says why there is no chart" \
    "$comparison.xml" "no chart of quality against energy: fewer than two" \
    ' energy="[0-9.]*"' ' energy=""'
draws "an option without energy is named" \
    "$comparison.xml" "for want of a figure: Aurore 49k (fictional)" \
    ' energy="741.6"' ' energy=""'
draws "equal values are drawn" "$comparison.xml" "Figure.1 Quality" \
    ' quality="[0-9.]*"' ' quality="0.7000"'
draws "a document of before has no chart and no excuse" \
    "$comparison.xml" "Figure.1 Findings by option" \
    ' quality="[0-9.]*"' ''
draws "losses that were not measured are said to be" \
    "$comparison.xml" "no chart of the losses: for no criterion" \
    ' difference="[-0-9.]*"' ' difference=""'
finish
