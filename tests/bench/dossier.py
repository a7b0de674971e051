#!/usr/bin/env python3
"""Usage: dossier.py COUNT ROWS OUT

Write OUT/dNNN.fo and OUT/dNNN.html for NNN = 001 to COUNT: the same invented
audit dossier as XSL-FO and as HTML, with a cover, contents with page numbers,
a table with spans, a chart, findings and an annex of ROWS rows. The same
arguments give the same bytes.
"""
import hashlib
import pathlib
import random
import sys
from xml.sax.saxutils import escape

WORDS = """modèle exigence documentation procédure contrôle preuve mesure qualité
compression perte énergie poids empreinte déclaration journal incident registre
traçabilité robustesse exactitude surveillance humaine évaluation référence
langue tâche seuil écart risque correction échéance responsable traitement
données personnelles isolement réseau mise à jour autorité fournisseur la le un
une des de du et ou avec sans pour par dans sur est sont doit peut reste""".split()
THEMES = ["Transparence", "Isolement", "Énergie", "Adéquation à l’usage",
          "Surveillance humaine", "Gouvernance des données", "Cybersécurité"]
MARKS = {"Satisfait": "#15693B", "Réserve": "#B45309", "Échec": "#A11D33"}
HEADS = ["Option", "Précision", "Qualité", "Énergie (J)", "Taille (Go)", "Verdict"]
ANNEX = ["Preuve", "Thème", "Description", "Statut", "Valeur", "Empreinte"]
WIDTHS = ["14mm", "32mm", None, "14mm", "14mm", "42mm"]


def sentence(rng, count):
    return " ".join(rng.choice(WORDS) for _ in range(count)).capitalize() + "."


def content(seed, rows):
    rng = random.Random(seed)
    comma = lambda value, digits: f"{value:.{digits}f}".replace(".", ",")
    findings = [
        (theme, [(f"R-{number}{k:02d}", rng.choice(sorted(MARKS)),
                  sentence(rng, 8),
                  [sentence(rng, rng.randint(30, 60))
                   for _ in range(rng.randint(1, 2))],
                  [sentence(rng, 9) for _ in range(rng.randint(2, 4))])
                 for k in range(1, 4)])
        for number, theme in enumerate(THEMES, 1)]
    return {
        "reference": f"DOSSIER-{seed:04d}",
        "summary": [sentence(rng, 90), sentence(rng, 70)],
        "options": [(f"Option {bits}", f"{bits} bits", comma(rng.random(), 3),
                     comma(rng.uniform(20, 180), 1), comma(bits * 0.9, 2),
                     rng.choice(sorted(MARKS))) for bits in (16, 8, 6, 4, 3)],
        "bars": [(theme, [rng.randint(1, 15), rng.randint(0, 8),
                          rng.randint(0, 6)]) for theme in THEMES],
        "findings": findings,
        "annex": [(f"E{n:04d}", rng.choice(THEMES), sentence(rng, 6),
                   rng.choice(["lu", "lu", "opaque"]),
                   comma(rng.uniform(0, 100), 2),
                   hashlib.sha256(f"{seed}-{n}".encode()).hexdigest()[:24])
                  for n in range(1, rows + 1)],
        "end": sentence(rng, 40),
    }


def chart(bars):
    parts = ['<svg xmlns="http://www.w3.org/2000/svg" width="470pt"'
             ' height="170pt" viewBox="0 0 470 170">'
             '<g font-family="Noto Sans" font-size="7.5" fill="#374151">']
    for row, (theme, counts) in enumerate(bars):
        y, x = 8 + 22 * row, 150
        parts.append(f'<text x="144" y="{y + 10}" text-anchor="end">'
                     f"{escape(theme)}</text>")
        for count, colour in zip(counts, MARKS.values()):
            parts.append(f'<rect x="{x}" y="{y}" width="{10 * count}"'
                         f' height="14" fill="{colour}"/>')
            x += 10 * count
    parts.append('<path d="M 150 2 L 150 164 L 460 164" fill="none"'
                 ' stroke="#111827" stroke-width="0.8"/></g></svg>')
    return "".join(parts)


