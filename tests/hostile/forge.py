#!/usr/bin/python3
"""Forgeries of sealed files, and what the program says of them.

forge.py keys DIR: make a throw-away authority and two signers' keys, P-256 and
RSA.
forge.py judge DIR DOSSIERS TABLE: make every forgery of the table from
the files that these keys sealed, let the program in $AUDITOR judge each, and tell in
the Test Anything Protocol whether each was refused, within bounds, and for a
reason of the class in the table.
forge.py small DIR: write keys and the smallest files that are VALID into DIR.
forge.py weaken DIR DOSSIERS TABLE: the same of the program in $WEAK, in which
one check after the other is switched off, on the forgery that the table names
for it: then it is VALID, or at least not refused by that check any more.
"""
import json
import os
import resource
import subprocess
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import forge_cms
import forge_dss
import forge_pdf
import forge_small
import forge_stamp
import forge_whole
import forge_xml
from forge_sign import (DAY, NOW, Authority, Cms, Signer, XmlSeal, der,
                        key_pem, sign_pdf, split_xml)

AT = '2026-11-23T12:00:00Z'
CLOCK = '1795426200'  # of the signers: 2026-11-23T09:30:00Z
SECONDS = 2
BYTES = 400 << 20  # of address space, as bombs.t: the libraries take a part


def read(*path):
    with open(os.path.join(*path), 'rb') as file:
        return file.read()


def write(content, *path, mode=0o644):
    with open(os.open(os.path.join(*path), os.O_CREAT | os.O_WRONLY |
                      os.O_TRUNC, mode), 'wb') as file:
        file.write(content)


def write_trust(root, folder):
    write(root.pem(), folder, 'ca.pem')
    write(b''.join(one.list_pem() for one in [root] + root.below), folder,
          'ca.crl')


def write_signer(signer, folder, name):
    write(key_pem(signer.key), folder, name + '.key', mode=0o600)
    write(x509.load_der_x509_certificate(signer.certs[0]).public_bytes(
        serialization.Encoding.PEM), folder, name + '.pem')


def make_keys(folder):
    os.makedirs(folder, exist_ok=True)
    root = Authority()
    write_trust(root, folder)
    write(key_pem(root.key), folder, 'root.key', mode=0o600)
    write_signer(root.signer(), folder, 'signer')
    write_signer(root.signer('Forge RSA signer', key=rsa.generate_private_key(
        65537, 3072)), folder, 'rsa')


class Keys:
    """A good signer, and one who did not sign."""

    def __init__(self, keys):
        def key(name):
            return serialization.load_pem_private_key(read(keys, name), None)

        def signer(name):
            return Signer(key(name + '.key'), [der(
                x509.load_pem_x509_certificate(read(keys, name + '.pem')))])
        self.root = Authority(key=key('root.key'))
        self.root.cert = x509.load_pem_x509_certificate(read(keys, 'ca.pem'))
        self.signer = signer('signer')
        self.rsa = signer('rsa')
        self.stranger = self.root.signer('Forge stranger')
        self.keys = keys

    def further(self, content, role, signer):
        """The program itself signs further, as that role."""
        def path(name):
            return os.path.join(self.keys, 'further.' + name)
        write(key_pem(signer.key), path('key'), mode=0o600)
        write(x509.load_der_x509_certificate(signer.certs[0]).public_bytes(
            serialization.Encoding.PEM), path('cert'))
        write(content, path('in'))
        if os.path.exists(path('out')):
            os.unlink(path('out'))
        subprocess.run([os.environ['AUDITOR'], 'sign', path('in'), '--role',
                        role, '--key', path('key'), '--cert', path('cert'),
                        '-o', path('out')], check=True,
                       env=dict(os.environ, SOURCE_DATE_EPOCH=CLOCK))
        return read(path('out'))


class Base(Keys):
    """Good files of that signer, and of others that signed them further."""

    def __init__(self, keys, dossiers):
        super().__init__(keys)
        self.dossiers = dossiers
        self.xml = read(dossiers, '7b', 'dossier.xml')
        self.pdf = read(dossiers, '7b', 'dossier.fr.pdf')
        self.other_xml = read(dossiers, '1b', 'dossier.xml')
        self.other_pdf = read(dossiers, '1b', 'dossier.fr.pdf')
        self.sign_further(Authority())

    @property
    def pss_pdf(self):
        return read(self.dossiers, 'by-pss', '7b', 'dossier.fr.pdf')

    def sign_further(self, elsewhere):
        second, nobody = self.stranger, elsewhere.signer('Forge nobody')
        self.approved = self.further(self.pdf, 'approver', second)
        self.approved_twice = self.further(
            self.approved, 'auditor', self.signer)
        self.other_approved = self.further(self.other_pdf, 'approver', second)
        self.approved_untrusted = self.further(self.pdf, 'approver', nobody)
        self.counter = self.further(self.xml, 'auditor', second)
        self.counter_twice = self.further(
            self.counter, 'approver', self.signer)
        self.other_counter = self.further(self.other_xml, 'auditor', second)
        self.counter_untrusted = self.further(self.xml, 'auditor', nobody)


