#!/usr/bin/env python3
"""Usage: config.py FONT.C HYPHEN_DIR OUT

Write OUT/fop.xconf, which gives Apache FOP the very fonts of the table in
FONT.C (auditor/render/font.c), and OUT/hyph/LANG.xml, the hyphenation
patterns of HYPHEN_DIR (Debian's hyph_*.dic) in FOP's form: the two engines
can only agree on what both know.
"""
import pathlib
import re
import sys
from xml.sax.saxutils import escape, quoteattr

ROW = re.compile(r'\{"([^"]+)", (\w+), (true|false), (?:true|false), "[^"]*",'
                 r'\s*(\w+) "([^"]+)"')
LANGUAGES = {"fr": "hyph_fr.dic", "en": "hyph_en_US.dic", "de": "hyph_de_DE.dic"}
# What the keywords of such a file set; patterns have none of these letters.
KEYWORD = re.compile(r"^[A-Z]{4,} |^%|^UTF-8|^ISO")


def fonts(source):
    folders = dict(re.findall(r'#define (\w+)\s+"(/[^"]+)"', source))
    for family, weight, italic, folder, name in ROW.findall(source):
        yield (family, folders[folder] + name,
               "bold" if weight == "BOLD" else "normal",
               "italic" if italic == "true" else "normal")


def fop_pattern(pattern):
    """Upper case never occurs; FOP wants & and < as XML does."""
    return escape(pattern)


def patterns(path):
    text = path.read_bytes()
    encoding = text.split(b"\n", 1)[0].strip().decode("ascii")
    lines = text.decode(encoding).splitlines()[1:]
    kept = []
    for line in lines:
        line = line.strip()
        if line == "NEXTLEVEL":  # the levels before it are of compounds
            kept = []
        elif line and not KEYWORD.match(line) and "/" not in line:
            kept.append(line)
    return kept


def hyphenation(path):
    kept = patterns(path)
    letters = sorted({c for p in kept for c in p if c.isalpha() or c in "'’-"})
    classes = "\n".join(c + (c.upper() if len(c.upper()) == 1 else "")
                        for c in letters)
    body = "\n".join(fop_pattern(p) for p in kept)
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<hyphenation-info>\n'
            '<hyphen-char value="-"/>\n<hyphen-min before="2" after="2"/>\n'
            f"<classes>\n{classes}\n</classes>\n"
            f"<patterns>\n{body}\n</patterns>\n</hyphenation-info>\n")


def main(font_c, hyphen_dir, out):
    out = pathlib.Path(out).resolve()
    (out / "hyph").mkdir(parents=True, exist_ok=True)
    for language, name in LANGUAGES.items():
        path = pathlib.Path(hyphen_dir) / name
        if path.exists():
            (out / "hyph" / f"{language}.xml").write_text(
                hyphenation(path), encoding="utf-8")
    rows = list(fonts(pathlib.Path(font_c).read_text(encoding="utf-8")))
    if len(rows) < 10:
        sys.exit(f"config.py: {font_c} has no table of fonts")
    told = "\n".join(
        f'<font kerning="yes" embed-url={quoteattr("file://" + path)}>'
        f'<font-triplet name={quoteattr(family)} style="{style}"'
        f' weight="{weight}"/></font>'
        for family, path, weight, style in rows if pathlib.Path(path).exists())
    (out / "fop.xconf").write_text(
        '<?xml version="1.0"?>\n<fop version="1.0">\n'
        "<strict-validation>true</strict-validation>\n"
        f"<hyphenation-base>file://{out}/hyph/</hyphenation-base>\n"
        '<renderers><renderer mime="application/pdf">'
        "<filterList><value>flate</value></filterList>"
        f"<fonts>\n{told}\n</fonts></renderer></renderers>\n</fop>\n",
        encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