FO_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"
 xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" xml:lang="fr"
 language="fr" font-family="Noto Sans" font-size="9.5pt" line-height="13.5pt"
 color="#1F2937">
<fo:layout-master-set>
<fo:simple-page-master master-name="cover" page-width="210mm"
 page-height="297mm"><fo:region-body/></fo:simple-page-master>
<fo:simple-page-master master-name="page" page-width="210mm"
 page-height="297mm" margin="12mm 22mm"><fo:region-body margin="14mm 0mm"/>
<fo:region-before extent="10mm"/>
<fo:region-after extent="10mm" display-align="after"/></fo:simple-page-master>
</fo:layout-master-set>
"""


def fo_table(widths, extra=""):
    columns = "".join(
        '<fo:table-column column-width="'
        f'{width or "proportional-column-width(1)"}"/>' for width in widths)
    return (f'<fo:table table-layout="fixed" width="100%" {extra}>{columns}')


def fo_cell(text, extra="", block=""):
    return (f"<fo:table-cell {extra}><fo:block {block}>{escape(text)}"
            "</fo:block></fo:table-cell>")


def fo_heading(ident, text, new_page=True):
    before = 'break-before="page"' if new_page else ""
    return (f'<fo:block id="{ident}" role="H1" {before} font-size="18pt"'
            ' line-height="24pt" font-weight="bold" color="#1E3A5F"'
            ' space-before="8mm" space-after="4mm"'
            ' keep-with-next.within-page="always">'
            f"{escape(text)}</fo:block>")


def fo_paragraph(text):
    return ('<fo:block text-align="justify" hyphenate="true"'
            f' space-after="2.5mm">{escape(text)}</fo:block>')


def fo_entry(ident, text, indent):
    return (f'<fo:block text-align-last="justify" start-indent="{indent}mm">'
            f'<fo:basic-link internal-destination="{ident}">{escape(text)} '
            '<fo:leader leader-pattern="dots"/> '
            f'<fo:page-number-citation ref-id="{ident}"/></fo:basic-link>'
            "</fo:block>")


def sections(data):
    yield "s0", "Synthèse", 0
    yield "s1", "Constats par thème", 0
    for number, (theme, _) in enumerate(data["findings"]):
        yield f"t{number}", theme, 6
    yield "s2", "Annexe A — Preuves", 0
    yield "s3", "Signatures", 0


def fo_front(data):
    marks = "".join(
        f'<fo:bookmark internal-destination="{ident}"><fo:bookmark-title>'
        f"{escape(text)}</fo:bookmark-title></fo:bookmark>"
        for ident, text, _ in sections(data))
    yield f"<fo:bookmark-tree>{marks}</fo:bookmark-tree>"
    yield ('<fo:page-sequence master-reference="cover"'
           ' force-page-count="no-force">'
           '<fo:flow flow-name="xsl-region-body">'
           '<fo:block background-color="#1E3A5F" color="#FFFFFF"'
           ' start-indent="22mm" padding="24mm 0mm 16mm 22mm">'
           '<fo:block font-size="11pt" letter-spacing="1pt">DOSSIER D’AUDIT'
           '</fo:block><fo:block font-size="28pt" line-height="34pt"'
           ' font-weight="bold" space-before="6mm">Évaluation d’un système'
           f' d’IA</fo:block><fo:block>{data["reference"]}</fo:block>'
           "</fo:block></fo:flow></fo:page-sequence>")
    yield ('<fo:page-sequence master-reference="page" initial-page-number="1"'
           ' force-page-count="no-force" id="all">'
           '<fo:static-content flow-name="xsl-region-before">'
           '<fo:block font-size="7.5pt" color="#6B7280"'
           f' border-bottom="0.5pt solid #9CA3AF">{data["reference"]}'
           '</fo:block></fo:static-content>'
           '<fo:static-content flow-name="xsl-region-after">'
           '<fo:block font-size="7.5pt" color="#6B7280" text-align="center">'
           'Page <fo:page-number/> sur '
           '<fo:page-number-citation-last ref-id="all"/></fo:block>'
           '</fo:static-content><fo:flow flow-name="xsl-region-body">')
    yield from (fo_entry(*entry) for entry in sections(data))


def fo_options(data):
    yield fo_table(["26mm"] + [None] * 4 + ["30mm"],
                   'border-collapse="collapse" font-size="8.5pt"'
                   ' line-height="12pt" space-before="3mm"'
                   ' space-after="4mm"')
    pad = 'padding="1.2mm"'
    yield ('<fo:table-header font-weight="bold" color="#FFFFFF"'
           ' background-color="#1E3A5F"><fo:table-row>'
           + fo_cell(HEADS[0], f'{pad} number-rows-spanned="2"')
           + fo_cell("Mesures", f'{pad} number-columns-spanned="4"'
                     ' text-align="center"')
           + fo_cell(HEADS[5], f'{pad} number-rows-spanned="2"')
           + "</fo:table-row><fo:table-row>"
           + "".join(fo_cell(head, pad, 'text-align="end"')
                     for head in HEADS[1:5])
           + "</fo:table-row></fo:table-header><fo:table-body>")
    for option in data["options"]:
        yield ('<fo:table-row border-bottom="0.5pt solid #D1D5DB">'
               + "".join(fo_cell(text, pad, 'text-align="end"'
                                 if 0 < at < 5 else "")
                         for at, text in enumerate(option))
               + "</fo:table-row>")
    yield ('</fo:table-body></fo:table><fo:block text-align="center">'
           '<fo:instream-foreign-object fox:alt-text="Constats par thème">'
           f'{chart(data["bars"])}</fo:instream-foreign-object></fo:block>')


def fo_finding(rule, mark, title, texts, steps):
    colour = MARKS[mark]
    items = "".join(
        '<fo:list-item space-after="1mm"><fo:list-item-label'
        ' end-indent="label-end()"><fo:block>•</fo:block>'
        '</fo:list-item-label><fo:list-item-body start-indent="body-start()">'
        f"<fo:block>{escape(step)}</fo:block></fo:list-item-body>"
        "</fo:list-item>" for step in steps)
    return (f'<fo:block border-left="2pt solid {colour}" padding-left="3mm"'
            ' start-indent="3mm" space-before="3mm" space-after="3mm">'
            '<fo:block font-weight="bold" keep-with-next.within-page="always">'
            f'{rule} <fo:inline color="#FFFFFF" background-color="{colour}"'
            f' font-size="7.5pt">{mark}</fo:inline> {escape(title)}</fo:block>'
            + "".join(map(fo_paragraph, texts))
            + '<fo:list-block provisional-distance-between-starts="5mm"'
            ' provisional-label-separation="2mm">'
            f"{items}</fo:list-block></fo:block>")


def fo_annex(data):
    yield fo_table(WIDTHS, 'border-collapse="collapse" font-size="7.5pt"'
                   ' line-height="10pt"')
    yield ('<fo:table-header font-weight="bold" background-color="#E5E7EB">'
           "<fo:table-row>"
           + "".join(fo_cell(head, 'padding="0.8mm"'
                             ' border-bottom="0.8pt solid #374151"')
                     for head in ANNEX)
           + "</fo:table-row></fo:table-header><fo:table-body>")
    styles = {4: 'text-align="end"',
              5: 'font-family="DejaVu Sans Mono" font-size="6.5pt"'}
    for number, row in enumerate(data["annex"]):
        shade = ' background-color="#F9FAFB"' if number % 2 else ""
        yield (f'<fo:table-row keep-together.within-page="always"{shade}>'
               + "".join(fo_cell(text, 'padding="0.8mm"'
                                 ' border-bottom="0.3pt solid #D1D5DB"',
                                 styles.get(at, ""))
                         for at, text in enumerate(row))
               + "</fo:table-row>")
    yield "</fo:table-body></fo:table>"


def fo(data):
    yield FO_HEAD
    yield from fo_front(data)
    yield fo_heading("s0", "Synthèse")
    yield from map(fo_paragraph, data["summary"])
    yield from fo_options(data)
    yield fo_heading("s1", "Constats par thème")
    for number, (theme, findings) in enumerate(data["findings"]):
        yield (f'<fo:block id="t{number}" role="H2" font-size="13pt"'
               ' line-height="18pt" font-weight="bold" space-before="6mm"'
               ' space-after="2mm" keep-with-next.within-page="always">'
               f"{escape(theme)}</fo:block>")
        yield from (fo_finding(*finding) for finding in findings)
    yield fo_heading("s2", "Annexe A — Preuves")
    yield from fo_annex(data)
    yield fo_heading("s3", "Signatures")
    yield fo_paragraph(data["end"])
    yield "</fo:flow></fo:page-sequence></fo:root>"


CSS = """@page { size: A4; margin: 26mm 22mm;
  @bottom-center { content: "Page " counter(page) " sur " counter(pages);
    font-size: 7.5pt } }
