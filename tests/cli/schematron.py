#!/usr/bin/python3
"""Print the failed assertions of rule packs over a facts file.

usage: schematron.py FACTS.xml RULES_DIR

A stock ISO Schematron engine (lxml's, with the ISO skeleton) reads the packs
that judge the subject's sector and prints one "pattern assertion" a line,
sorted, to be compared with what `auditor assess --failures` prints. It
refuses packs that are not valid ISO Schematron.
"""
import os
import sys

from lxml import etree, isoschematron

COMMON = {"common", "energy", "isolation", "provenance", "sizing"}
FACTS = "{urn:auditor:facts:1}"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def failures(facts, path):
    """The (pattern, assertion) pairs that fail in one pack."""
    schema = isoschematron.Schematron(etree.parse(path), store_report=True)
    schema.validate(facts)
    pattern = ""
    for node in schema.validation_report.getroot():
        if node.tag == SVRL + "active-pattern":
            pattern = node.get("id")
        elif node.tag == SVRL + "failed-assert":
            yield pattern, node.get("id")


def main():
    """Print the failures of all packs that apply."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    facts = etree.parse(sys.argv[1])
    sector = facts.find(f"{FACTS}subject/{FACTS}sector").get("v")
    found = []
    for name in sorted(os.listdir(sys.argv[2])):
        pack, extension = os.path.splitext(name)
        if extension == ".sch" and pack in COMMON | {sector}:
            found += failures(facts, os.path.join(sys.argv[2], name))
    for pattern, assertion in sorted(found):
        print(pattern, assertion)


main()