def bounds():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if 'SANITIZED' not in os.environ:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


class Judge:
    """Runs the program and counts."""

    def __init__(self, folder, trust):
        self.folder = folder
        self.trust = trust
        self.count = 0
        self.good = True

    def report(self, good, name, why=''):
        self.count += 1
        self.good = self.good and good
        print('%s %d - %s' % ('ok' if good else 'not ok', self.count, name))
        if not good:
            print('# ' + why.replace('\n', ' ')[:600])

    def ask(self, name, content, weakened=None):
        """Exit status, result, and the names of the checks that refused."""
        write(content, self.folder, 'forged')
        trust, *more = OPTIONS.get(name.split('-')[0], [self.trust])
        run = subprocess.run(
            [os.environ['WEAK' if weakened else 'AUDITOR'], 'verify',
             os.path.join(self.folder, 'forged'), '--trust',
             os.path.join(self.folder, trust), *more,
             '--at', AT, '--format', 'json'],
            env=dict(os.environ, WEAKENED=weakened) if weakened else None,
            capture_output=True, preexec_fn=bounds, check=False)
        if run.returncode not in (0, 1, 6) or run.stderr:
            return run.returncode, run.stderr.decode(errors='replace'), []
        told = json.loads(run.stdout)[0]
        return run.returncode, told['result'], [
            check['name'] for check in told['checks']
            if check['state'] in ('failed', 'uncertain')]

    def refused(self, name, about, content, want):
        status, result, checks = self.ask(name, content)
        name = '%s: %s' % (name, about)
        good = status in (1, 6) and result == want[0] and (
            set(checks) <= set(want[1]) if checks else want[1] == ['-'])
        self.report(good, name, 'exit status %d, %s: %s; want %s: %s' % (
            status, result, ' '.join(checks), want[0], ' '.join(want[1])))

    def valid(self, name, content):
        status, result, checks = self.ask('', content)
        self.report(status == 0 and result == 'VALID', name,
                    '%d %s %s' % (status, result, checks))


    def needed(self, check, name, content, alone):
        """The check refuses; without it the file passes, or it is silent."""
        status, result, checks = self.ask(name, content)
        good = status in (1, 6) and result != 'VALID' and (
            alone or check in checks)
        why = '%d %s: %s; ' % (status, result, ' '.join(checks))
        status, result, checks = self.ask(name, content, weakened=check)
        good = good and check not in checks and (
            (status, result) == (0, 'VALID') if alone
            else status in (1, 6) and result != 'VALID')
        self.report(good, '%s: %s is %s without it' % (
            check, name, 'VALID' if alone else 'refused otherwise'),
            '%sweakened: %d %s: %s' % (why, status, result, ' '.join(checks)))


def certificate(maker):
    """The dossier sealed with a certificate of that kind."""
    def make(base, trust):
        signer = maker(base.root)
        write_trust(base.root, trust)
        return XmlSeal(signer, *split_xml(base.xml)).make()
    return make


MAKERS = {name: (lambda base, _, maker=maker: maker(base))
          for name, maker in {**forge_xml.MAKERS, **forge_pdf.MAKERS,
                              **forge_cms.CMS_MAKERS, **forge_stamp.MAKERS,
                              **forge_dss.DSS_MAKERS,
                              **forge_whole.WHOLE_MAKERS,
                              **forge_whole.SHOWN_MAKERS}.items()}
MAKERS.update({name: certificate(maker)
               for name, maker in {**forge_cms.CERT_MAKERS,
                                   **forge_whole.HAND_CERT_MAKERS}.items()})
def listed(change):
    """A good file, and another list beside the anchors."""
    def make(base, trust):
        write(change(base.root), trust, 'ca.crl')
        return base.xml
    return make