@page cover { margin: 0 }
body { font: 9.5pt/13.5pt "Noto Sans"; color: #1F2937 }
.cover { page: cover; break-after: page; background: #1E3A5F; color: #fff;
  padding: 24mm 22mm 16mm }
h1 { font-size: 18pt; line-height: 24pt; color: #1E3A5F; break-before: page }
h2 { font-size: 13pt; line-height: 18pt; break-after: avoid }
p { text-align: justify; hyphens: auto; margin: 0 0 2.5mm }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt }
thead { background: #1E3A5F; color: #fff }
td, th { padding: 1.2mm; text-align: left; border-bottom: .5pt solid #D1D5DB }
tr { break-inside: avoid }
.annex { font-size: 7.5pt; line-height: 10pt; table-layout: fixed }
.annex td:last-child { font-family: "DejaVu Sans Mono"; font-size: 6.5pt }
.finding { border-left: 2pt solid #15693B; padding-left: 3mm; margin: 3mm 0 }
.toc a { display: block; color: inherit; text-decoration: none }
.toc a::after { content: leader('.') target-counter(attr(href), page) }
"""


def html_rows(rows, tag="td"):
    return "".join(
        "<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in row)
        + "</tr>" for row in rows)


def html(data):
    yield (f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
           f'<title>{data["reference"]}</title><style>{CSS}</style></head>'
           '<body><div class="cover"><div>DOSSIER D’AUDIT</div>'
           '<div style="font-size:28pt;line-height:34pt;font-weight:bold">'
           f'Évaluation d’un système d’IA</div>{data["reference"]}</div>'
           '<div class="toc">')
    yield from (f'<a href="#{ident}" style="margin-left:{indent}mm">'
                f"{escape(text)}</a>" for ident, text, indent in sections(data))
    yield '</div><h1 id="s0">Synthèse</h1>'
    yield from (f"<p>{escape(text)}</p>" for text in data["summary"])
    yield (f'<table><thead>{html_rows([HEADS], "th")}</thead>'
           f'{html_rows(data["options"])}</table>{chart(data["bars"])}'
           '<h1 id="s1">Constats par thème</h1>')
    for number, (theme, findings) in enumerate(data["findings"]):
        yield f'<h2 id="t{number}">{escape(theme)}</h2>'
        for rule, mark, title, texts, steps in findings:
            yield (f'<div class="finding"><b>{rule} {mark} {escape(title)}</b>'
                   + "".join(f"<p>{escape(text)}</p>" for text in texts)
                   + "<ul>" + "".join(f"<li>{escape(s)}</li>" for s in steps)
                   + "</ul></div>")
    columns = "".join(f'<col style="width:{width}">' if width else "<col>"
                      for width in WIDTHS)
    yield (f'<h1 id="s2">Annexe A — Preuves</h1><table class="annex">'
           f'<colgroup>{columns}</colgroup><thead>'
           f'{html_rows([ANNEX], "th")}</thead>{html_rows(data["annex"])}'
           f'</table><h1 id="s3">Signatures</h1><p>{escape(data["end"])}</p>'
           "</body></html>")


def main(count, rows, out):
    folder = pathlib.Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for seed in range(1, int(count) + 1):
        data = content(seed, int(rows))
        for kind, make in (("fo", fo), ("html", html)):
            (folder / f"d{seed:03d}.{kind}").write_text(
                "\n".join(make(data)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
