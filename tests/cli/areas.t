#!/bin/sh
# render: the PDF, the area tree as XML, or both.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

cat >"$tmp/page.fo" <<'FO'
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="en"
  font-family="Noto Sans" font-size="10pt" line-height="12pt">
 <fo:layout-master-set>
  <fo:simple-page-master master-name="a" page-width="200pt"
    page-height="100pt" margin="10pt"><fo:region-body/>
  </fo:simple-page-master>
 </fo:layout-master-set>
 <fo:page-sequence master-reference="a">
  <fo:flow flow-name="xsl-region-body">
   <fo:block background-color="#112233">One <fo:inline font-weight="bold"
     >line</fo:inline></fo:block>
   <fo:block id="two">&lt;Two&gt; <fo:basic-link
     external-destination="https://example.org/">link</fo:basic-link></fo:block>
  </fo:flow>
 </fo:page-sequence>
</fo:root>
FO
exits 2 "neither -o nor --areas is a usage error" auditor render "$tmp/page.fo"
exits 0 "--areas - needs no -o" auditor render "$tmp/page.fo" --areas -
cp "$out" "$tmp/areas.xml"
check "the areas are XML" xmllint --noout "$tmp/areas.xml"
xpath() {
    xmllint --xpath "$1" "$tmp/areas.xml"
}
is() {
    check "$1" test "$(xpath "$2")" = "$3"
}
is "one page" 'count(//page)' 1
is "two lines of text" 'count(//line)' 2
is "a line has its stretches of text" 'string(//line[1])' '
   One 
   line
  '
is "the second baseline is one line below" \
    '//line[2]/@baseline - //line[1]/@baseline' 12000
is "the background is as wide as the page's body" \
    'string(//fill/@width)' 180000
is "what is special in XML is escaped" \
    'contains(//line[2], "<Two>")' true
is "a link has its address" 'string(//link/@uri)' 'https://example.org/'
is "an id has its page" 'string(//destination[@id="two"]/@page)' 1
exits 0 "--areas FILE and -o FILE in one run" auditor render "$tmp/page.fo" \
    --areas "$tmp/again.xml" -o "$tmp/page.pdf"
check "the same input, the same bytes" cmp "$tmp/areas.xml" "$tmp/again.xml"
check "the PDF is one" grep -q '^%PDF-1.7' "$tmp/page.pdf"
finish
