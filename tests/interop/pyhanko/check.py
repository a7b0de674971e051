"""What pyHanko says of the PDF files that sealed.sh made: check.py SEALED

Each is validated by the process of EN 319 102-1 for its level, offline: B-B
and B-T with the revocation lists of the authority, B-LT and B-LTA with what
the file has, B-LTA also as of a day when every list is long out of date. Tells
in lines "ok" and "not ok". Exit status: 0 all are as wanted, 1 one is not.
"""
import asyncio
import glob
import io
import os
import sys
from datetime import datetime, timedelta, timezone

from asn1crypto import crl, ocsp
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import (
    SignatureCoverageLevel, async_validate_pdf_timestamp)
from pyhanko.sign.validation import ades
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge, PdfSignatureValidationSpec, RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec, SignatureValidationSpec,
    bootstrap_validation_data_handlers)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy, RevocationCheckingPolicy, RevocationCheckingRule)
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer

STRICT = RevocationCheckingPolicy(
    ee_certificate_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED,
    intermediate_ca_cert_rule=RevocationCheckingRule.CRL_OR_OCSP_REQUIRED)
LATER = timedelta(days=5 * 365)  # lists last 30 days, certificates ten years


def lists_of(place):
    found = []
    for name in 'root.crl', 'sub.crl':
        with open(os.path.join(place, name), 'rb') as file:
            found.append(crl.CertificateList.load(file.read()))
    return {'known_crls': list(map(CRLContainer, found))}


def material_of(reader):
    """What the file has in its document security store."""
    store = DocumentSecurityStore.read_dss(reader)

    def values(references, kind):
        return [kind.load(one.get_object().data) for one in references]
    answers = values(store.ocsps, ocsp.OCSPResponse)
    return {
        'known_certs': list(store.load_certs()),
        'known_crls': list(map(
            CRLContainer, values(store.crls, crl.CertificateList))),
        'known_ocsps': [one for answer in answers
                        for one in OCSPContainer.load_multi(answer)],
    }


def specification(place, known_certs=(), **known):
    anchor = load_cert_from_pemder(os.path.join(place, 'ca.pem'))
    return PdfSignatureValidationSpec(SignatureValidationSpec(
        cert_validation_policy=CertValidationPolicySpec(
            trust_manager=SimpleTrustManager.build([anchor]),
            revinfo_policy=CertRevTrustPolicy(STRICT)),
        revinfo_gathering_policy=RevocationInfoGatheringSpec(
            RevinfoOnlineFetchingRule.LOCAL_ONLY),
        local_knowledge=LocalKnowledge(
            known_certs=[anchor, *known_certs], **known)))


def signature_only(validate):
    """A process that looks at the CMS, with what it needs of the PDF."""
    async def run(signature, spec):
        signature.compute_integrity_info()
        result = await validate(
            signature.signed_data, spec.signature_validation_spec,
            raw_digest=signature.compute_digest())
        return result
    return run


basic = signature_only(ades.ades_basic_validation)
with_time = signature_only(ades.ades_with_time_validation)


class Judge:
    def __init__(self):
        self.good = True

    def say(self, good, place, name, what):
        self.good = self.good and good
        print('%s %s/%s: %s' % ('ok' if good else 'not ok',
                                os.path.basename(place), name, what))


def integrity(signature):
    """Coverage, and what was done behind the signature."""
    signature.compute_integrity_info()
    info = signature.summarise_integrity_info()
    level = (signature.diff_result.modification_level
             if isinstance(signature.diff_result, DiffResult)
             else ModificationLevel.OTHER)
    return info['coverage'], info['docmdp_ok'], level


def covered(signature, last):
    coverage, docmdp_ok, level = integrity(signature)
    if last:
        return coverage == SignatureCoverageLevel.ENTIRE_FILE and docmdp_ok
    return (coverage == SignatureCoverageLevel.ENTIRE_REVISION and docmdp_ok
            and level <= ModificationLevel.FORM_FILLING)


async def validate(signature, level, place):
    """Does its process pass, and is what is peculiar to the level there?"""
    if level == 'B-LTA':
        result = await ades.ades_lta_validation(
            signature, specification(place))
        return result, result.oldest_evidence_record_timestamp is not None
    known = (material_of(signature.reader) if level == 'B-LT'
             else lists_of(place))
    spec = specification(place, **known)
    if level == 'B-B':
        result = await basic(signature, spec)
        return result, result.api_status.timestamp_validity is None
    result = await with_time(signature, spec)
    stamp = result.api_status.timestamp_validity
    return result, (stamp is not None and stamp.trusted
                    and result.best_signature_time == stamp.timestamp)


