#!/usr/bin/env python3
"""Usage: robust_pages.py DIR

Write DIR/NAME.fo, pages that are hard to lay out, and DIR/list, a line each:
NAME, the exit status that `auditor render` must have, and words that it says
(or "-"). What is laid out has to pass overlaps.py.
"""
import base64
import pathlib
import struct
import sys
import zlib

WORDS = ("The assessment begins with the evidence that its team already has,"
         " and each claim is kept as it was written. ")


def png(width, height, rows):
    def chunk(kind, data):
        body = kind + data
        return (struct.pack(">I", len(data)) + body
                + struct.pack(">I", zlib.crc32(body)))
    return (b"\x89PNG\r\n\x1a\n"
            + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def picture(data, attributes=""):
    coded = base64.b64encode(data).decode("ascii")
    return (f"<block><external-graphic {attributes} fox:alt-text='x'"
            f" src=\"url('data:image/png;base64,{coded}')\"/></block>")


def page(flow, static="", body="margin='20pt 0pt'"):
    return f"""<root xmlns="http://www.w3.org/1999/XSL/Format"
 xmlns:fox="http://xmlgraphics.apache.org/fop/extensions" xml:lang="en"
 font-family="Noto Sans" font-size="10pt" line-height="13pt">
<layout-master-set><simple-page-master master-name="a" page-width="300pt"
 page-height="300pt" margin="20pt"><region-body {body}/>
 <region-before extent="15pt"/></simple-page-master></layout-master-set>
<page-sequence master-reference="a">{static}
<flow flow-name="xsl-region-body">
{flow}
</flow></page-sequence></root>
"""


def block(text, attributes=""):
    return f"<block {attributes}>{text}</block>\n"


def cell(content, attributes=""):
    return f"<table-cell border='1pt solid' {attributes}>{content}</table-cell>"


def table(rows, widths, attributes="", header=""):
    columns = "".join(f"<table-column column-width='{w}'/>" for w in widths)
    return (f"<table table-layout='fixed' width='100%' {attributes}>{columns}"
            f"{header}<table-body>{''.join(rows)}</table-body></table>")


def row(cells, attributes=""):
    return f"<table-row {attributes}>{''.join(cells)}</table-row>\n"


def nested_table(depth):
    if depth == 0:
        return block("deepest " + WORDS)
    inner = nested_table(depth - 1)
    return table([row([cell(inner, "padding='1pt'")])], ["100%"])


def nested_list(depth):
    inner = nested_list(depth - 1) if depth > 1 else block("deepest " + WORDS)
    return ("<list-block provisional-distance-between-starts='10pt'"
            " provisional-label-separation='2pt'><list-item>"
            "<list-item-label end-indent='label-end()'><block>•</block>"
            "</list-item-label><list-item-body start-indent='body-start()'>"
            f"{block(f'level {depth}')}{inner}</list-item-body></list-item>"
            "</list-block>")


def note(text):
    return ("<footnote><inline>*</inline><footnote-body>"
            f"<block>{text}</block></footnote-body></footnote>")


def annex():
    header = ("<table-header>"
              + row([cell(block(h)) for h in ("no", "evidence", "digest")])
              + "</table-header>")
    rows = [row([cell(block(str(i))), cell(block(WORDS[:i % 90 + 5])),
                 cell(block(f"{i * 2654435761 % 2 ** 64:016x}"))])
            for i in range(2000)]
    return table(rows, ["40pt", "proportional-column-width(1)", "80pt"],
                 "border-collapse='collapse'", header)


CASES = {
    "annex-of-2000-rows": (page(annex()), 0, "-"),
    "word-in-a-narrow-cell": (page(table(
        [row([cell(block("x" * 60)), cell(block(WORDS))])],
        ["30pt", "proportional-column-width(1)"])), 0, "-"),
    "font-that-is-missing": (page(block("a", "font-family='No Such'")), 4,
                             "cannot find a font"),
    "picture-of-huge-size": (page(picture(png(100000, 100000, b""))), 3,
                             "100000 by 100000 pixels"),
    "picture-with-too-few-rows": (page(picture(png(40, 40, b"\0" * 41))), 3,
                                  "no sound PNG"),
    "picture-wider-than-the-page": (page(picture(
        png(4, 4, b"\0" * 20), "content-width='900pt'")), 3, "does not fit"),
    "picture-taller-than-the-page": (page(picture(
        png(4, 4, b"\0" * 20), "content-height='280pt' scaling='uniform'"
        " width='4pt'")), 3, "does not fit"),
    "paragraph-of-100000-letters": (page(block(WORDS * 880)), 0, "-"),
    "justified-100000-letters": (page(block(
        WORDS * 880, "text-align='justify' hyphenate='true'")), 0, "-"),
    "word-of-100000-letters": (page(block("abcdefghij" * 10000)), 0, "-"),
    "line-of-100000-letters": (page(block(
        WORDS * 880, "wrap-option='no-wrap'")), 3, "line"),
    "tables-ten-deep": (page(nested_table(10)), 0, "-"),
    "lists-twenty-deep": (page(nested_list(20)), 0, "-"),
    "table-wider-than-the-page": (page(table(
        [row([cell(block("a"))] * 3)], ["200pt"] * 3)), 3,
        "wider than its area"),
    "cell-taller-than-a-page": (page(table(
        [row([cell(block(WORDS * 30)), cell(block("b"))])],
        ["100pt", "100pt"])), 0, "-"),
    "kept-row-taller-than-a-page": (page(table(
        [row([cell(block(WORDS * 30)), cell(block("b"))],
             "keep-together='always'")] * 2, ["100pt", "100pt"])), 0, "-"),
    "kept-block-taller-than-a-page": (page(
        block(block(WORDS) * 20, "keep-together.within-page='always'")), 0,
        "-"),
    "blocks-all-kept-together": (page(
        block(WORDS, "keep-with-next='always'") * 200), 0, "-"),
    "footnote-taller-than-the-page": (page(
        block("a" + note(WORDS * 40)) + block("b")), 0, "-"),
    "a-footnote-a-line": (page(
        "".join(block(f"{i}" + note(WORDS)) for i in range(40))), 0, "-"),
    "column-without-width": (page(table(
        [row([cell(block("a")), cell(block("b"))])], ["0pt", "100pt"])), 3,
        "no width is left"),
    "column-of-negative-width": (page(table(
        [row([cell(block("a"))])], ["-10pt"])), 3, "line"),
    "negative-size": (page(block("a", "font-size='-5pt'")), 3, "font-size"),
    "negative-line-height": (page(block("a", "line-height='-5pt'")), 3,
                             "line-height"),
    "negative-height": (page("<block-container height='-40pt'><block>a</block>"
                             "</block-container>"), 0, "-"),
    "negative-padding": (page(block("a", "padding='-5pt' border='1pt solid'")),
                         0, "-"),
    "indents-that-cross": (page(block(
        "a", "start-indent='200pt' end-indent='200pt'")), 3, "no width"),
    "empty-flow": (page(""), 0, "-"),
    "empty-blocks": (page("<block/>" * 1000), 0, "-"),
    "body-without-room": (page(block("a"), body="margin='160pt 0pt'"), 3,
                          "no room"),
    "line-taller-than-the-page": (page(block("a", "line-height='400pt'")), 3,
                                  "does not fit"),
    "padding-taller-than-the-page": (page(block(
        "a", "padding='400pt 0pt' background-color='#eeeeee'")), 3,
        "does not fit"),
    "header-taller-than-its-region": (page(
        block("a"), "<static-content flow-name='xsl-region-before'>"
        + block(WORDS * 3) + "</static-content>"), 3, "taller"),
    "marker-that-retrieves-itself": (page(
        block("<marker marker-class-name='m'><retrieve-marker"
              " retrieve-class-name='m'/></marker>a"),
        "<static-content flow-name='xsl-region-before'><block>"
        "<retrieve-marker retrieve-class-name='m'/></block>"
        "</static-content>"), 0, "-"),
    "marker-retrieved-in-the-flow": (page(
        block("<retrieve-marker retrieve-class-name='m'/>")), 3,
        "static content"),
    "citation-of-itself": (page(
        block("on <page-number-citation ref-id='a'/>", "id='a'")), 0, "-"),
    "citation-of-nothing": (page(
        block("on <page-number-citation ref-id='a'/>")), 3,
        "no object has the id 'a'"),
    "link-to-nothing": (page(
        block("<basic-link internal-destination='a'>x</basic-link>")), 3,
        "'a'"),
    "ids-that-are-the-same": (page(
        block("a", "id='x'") + block("b", "id='x'")), 3,
        "the id 'x' is used twice"),
    "ids-10000": (page("".join(
        block(f"<page-number-citation ref-id='i{9999 - i}'/>", f"id='i{i}'")
        for i in range(10000))), 0, "-"),
    "rows-spanned-past-the-end": (page(table(
        [row([cell(block("a"), "number-rows-spanned='9'"),
              cell(block("b"))])], ["100pt", "100pt"])), 0, "-"),
    "columns-spanned-past-the-end": (page(table(
        [row([cell(block("a"), "number-columns-spanned='200'")])],
        ["100pt"])), 3, "line"),
    "rows-all-spanned": (page(table(
        [row([cell(block("a " + WORDS), f"number-rows-spanned='{60}'"),
              cell(block("0"))])]
        + [row([cell(block(f"{i} " + WORDS))]) for i in range(1, 60)],
        ["100pt", "100pt"])), 0, "-"),
    "widows-by-the-thousand": (page(
        block(WORDS * 30, "widows='1000' orphans='1000'")), 0, "-"),
    "no-size-of-a-page": ("""<root xmlns="http://www.w3.org/1999/XSL/Format">
<layout-master-set><simple-page-master master-name="a" page-width="0pt"
 page-height="9pt"><region-body/></simple-page-master></layout-master-set>
<page-sequence master-reference="a"><flow flow-name="xsl-region-body"/>
</page-sequence></root>""", 3, "lacks a size"),
    "no-such-master": (page("").replace('reference="a"', 'reference="b"'), 3,
                       "no page master 'b'"),
}


def main(folder):
    folder = pathlib.Path(folder)
    with open(folder / "list", "w", encoding="utf-8") as out:
        for name, (text, status, words) in CASES.items():
            (folder / (name + ".fo")).write_text(text, encoding="utf-8")
            out.write(f"{name} {status} {words}\n")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
