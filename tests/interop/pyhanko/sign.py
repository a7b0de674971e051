"""Sign PDF files with pyHanko: sign.py PKI URL OURS OUT

PKI is a folder of tests/servers/pki.sh, URL its server, OURS a PDF of ours.
Files: blank ones with cross-reference tables and streams, at every level, with
both SubFilters, certified, signed twice; and ours with a second signature.
"""
import io
import os
import sys

from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.writer import PageObject, PdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

PKI, URL, OURS, OUT = sys.argv[1:]
SIGNER = signers.SimpleSigner.load(
    PKI + '/signer.key', PKI + '/leaf.pem', ca_chain_files=(PKI + '/sub.pem',))
ROOT = load_cert_from_pemder(PKI + '/ca.pem')
STAMPER = HTTPTimeStamper(URL + '/tsa')


def writer(streams):
    blank = PdfFileWriter(stream_xrefs=streams)
    blank.insert_page(PageObject(
        contents=blank.add_object(generic.StreamObject(stream_data=b'BT ET')),
        media_box=generic.ArrayObject(
            [generic.NumberObject(side) for side in (0, 0, 300, 300)])))
    return blank


def blank(streams):
    out = io.BytesIO()
    writer(streams).write(out)
    return out


def sign(pdf, name, field='First', stamper=None, **words):
    words = {'subfilter': SigSeedSubFilter.PADES, **words}
    if not isinstance(pdf, PdfFileWriter):
        pdf = IncrementalPdfFileWriter(pdf)
    out = signers.sign_pdf(
        pdf, signers.PdfSignatureMetadata(field_name=field, **words),
        signer=SIGNER, timestamper=stamper)
    with open(os.path.join(OUT, name + '.pdf'), 'wb') as file:
        file.write(out.getbuffer())
    return out


def lasting():
    return {'embed_validation_info': True,
            'validation_context': ValidationContext(
                trust_roots=[ROOT], allow_fetching=True,
                revocation_mode='soft-fail')}


for streams in True, False:
    form = 'streams' if streams else 'table'
    first = sign(blank(streams), form + '-b')
    sign(first, form + '-twice', field='Second')
    sign(writer(streams), form + '-one-revision')
    sign(blank(streams), form + '-certified', certify=True)
    sign(blank(streams), form + '-pkcs7',
         subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED)
    sign(blank(streams), form + '-t', stamper=STAMPER)
    sign(blank(streams), form + '-lt', stamper=STAMPER, **lasting())
    sign(blank(streams), form + '-lta', stamper=STAMPER, use_pades_lta=True,
         **lasting())
with open(OURS, 'rb') as ours:
    sign(ours, 'ours-and-theirs', field='Theirs')
