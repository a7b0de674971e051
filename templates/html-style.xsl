<?xml version="1.0" encoding="UTF-8"?>
<!-- The style sheet of the HTML form. All colours keep a contrast of 4.5 : 1 at
     least on the ground that they stand on, in the light and in the dark. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template name="tone">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="$value = 'fit' or $value = 'pass' or $value = 'yes'">good</xsl:when>
      <xsl:when test="$value = 'conditional' or $value = 'waived' or $value = 'attested'
          or $value = 'undecided'">caution</xsl:when>
      <xsl:when test="$value = 'not-fit' or $value = 'fail' or $value = 'no'">bad</xsl:when>
      <xsl:otherwise>neutral</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:variable name="style">
:root {
  color-scheme: light dark;
  --ground: #ffffff; --tint: #f4f6f9; --soft: #4b5563; --line: #d1d5db;
  --on-band: #ffffff; --neutral: #4b5563;
<xsl:value-of select="concat('  --ink: ', $ink, '; --accent: ', $accent, '; --band: ', $accent,
    ';&#10;  --good: ', $good, '; --caution: ', $caution, '; --bad: ', $bad, ';&#10;')"/>}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #10161f; --tint: #1b2635; --ink: #e5e7eb; --soft: #b4bcc8;
    --line: #3d4756; --accent: #9cc3f5; --band: #16304f; --on-band: #ffffff;
    --good: #6ee7a0; --caution: #fbbf54; --bad: #fca5b1; --neutral: #c3cad4;
  }
}
* { box-sizing: border-box; }
html { font: 100%/1.5 "Noto Sans", system-ui, sans-serif; background: var(--ground); color: var(--ink); -webkit-text-size-adjust: 100%; }
body { margin: 0; overflow-wrap: anywhere; }
.inner, nav, main, footer { max-width: 66rem; margin: 0 auto; padding: 0 1rem; }
h1, h2, h3, h4 { line-height: 1.25; overflow-wrap: break-word; hyphens: auto; }
h1 { font-size: clamp(1.5rem, 5vw, 2.4rem); margin: .5rem 0 1rem; }
h2 { font-size: 1.5rem; color: var(--accent); margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
h4 { font-size: 1rem; margin: 0 0 .25rem; }
p { margin: 0 0 .75rem; }
section > p, article > p { max-width: 46rem; }
a { color: var(--accent); text-underline-offset: .15em; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
main:focus { outline: none; }
.skip { position: absolute; left: -100vw; top: 0; padding: .75rem 1rem; background: var(--ground); color: var(--accent); z-index: 1; }
.skip:focus { left: 0; }
.band { background: var(--band); color: var(--on-band); padding: 2rem 0 3rem; }
.kicker { letter-spacing: .06em; font-size: .875rem; }
.subtitle { font-size: 1.15rem; margin: 0; }
.verdict { display: inline-block; min-width: min(22rem, 100%); margin: -1.75rem 0 1.5rem; padding: .75rem 1.5rem; background: var(--ground); border: 2px solid currentColor; font-size: 1.35rem; }
.verdict .label { display: block; font-size: .875rem; color: var(--soft); }
.notice { border-left: 4px solid var(--caution); padding: .5rem 1rem; background: var(--tint); }
.notice.origin { border-color: var(--accent); }
.notice.fictional { border-color: var(--bad); }
.organisation { font-weight: 700; }
.added { border-left: 4px solid var(--accent); padding-left: 1rem; margin-top: 2.5rem; }
.added h2 { margin-top: 0; }
.logo { max-width: 100%; max-height: 4rem; background: #ffffff; padding: .5rem; }
dl { margin: 1.5rem 0; }
dl div { display: grid; gap: 0 1rem; border-bottom: 1px solid var(--line); padding: .35rem 0; }
dt { color: var(--soft); }
dd { margin: 0; }
nav ol { padding-left: 1.5rem; }
nav h2 { margin-top: 1rem; }
.badge { font-weight: 700; }
.good { color: var(--good); } .caution { color: var(--caution); }
.bad { color: var(--bad); } .neutral { color: var(--neutral); }
.small { font-size: .875rem; color: var(--soft); }
td .small, th .small { display: block; font-weight: 400; }
code { font: .85em/1.5 "DejaVu Sans Mono", ui-monospace, monospace; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: .75rem 1rem; background: var(--tint); white-space: pre-wrap; }
article { border-top: 2px solid var(--accent); padding: .75rem 0 .5rem; margin: .75rem 0; }
.scroll { overflow-x: auto; margin: 1rem 0 1.5rem; }
table { border-collapse: collapse; width: 100%; font-size: .925rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 700; padding: .25rem 0 .5rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
th:first-child, td:first-child { padding-left: 0; }
thead th { border-top: 2px solid var(--accent); border-bottom: 1px solid var(--accent); vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 6rem; }
td code { display: inline-block; min-width: 17ch; }
.number { text-align: right; white-space: nowrap; }
thead .number { white-space: normal; }
.tinted { background: var(--tint); }
.tinted th { font-weight: 700; padding-left: .5rem; }
tr:target, article:has(:target) { background: var(--tint); }
figure { margin: 1rem 0; }
figure svg { display: block; width: 100%; min-width: 34rem; max-width: 46rem; height: auto; background: #ffffff; padding: .5rem; }
td svg { background: #ffffff; vertical-align: middle; }
figcaption { font-size: .875rem; color: var(--soft); margin-top: .5rem; max-width: 46rem; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; padding-top: 1rem; padding-bottom: 2rem; font-size: .875rem; color: var(--soft); }
@media (min-width: 40rem) { dl div { grid-template-columns: 16rem 1fr; } .inner, nav, main, footer { padding-left: 2rem; padding-right: 2rem; } }
@media print {
  :root { --ground: #ffffff; --tint: #eef2f7; --ink: #1f2937; --soft: #4b5563; --line: #d1d5db; --accent: #1e3a5f; --band: #ffffff; --on-band: #1e3a5f; --good: #15693b; --caution: #b45309; --bad: #a11d33; --neutral: #4b5563; }
  @page { size: A4; margin: 18mm 16mm; }
  html { font-size: 9.5pt; }
  nav, .skip { display: none; }
  .inner, main, footer { max-width: none; padding: 0; }
  .band { padding: 0 0 2rem; border-bottom: 2pt solid var(--accent); }
  .scroll { overflow: visible; }
  article, tr, .notice { break-inside: avoid; }
  h2, h3, h4, caption { break-after: avoid; }
  thead { display: table-header-group; }
}
</xsl:variable>
</xsl:stylesheet>