async def check(judge, place, name, level, count):
    with open(os.path.join(place, name), 'rb') as file:
        reader = PdfFileReader(file)
        signatures = reader.embedded_regular_signatures
        stamps = reader.embedded_timestamp_signatures
        for index, signature in enumerate(signatures):
            result, peculiar = await validate(signature, level, place)
            status = result.api_status
            last = index + 1 == len(signatures) and level in ('B-B', 'B-T')
            good = (result.ades_subindic == AdESPassed.OK and peculiar
                    and status.intact and status.valid and status.trusted
                    and covered(signature, last)
                    and len(stamps) == (level == 'B-LTA'))
            judge.say(good, place, name, 'signature %d %s as %s, %s, %s %s' % (
                index + 1, result.ades_subindic, level, status.summary(),
                signature.coverage.name, result.failure_msg or ''))
        judge.say(len(signatures) == count, place, name,
                  '%d signatures' % len(signatures))
        if level != 'B-LTA':
            return
        for stamp in stamps:
            judge.say(covered(stamp, stamp is stamps[-1]), place, name,
                      'time-stamp %s' % stamp.coverage.name)
        for index, signature in enumerate(signatures):
            result = await ades.simulate_future_ades_lta_validation(
                signature, specification(place),
                datetime.now(tz=timezone.utc) + LATER)
            judge.say(result.ades_subindic == AdESPassed.OK, place, name,
                      'signature %d in five years: %s' % (
                          index + 1, result.ades_subindic))


async def check_later(judge, place, name, count):
    """Raised from B-B: the time-stamps are of the whole document."""
    with open(os.path.join(place, name), 'rb') as file:
        reader = PdfFileReader(file)
        signature, = reader.embedded_regular_signatures
        stamps = reader.embedded_timestamp_signatures
        result = await basic(signature, specification(
            place, **lists_of(place)))
        judge.say(result.ades_subindic == AdESPassed.OK
                  and covered(signature, False), place, name,
                  '%s, %s' % (result.ades_subindic, signature.coverage.name))
        spec = specification(place, **lists_of(place))
        policy = spec.signature_validation_spec.cert_validation_policy
        for stamp in stamps:
            status = await async_validate_pdf_timestamp(
                stamp, policy.build_validation_context(
                    ValidationTimingInfo.now(),
                    bootstrap_validation_data_handlers(
                        spec.signature_validation_spec)))
            judge.say(status.intact and status.valid and status.trusted,
                      place, name,
                      'time-stamp %s' % status.summary())
        judge.say(len(stamps) == count, place, name,
                  '%d time-stamps' % len(stamps))


async def check_changed(judge, place):
    """A byte of the content changed, and a note put on a page afterwards."""
    with open(os.path.join(place, 'changed.pdf'), 'rb') as file:
        signature = PdfFileReader(file).embedded_regular_signatures[0]
        result = await ades.ades_lta_validation(
            signature, specification(place, **lists_of(place)))
        judge.say(not result.api_status.intact
                  and result.ades_subindic != AdESPassed.OK, place,
                  'changed.pdf', result.ades_subindic)
    with open(os.path.join(place, 'B-B.pdf'), 'rb') as file:
        writer = IncrementalPdfFileWriter(io.BytesIO(file.read()))
    page = writer.find_page_for_modification(0)[0].get_object()
    note = writer.add_object(generic.DictionaryObject({
        generic.pdf_name('/Type'): generic.pdf_name('/Annot'),
        generic.pdf_name('/Subtype'): generic.pdf_name('/Text'),
        generic.pdf_name('/Rect'): generic.ArrayObject(
            [generic.NumberObject(side) for side in (0, 0, 99, 99)]),
        generic.pdf_name('/Contents'): generic.pdf_string('fit'),
    }))
    page['/Annots'] = generic.ArrayObject(
        list(page.get('/Annots', ())) + [note])
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)
    signature = PdfFileReader(out).embedded_regular_signatures[0]
    coverage, docmdp_ok, level = integrity(signature)
    judge.say(not docmdp_ok, place, 'B-B.pdf', 'with a note added: %s, %s' % (
        coverage.name, level.name))


async def main(sealed):
    judge = Judge()
    for place in sorted(map(os.path.dirname,
                            glob.glob(sealed + '/*/ca.pem'))):
        for level in 'B-B', 'B-T', 'B-LT', 'B-LTA':
            await check(judge, place, level + '.pdf', level, 1)
            if level != 'B-B':
                await check_later(judge, place, 'later-%s.pdf' % level,
                                  2 if level == 'B-LTA' else 1)
        await check(judge, place, 'approved.pdf', 'B-B', 2)
        await check(judge, place, 'approved-lta.pdf', 'B-LTA', 2)
        await check_changed(judge, place)
    return 0 if judge.good else 1


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(asyncio.run(main(sys.argv[1])))
