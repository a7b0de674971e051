#!/usr/bin/env python3
"""Usage: overlaps.py AREAS X Y WIDTH HEIGHT

Does nothing overlap in an area tree of `auditor render --areas`, and does all
text stand in that rectangle of its page (in points)? Prints what does not;
exit status 1 when there is any. Turned text is passed over.
"""
import sys

from xml.etree import ElementTree

SLACK = 600  # millipoints that letters may lean out
ABOVE = 0.7  # of the size: what letters surely take over the baseline
BELOW = 0.1


def boxes(page):
    for number, line in enumerate(page.iter("line")):
        texts = [t for t in line.iter("text") if (t.text or "").strip()]
        for text in texts:
            if text.get("turns"):
                continue
            x, y = int(text.get("x")), int(text.get("y"))
            size = int(text.get("size"))
            yield (number, x, y - int(size * ABOVE), x + int(text.get("width")),
                   y + int(size * BELOW), (text.text or "")[:30])


def problems(tree, area):
    left, top, right, bottom = area
    for number, page in enumerate(tree.iter("page"), 1):
        found = sorted(boxes(page), key=lambda b: b[2])
        for i, a in enumerate(found):
            if (a[1] < left - SLACK or a[3] > right + SLACK
                    or a[2] < top - SLACK or a[4] > bottom + SLACK):
                yield f"page {number}: '{a[5]}' stands outside"
            for b in found[i + 1:]:
                if b[2] >= a[4]:
                    break
                if a[0] == b[0] and b[1] + SLACK >= a[3]:
                    continue
                if a[1] < b[3] - SLACK and b[1] < a[3] - SLACK:
                    yield f"page {number}: '{a[5]}' overlaps '{b[5]}'"


def main(words):
    x, y, width, height = (int(float(w) * 1000) for w in words[1:])
    count = 0
    tree = ElementTree.parse(words[0])
    for text in problems(tree, (x, y, x + width, y + height)):
        count += 1
        if count <= 5:
            print(text)
    return count > 0


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
