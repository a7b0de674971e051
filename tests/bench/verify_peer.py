"""Usage: verify_peer.py ANCHOR LIST FILE...

Verify sealed files with pyHanko (PDF) and xmlsec (XML), both with the anchor
and the revocation list (PEM), in one warm process: all files once before, so
that nothing of the loading counts, then all of them again by CPU time. Prints
the seconds, pyHanko's and xmlsec's. Exit status 1 when one is not valid.
"""
import sys
import time

import xmlsec
from asn1crypto import crl, pem
from lxml import etree
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

SPACES = {'ds': 'http://www.w3.org/2000/09/xmldsig#',
          'x': 'http://uri.etsi.org/01903/v1.3.2#'}


def verify_pdf(path, context):
    with open(path, 'rb') as file:
        signature, = PdfFileReader(file).embedded_regular_signatures
        status = validate_pdf_signature(signature, context)
    return status.bottom_line


def verify_xml(path, manager):
    root = etree.parse(path).getroot()
    xmlsec.tree.add_ids(root.find('.//x:SignedProperties', SPACES), ['Id'])
    context = xmlsec.SignatureContext(manager)
    context.verify(root.find('ds:Signature', SPACES))
    return True


def verify_all(paths, context, manager):
    spent = {'pdf': 0.0, 'xml': 0.0}
    for path in paths:
        start = time.process_time()
        kind = path[-3:]
        good = (verify_pdf(path, context) if kind == 'pdf'
                else verify_xml(path, manager))
        if not good:
            sys.exit('verify_peer.py: not valid: ' + path)
        spent[kind] += time.process_time() - start
    return spent


def main(anchor, list_path, paths):
    with open(list_path, 'rb') as file:
        lists = [crl.CertificateList.load(der) for _, _, der in
                 pem.unarmor(file.read(), multiple=True)]
    context = ValidationContext(
        trust_roots=[load_cert_from_pemder(anchor)], crls=lists,
        revocation_mode='hard-fail', allow_fetching=False)
    manager = xmlsec.KeysManager()
    manager.load_cert(anchor, xmlsec.KeyFormat.CERT_PEM,
                      xmlsec.KeyDataType.TRUSTED)
    verify_all(sorted(set(paths)), context, manager)
    spent = verify_all(paths, context, manager)
    print(spent['pdf'] + spent['xml'], spent['pdf'], spent['xml'])


if __name__ == '__main__':
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