MAKERS.update({
    'list-expired': listed(lambda root: root.list_pem(end=NOW - DAY / 2)),
    'list-future': listed(lambda root: root.list_pem(start=NOW + DAY)),
    'list-forged': listed(lambda root: root.list_pem(key=Authority().key)),
    'list-of-another': listed(lambda _: Authority('Forge other').list_pem()),
    'list-of-look-alike': listed(lambda _: Authority().list_pem()),
    'list-sha1': listed(lambda root: root.list_pem(digest=hashes.SHA1())),
    'list-critical': listed(lambda root: root.list_pem(
        extra=[forge_cms.OTHER])),
})
# Good files, of which more is asked than they have.
MAKERS.update({'asked-level': lambda base, _: base.xml,
               'expected-signer': lambda base, _: base.pdf,
               'unlisted-xml': lambda base, _: base.xml,
               'unlisted-pdf': lambda base, _: base.pdf})
# The trust anchors and options of forgeries by the first part of their name.
OPTIONS = {'shown': ['ca.pem', '--deep'],
           'asked': ['ca.pem', '--level', 'B-LTA'],
           'expected': ['ca.pem', '--expect-signer', 'CN=Somebody else'],
           'unlisted': ['alone.pem']}  # no list beside it


def rows(path):
    """name, row of the threat table, conclusion, checks that may refuse"""
    with open(path, encoding='utf-8') as table:
        for line in table:
            if line.strip() and not line.startswith('#'):
                name, about, conclusion, checks = line.rstrip().split('|')
                yield (name.strip(), about.strip(), conclusion.strip(),
                       checks.split())


def restore(base, keys, name):
    if name.startswith(('cert-', 'list-')):
        base.root.revoked.clear()
        base.root.below.clear()
        write_trust(base.root, keys)


def judge_all(base, keys, table, judge):
    judge.valid('the XML file before', base.xml)
    judge.valid('the PDF before', base.pdf)
    judge.valid('an honest XML signature of the forger',
                XmlSeal(base.signer, *split_xml(base.xml)).make())
    judge.valid('an honest PDF signature of the forger',
                sign_pdf(base.pdf, Cms(base.signer)))
    judge.valid('the PDF by PSS before', base.pss_pdf)
    judge.valid('an honest PDF signature by PSS of the forger',
                forge_cms.honest_pss(base))
    judge.valid('honest objects of the forger', forge_whole.objects(
        lambda pdf, base: None)(base))
    judge.valid('an honest certificate of the forger', certificate(
        lambda root: root.signer())(base, keys))
    judge.valid('an honest authority of the forger', certificate(
        forge_cms.below())(base, keys))
    for name, maker in {**forge_stamp.STAMP_HONEST,
                        **forge_dss.DSS_HONEST}.items():
        judge.valid('an honest ' + name + ' of the forger', maker(base))
    for name in ('approved', 'approved_twice', 'counter', 'counter_twice'):
        judge.valid('an honest file: ' + name, getattr(base, name))
    seen = set()
    for name, about, conclusion, checks in rows(table):
        seen.add(name)
        judge.refused(name, about, MAKERS[name](base, keys),
                      (conclusion, checks))
        restore(base, keys, name)
    judge.report(seen == set(MAKERS), 'every forgery stands in the table',
                 ' '.join(set(MAKERS) ^ seen))


def weaken_all(base, keys, table, judge):
    """Each check of the program, in its order, has a row."""
    names = subprocess.run(
        [os.environ['WEAK']], env=dict(os.environ, WEAKENED='list'),
        capture_output=True, check=True).stdout.decode().split()
    wanted = {}
    for check, name, alone, _ in rows(table):
        wanted.setdefault(check, []).append((name, alone == 'VALID'))
    judge.report(set(names) == set(wanted) and len(names) > 50,
                 'every check has a forgery that it must refuse',
                 ' '.join(set(names) ^ set(wanted)))
    for check in names:
        for name, alone in wanted.get(check, ()):
            judge.needed(check, name, MAKERS[name](base, keys), alone)
            restore(base, keys, name)
    print('# %d checks; %d of them alone keep a forgery from being VALID' % (
        len(names), sum(any(alone for _, alone in cases)
                        for cases in wanted.values())))


def main():
    if sys.argv[1] == 'keys':
        make_keys(sys.argv[2])
        return 0
    if sys.argv[1] == 'small':
        make_keys(sys.argv[2])
        for name, content in forge_small.small_files(
                Keys(sys.argv[2])).items():
            write(content, sys.argv[2], name)
        return 0
    what, keys, dossiers, table = sys.argv[1:]
    base = Base(keys, dossiers)
    write(read(keys, 'ca.pem'), keys, 'alone.pem')
    judge = Judge(keys, 'ca.pem')
    {'judge': judge_all, 'weaken': weaken_all}[what](base, keys, table, judge)
    print('1..%d' % judge.count)
    return 0 if judge.good else 1


if __name__ == '__main__':
    sys.exit(main())
