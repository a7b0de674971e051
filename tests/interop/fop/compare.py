#!/usr/bin/env python3
"""Usage: compare.py OURS FOP

Do two engines lay a document out alike? OURS/*.xml are area trees of
`auditor render --areas`, FOP/*.at.xml those of Apache FOP for the same XSL-FO,
and FOP/events has its warnings. Compared are the number of pages and, for each
page, the number of lines of text and the letters that it has, which tell at
once whether a page begins or ends elsewhere. Where a line ends within its
paragraph is each engine's choice.
Prints "NAME: difference" for what KNOWN does not explain; exit status 1 when
there is any.
"""
import collections
import fnmatch
import pathlib
import re
import sys
import unicodedata

from xml.etree import ElementTree

# (documents, difference): both shell patterns, and why it is right as it is.
# FOP's own warnings are differences too.
KNOWN = [
    ("*-dossier.*", "WARN The contents of fo:block line * exceed *",
     "FOP lets a word wider than its cell stick out, we break it"),
    ("*-dossier.en", "page * text by a word: *",
     "the English dictionary leaves three letters after a hyphen, FOP two"),
    ("render-text-case", "page 1 text: *STRASSE*STRAßE*",
     "the capitals of ß are SS (Unicode, SpecialCasing); FOP leaves it"),
    ("render-text-spacing", "page 1 text by a word: *Seen, not seen*",
     "FOP shows what visibility hides"),
    ("render-white-space", "WARN The contents of fo:block line * exceed *",
     "the block asks for one line, however long"),
    ("render-soft-hyphens", "WARN The contents of fo:block line * exceed *",
     "the block asks for one line, however long"),
    ("render-hyphens", "page 1 text by a word: *incom*incom~*",
     "a hyphen of our own reads as U+00AD, whatever it looks like"),
    ("render-inline-boxes", "page 1 lines: 7, FOP 8",
     "a last line of one short word is avoided in justified text"),
    ("render-footnotes-carried", "page * text by a word: *",
     "two ways to break leave nearly the same white"),
    ("render-ids-everywhere", "page 1 text by a word: 'wrapper *",
     "FOP does not find the id of a wrapper in a line"),
    ("render-borders-ranked", "WARN *collapse-with-precedence*",
     "FOP has no precedence of borders"),
    ("render-containers-overflow", "WARN Content overflows the viewport *",
     "the file asks for it"),
]

WORD = 24  # letters at most in what a line's end moves to the next page


def squeeze(text):
    """What does not depend on how an engine writes the same line."""
    text = unicodedata.normalize("NFKC", text)  # ligatures
    text = text.replace("\u00ad", "").replace("\u2010", "-")
    text = re.sub(r"[\s\u00a0\u202f\u2009]+", " ", text)
    return re.sub(r"[ .]{3,}", " ", text).strip()  # leaders


def our_pages(path):
    pages = []
    for page in ElementTree.parse(path).iter("page"):
        lines = [squeeze("".join(t.text or "" for t in line.iter("text")))
                 for line in page.iter("line")]
        pages.append([line for line in lines if line])
    return pages


def fop_line(line):
    words = []
    for node in line.iter("text"):
        for part in node:
            words.append(part.text or "" if part.tag == "word" else " ")
    return squeeze("".join(words))


def fop_pages(path):
    pages = []
    for page in ElementTree.parse(path).iter("pageViewport"):
        lines = [fop_line(line) for line in page.iter("lineArea")]
        pages.append([line for line in lines if line])
    return pages


def letters(lines):
    return collections.Counter(c for line in lines for c in line
                               if c not in " -.")


def first(lines, others):
    """A line that the other page has not, to tell the difference by."""
    has = set(others)
    return next((line for line in lines if line not in has), "")


def differences(ours, fops):
    if len(ours) != len(fops):
        yield f"pages: {len(ours)}, FOP {len(fops)}"
    for number, (mine, other) in enumerate(zip(ours, fops), 1):
        if len(mine) != len(other):
            yield f"page {number} lines: {len(mine)}, FOP {len(other)}"
        a, b = letters(mine), letters(other)
        if a != b:
            moved = sum(((a - b) + (b - a)).values())
            yield (f"page {number} text{' by a word' if moved <= WORD else ''}"
                   f": '{first(mine, other)}', FOP '{first(other, mine)}'")


def explained(name, text):
    return next((reason for document, difference, reason in KNOWN
                 if fnmatch.fnmatchcase(name, document)
                 and fnmatch.fnmatchcase(text, difference)), None)


def events(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, text = line.partition(": ")
        yield pathlib.Path(name).stem, text


def report(used, found):
    for name, text in found:
        reason = explained(name, text)
        used[reason] += 1
        if reason is None:
            print(f"{name}: {text}")


def main(ours, fop):
    used = collections.Counter()
    report(used, events(pathlib.Path(fop) / "events"))
    paths = sorted(pathlib.Path(ours).glob("*.xml"))
    pages = lines = 0
    for path in paths:
        mine = our_pages(path)
        pages += len(mine)
        lines += sum(map(len, mine))
        other = pathlib.Path(fop) / (path.stem + ".at.xml")
        report(used, ((path.stem, text)
                      for text in differences(mine, fop_pages(other))))
    for reason, count in sorted((r, n) for r, n in used.items() if r):
        print(f"{count} known differences: {reason}")
    print(f"{len(paths)} documents, {pages} pages, {lines} lines,"
          f" {used[None]} unexplained differences")
    return bool(paths) and not used[None]


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(0 if main(*sys.argv[1:]) else 1)
