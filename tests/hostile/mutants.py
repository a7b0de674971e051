#!/usr/bin/python3
"""mutants.py FILE COUNT PART PARTS: sealed files changed in their structure,
each well-formed again, for `mutate given`: every element, attribute and text
of an XML file, every object of a PDF, removed, moved, doubled and more. COUNT
of them spread evenly, 0 for all; of these every PARTS-th from PART on."""
import copy
import re
import sys

from lxml import etree

from forge_objects import Objects

HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'


# XML: an operation changes the tree in place, and gives what undoes it

def remove(node):
    parent, at = node.getparent(), node.getparent().index(node)
    parent.remove(node)
    return lambda: parent.insert(at, node)


def double(node):
    other = copy.deepcopy(node)
    node.addnext(other)
    return lambda: other.getparent().remove(other)


def swap(node):
    """With the one behind it; the last one to the front."""
    parent, other = node.getparent(), node.getnext()
    if len(parent) < 2:
        return None
    if other is not None:
        other.addnext(node)
        return lambda: other.addprevious(node)
    parent.insert(0, node)
    return lambda: parent.append(node)


def lift(node):
    """Out of its parent, in front of it."""
    parent, at = node.getparent(), node.getparent().index(node)
    if parent.getparent() is None:
        return None
    parent.addprevious(node)
    return lambda: parent.insert(at, node)


def unwrap(node):
    """Its children in its place."""
    parent, at, inner = node.getparent(), node.getparent().index(node), \
        list(node)
    if not inner:
        return None
    parent.remove(node)
    for number, child in enumerate(inner):
        parent.insert(at + number, child)

    def undo():
        for child in inner:
            node.append(child)
        parent.insert(at, node)
    return undo


def empty(node):
    inner = list(node)
    if not inner:
        return None
    for child in inner:
        node.remove(child)

    def undo():
        for child in inner:
            node.append(child)
    return undo


def to_end(node):
    """Behind the signature."""
    parent, at = node.getparent(), node.getparent().index(node)
    root = node.getroottree().getroot()
    if node is root[-1]:
        return None
    root.append(node)
    return lambda: parent.insert(at, node)


def attribute(name, change):
    def operation(node):
        before = dict(node.attrib)
        other = change(name, before, node)
        if other is None:
            return None
        node.attrib.clear()
        node.attrib.update(other)

        def undo():
            node.attrib.clear()
            node.attrib.update(before)
        return undo
    return operation


def without(name, found, _):
    return {n: v for n, v in found.items() if n != name}


def doubled(name, found, _):
    return {**found, name: found[name] * 2}


def renamed(name, found, _):
    return {(n + 'x' if n == name else n): v for n, v in found.items()}


def copied(name, found, node):
    """Also under a name that some take for an identifier."""
    return {**found, 'ID': found[name]} if 'ID' not in found else None


def words(change):
    def operation(node):
        before = node.text
        if not before:
            return None
        node.text = change(before)

        def undo():
            node.text = before
        return undo
    return operation


def next_words(node):
    """The text of the next element that has some, and the other way round."""
    other = node.getnext()
    if other is None or not node.text or not other.text or \
            other.text == node.text:
        return None
    node.text, other.text = other.text, node.text

    def undo():
        node.text, other.text = other.text, node.text
    return undo


ELEMENTS = (remove, double, swap, lift, unwrap, empty, to_end)
ATTRIBUTES = (without, doubled, renamed, copied)
WORDS = (words(lambda t: None), words(lambda t: t * 2),
         words(lambda t: t[1:]), words(lambda t: t + ' '), next_words)


def canonical(tree):
    return HEAD + etree.tostring(tree, method='c14n', exclusive=True) + b'\n'


def xml_mutants(data):
    tree = etree.fromstring(data.split(b'?>', 1)[1].strip())
    plan = []
    for node in tree.iter():
        name = etree.QName(node).localname
        if node is not tree:
            plan += [('%s %s' % (one.__name__, name), node, one)
                     for one in ELEMENTS]
        plan += [('%s %s/@%s' % (one.__name__, name, at), node,
                  attribute(at, one))
                 for at in node.attrib for one in ATTRIBUTES]
        plan += [('words %d of %s' % (number, name), node, one)
                 for number, one in enumerate(WORDS) if node.text]

    def make(item):
        name, node, operation = item
        undo = operation(node)
        if undo is None:
            return None
        made = canonical(tree)
        undo()
        return name, made

    def finish():
        """All was undone, so that each file had one change alone."""
        assert canonical(tree) == data
    return plan, make, finish


# PDF: of the first revision whole objects; of later ones in their own room

def nothing(item):
    return b'%d 0 obj\nnull\nendobj\n' % item[0]


def objects_mutants(data):
    pdf = Objects(data)
    whole = list(pdf.items)
    one = data.count(b'startxref') == 1
    plan = [(name, at) for at in range(len(whole)) for name in (
        'remove', 'null', 'move', 'last', 'double', 'twice', 'copy', 'trade')
    ] if one else []
    offsets = [m.start() for m in re.finditer(rb'(?<=\n)\d+ 0 obj\b', data)]
    plan += [('blank', at) for at in offsets]

    def blank(at):
        end = data.index(b'endobj', at)
        start = data.index(b'obj', at) + 3
        return data[:start] + b'\nnull'.ljust(end - start - 1) + b'\n' + \
            data[end:]

    def make(item):
        name, at = item
        if name == 'blank':
            return '%s at %d' % item, blank(at)
        pdf.items = list(whole)
        other = (at + 1) % len(whole)
        number, text = whole[at]
        body = text.split(b'obj', 1)[1]
        if name == 'remove':
            del pdf.items[at]
        elif name == 'null':
            pdf.items[at] = (number, nothing(whole[at]))
        elif name == 'move':
            pdf.items[at], pdf.items[other] = whole[other], whole[at]
        elif name == 'last':
            pdf.items.append(pdf.items.pop(at))
        elif name == 'double':
            pdf.items.insert(at, whole[at])
        elif name == 'twice':
            pdf.items.insert(at, (0, b''))
            pdf.items[at] = (number, text + text)
            del pdf.items[at + 1]
        elif name == 'copy':
            pdf.add(body.rsplit(b'endobj', 1)[0].strip())
        elif name == 'trade':
            theirs = whole[other]
            pdf.items[at] = (number, b'%d 0 obj' % number +
                             theirs[1].split(b'obj', 1)[1])
            pdf.items[other] = (theirs[0], b'%d 0 obj' % theirs[0] + body)
        return '%s object %d' % (name, number), pdf.write()
    return plan, make, lambda: None


def main():
    with open(sys.argv[1], 'rb') as file:
        data = file.read()
    count, part, parts = map(int, sys.argv[2:5])
    plan, make, finish = (objects_mutants if data.startswith(b'%PDF')
                  else xml_mutants)(data)
    count = min(count or len(plan), len(plan))
    for turn in range(part, count, parts):
        made = make(plan[turn * len(plan) // count])
        if made is not None:
            name, content = made
            sys.stdout.buffer.write(b'%d %s\n' % (
                len(content), name.encode()[:190]))
            sys.stdout.buffer.write(content)
    finish()


main()
