#!/usr/bin/python3
"""Forgeries of sealed files, and what the program says of them.

forge.py keys DIR: make a throw-away authority and two signers' keys, P-256 and
RSA.
forge.py judge DIR DOSSIERS BY_PSS TABLE: make every forgery of the table from
the files that these keys sealed, let the program in $AUDITOR judge each, and tell in
the Test Anything Protocol whether each was refused, within bounds, and for a
reason of the class in the table.
"""
import json
import os
import resource
import subprocess
import sys

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

import forge_cms
import forge_pdf
import forge_xml
from forge_sign import (Authority, Cms, Signer, XmlSeal, der, key_pem,
                        sign_pdf, split_xml)

AT = '2026-11-23T12:00:00Z'
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


class Base:
    """Good files of a good signer, and a good signer who did not sign."""

    def __init__(self, keys, dossiers, by_pss):
        def key(name):
            return serialization.load_pem_private_key(read(keys, name), None)

        def signer(name):
            return Signer(key(name + '.key'), [der(
                x509.load_pem_x509_certificate(read(keys, name + '.pem')))])
        self.root = Authority(key=key('root.key'))
        self.signer = signer('signer')
        self.rsa = signer('rsa')
        self.pss_pdf = read(by_pss, '7b', 'dossier.fr.pdf')
        self.stranger = self.root.signer('Forge stranger')
        self.xml = read(dossiers, '7b', 'dossier.xml')
        self.pdf = read(dossiers, '7b', 'dossier.fr.pdf')


def bounds():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if 'SANITIZED' not in os.environ:
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


class Judge:
    """Runs the program and counts."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0
        self.good = True

    def report(self, good, name, why=''):
        self.count += 1
        self.good = self.good and good
        print('%s %d - %s' % ('ok' if good else 'not ok', self.count, name))
        if not good:
            print('# ' + why.replace('\n', ' ')[:600])

    def ask(self, content, trust):
        """Exit status, result, and the names of the checks that refused."""
        write(content, self.folder, 'forged')
        run = subprocess.run(
            [os.environ['AUDITOR'], 'verify',
             os.path.join(self.folder, 'forged'), '--trust', trust,
             '--at', AT, '--format', 'json'],
            capture_output=True, preexec_fn=bounds, check=False)
        if run.returncode not in (0, 1, 6) or run.stderr:
            return run.returncode, run.stderr.decode(errors='replace'), []
        told = json.loads(run.stdout)[0]
        return run.returncode, told['result'], [
            check['name'] for check in told['checks']
            if check['state'] in ('failed', 'uncertain')]

    def refused(self, name, content, trust, want):
        status, result, checks = self.ask(content, trust)
        good = status in (1, 6) and result == want[0] and (
            set(checks) <= set(want[1]) if checks else want[1] == ['-'])
        self.report(good, name, 'exit status %d, %s: %s; want %s: %s' % (
            status, result, ' '.join(checks), want[0], ' '.join(want[1])))

    def valid(self, name, content, trust):
        status, result, checks = self.ask(content, trust)
        self.report(status == 0 and result == 'VALID', name,
                    '%d %s %s' % (status, result, checks))


def certificate(maker):
    """The dossier sealed with a certificate of that kind."""
    def make(base, trust):
        signer = maker(base.root)
        write_trust(base.root, trust)
        return XmlSeal(signer, *split_xml(base.xml)).make()
    return make


MAKERS = {name: (lambda base, _, maker=maker: maker(base))
          for name, maker in {**forge_xml.MAKERS, **forge_pdf.MAKERS,
                              **forge_cms.CMS_MAKERS}.items()}
MAKERS.update({name: certificate(maker)
               for name, maker in forge_cms.CERT_MAKERS.items()})


def rows(path):
    """name, row of the threat table, conclusion, checks that may refuse"""
    with open(path, encoding='utf-8') as table:
        for line in table:
            if line.strip() and not line.startswith('#'):
                name, about, conclusion, checks = line.rstrip().split('|')
                yield (name.strip(), about.strip(), conclusion.strip(),
                       checks.split())


def main():
    if sys.argv[1] == 'keys':
        make_keys(sys.argv[2])
        return 0
    keys, dossiers, by_pss, table = sys.argv[2:]
    base = Base(keys, dossiers, by_pss)
    judge = Judge(keys)
    trust = os.path.join(keys, 'ca.pem')
    judge.valid('the XML file before', base.xml, trust)
    judge.valid('the PDF before', base.pdf, trust)
    judge.valid('an honest XML signature of the forger',
                XmlSeal(base.signer, *split_xml(base.xml)).make(), trust)
    judge.valid('an honest PDF signature of the forger',
                sign_pdf(base.pdf, Cms(base.signer)), trust)
    judge.valid('the PDF by PSS before', base.pss_pdf, trust)
    judge.valid('an honest PDF signature by PSS of the forger',
                forge_cms.honest_pss(base), trust)
    judge.valid('an honest certificate of the forger', certificate(
        lambda root: root.signer())(base, keys), trust)
    judge.valid('an honest authority of the forger', certificate(
        forge_cms.below())(base, keys), trust)
    seen = set()
    for name, about, conclusion, checks in rows(table):
        seen.add(name)
        judge.refused('%s: %s' % (name, about), MAKERS[name](base, keys),
                      trust, (conclusion, checks))
        if name.startswith('cert-'):
            base.root.revoked.clear()
            base.root.below.clear()
            write_trust(base.root, keys)
    judge.report(seen == set(MAKERS), 'every forgery stands in the table',
                 ' '.join(set(MAKERS) ^ seen))
    print('1..%d' % judge.count)
    return 0 if judge.good else 1


sys.exit(main())
