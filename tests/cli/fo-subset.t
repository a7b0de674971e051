#!/bin/sh
# The RELAX NG of the FO subset and the renderer know the same names.
# shellcheck source=tests/tap.sh
. "${TESTS:-tests}/tap.sh"

rng=$TESTS/../templates/fo.rng
probe() { # ATTRIBUTE CHILD
    cat <<FO
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format" xml:lang="en"
  font-family="Noto Sans">
 <fo:layout-master-set>
  <fo:simple-page-master master-name="a" page-width="200pt"
    page-height="100pt"><fo:region-body/></fo:simple-page-master>
 </fo:layout-master-set>
 <fo:page-sequence master-reference="a">
  <fo:flow flow-name="xsl-region-body"><fo:block $1>One$2</fo:block></fo:flow>
 </fo:page-sequence>
</fo:root>
FO
}
supported() { # FILE: the renderer knows each name in it
    auditor render "$1" --areas - >/dev/null 2>"$tmp/why"
    ! grep -q "is not supported" "$tmp/why"
}

# Properties and elements of XSL 1.1, appendix B.3 and section 6: all of them,
# so that what the subset leaves out is asked for as well.
properties='absolute-position active-state alignment-adjust alignment-baseline
auto-restore azimuth background background-attachment background-color
background-image background-position background-position-horizontal
background-position-vertical background-repeat baseline-shift
blank-or-not-blank block-progression-dimension border border-after
border-after-color border-after-precedence border-after-style
border-after-width border-before border-before-color border-before-precedence
border-before-style border-before-width border-bottom border-bottom-color
border-bottom-style border-bottom-width border-collapse border-color
border-end border-end-color border-end-precedence border-end-style
border-end-width border-left border-left-color border-left-style
border-left-width border-right border-right-color border-right-style
border-right-width border-separation border-spacing border-start
border-start-color border-start-precedence border-start-style
border-start-width border-style border-top border-top-color border-top-style
border-top-width border-width bottom break-after break-before caption-side
case-name case-title change-bar-class change-bar-color change-bar-offset
change-bar-placement change-bar-style change-bar-width character clear clip
color color-profile-name column-count column-gap column-number column-width
content-height content-type content-width country cue cue-after cue-before
destination-placement-offset direction display-align dominant-baseline
elevation empty-cells end-indent ends-row extent external-destination float
flow-map-name flow-map-reference flow-name flow-name-reference font
font-family font-selection-strategy font-size font-size-adjust font-stretch
font-style font-variant font-weight force-page-count format
glyph-orientation-horizontal glyph-orientation-vertical grouping-separator
grouping-size height hyphenate hyphenation-character hyphenation-keep
hyphenation-ladder-count hyphenation-push-character-count
hyphenation-remain-character-count id index-class index-key
indicate-destination initial-page-number inline-progression-dimension
internal-destination intrinsic-scale-value intrusion-displace
keep-together keep-together.within-page keep-with-next keep-with-previous
language last-line-end-indent leader-alignment leader-length leader-pattern
leader-pattern-width left letter-spacing letter-value line-height
line-height-shift-adjustment line-stacking-strategy linefeed-treatment margin
margin-bottom margin-left margin-right margin-top marker-class-name
master-name master-reference max-height max-width maximum-repeats
media-usage merge-pages-across-index-key-references
merge-ranges-across-index-key-references
merge-sequential-page-numbers min-height min-width
number-columns-repeated number-columns-spanned number-rows-spanned odd-or-even
orphans overflow padding padding-after padding-before padding-bottom
padding-end padding-left padding-right padding-start padding-top
page-break-after page-break-before page-break-inside
page-citation-strategy page-height page-number-treatment page-position
page-width pause pause-after pause-before pitch pitch-range play-during
position precedence provisional-distance-between-starts
provisional-label-separation reference-orientation ref-id ref-index-key
region-name region-name-reference relative-align relative-position
rendering-intent retrieve-boundary retrieve-boundary-within-table
retrieve-class-name retrieve-position retrieve-position-within-table
richness right role rule-style rule-thickness scale-option scaling
scaling-method score-spaces script show-destination size source-document
space-after space-before space-end space-start span speak speak-header
speak-numeral speak-punctuation speech-rate src start-indent starting-state
starts-row stress suppress-at-line-break switch-to table-layout
table-omit-footer-at-break table-omit-header-at-break target-presentation-context
target-processing-context target-stylesheet text-align text-align-last
text-altitude text-decoration text-depth text-indent text-shadow
text-transform top treat-as-word-space unicode-bidi vertical-align visibility
voice-family volume white-space white-space-collapse white-space-treatment
widows width word-spacing wrap-option writing-mode z-index'
elements='root declarations color-profile layout-master-set
page-sequence-master single-page-master-reference
repeatable-page-master-reference repeatable-page-master-alternatives
conditional-page-master-reference simple-page-master region-body
region-before region-after region-start region-end flow-map flow-assignment
flow-source-list flow-name-specifier flow-target-list region-name-specifier
page-sequence page-sequence-wrapper title static-content flow block
block-container bidi-override character initial-property-set external-graphic
instream-foreign-object inline inline-container leader page-number
page-number-citation page-number-citation-last folio-prefix folio-suffix
scaling-value-citation table-and-caption table table-column table-caption
table-header table-footer table-body table-row table-cell list-block
list-item list-item-body list-item-label basic-link multi-switch multi-case
multi-toggle multi-properties multi-property-set index-page-number-prefix
index-page-number-suffix index-range-begin index-range-end index-key-reference
index-page-citation-list index-page-citation-list-separator
index-page-citation-range-separator bookmark-tree bookmark bookmark-title
float footnote footnote-body wrapper marker retrieve-marker
retrieve-table-marker change-bar-begin change-bar-end'

check "every page the tests lay out is of the subset" \
    xmllint --noout --relaxng "$rng" "$TESTS"/render/*.fo
probe '' '' >"$tmp/plain.fo"
check "the plain probe is of the subset" \
    xmllint --noout --relaxng "$rng" "$tmp/plain.fo"
check "the renderer takes it" auditor render "$tmp/plain.fo" --areas "$tmp/plain.xml"

mkdir "$tmp/probes"
for name in $properties; do
    probe "$name='?'" '' >"$tmp/probes/$name.fo"
done
xmllint --noout --relaxng "$rng" "$tmp"/probes/*.fo 2>&1 |
    sed -n 's/^.*probes\/\(.*\)\.fo validates$/\1/p' | sort >"$tmp/of-rng"
for name in $properties; do
    if supported "$tmp/probes/$name.fo"; then echo "$name"; fi
done | sort >"$tmp/of-renderer"
check "both know the same properties" diff "$tmp/of-renderer" "$tmp/of-rng"
check "there are many of them" test "$(grep -c . "$tmp/of-rng")" -gt 100

for name in $elements; do
    probe '' "<fo:$name/>" >"$tmp/element.fo"
    if supported "$tmp/element.fo"; then echo "$name"; fi
done | sort >"$tmp/of-renderer"
xmllint --xpath '//*[local-name()="element"]/@name' "$rng" |
    sed 's/.*"\(.*\)"/\1/' | sort >"$tmp/of-rng"
check "both know the same elements" diff "$tmp/of-renderer" "$tmp/of-rng"
finish
