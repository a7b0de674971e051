import eu.europa.esig.dss.enumerations.Indication;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.simplereport.SimpleReport;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.spi.x509.revocation.crl.ExternalResourcesCRLSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import eu.europa.esig.dss.validation.reports.Reports;

import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Check ANCHOR LIST... -- LEVEL FILE [LEVEL FILE]...
 *
 * Validate each file with EU DSS and its default policy, trusting the anchor,
 * with the revocation lists (DER) and no network. Each must be TOTAL_PASSED
 * with the named level, such as PAdES-BASELINE-LT. Exit status: 0 all are, 1
 * one is not.
 */
public final class Check {
    private static CommonCertificateVerifier verifier(String[] args, int end)
            throws Exception {
        CommonTrustedCertificateSource anchors =
            new CommonTrustedCertificateSource();
        CertificateToken anchor =
            DSSUtils.loadCertificate(new File(args[0]));
        anchors.addCertificate(anchor);
        List<InputStream> lists = new ArrayList<>();
        for (int i = 1; i < end; i++)
            lists.add(new FileInputStream(args[i]));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(anchors);
        verifier.setCrlSource(new ExternalResourcesCRLSource(
            lists.toArray(new InputStream[0])));
        return verifier;
    }

    private static boolean check(
            CommonCertificateVerifier verifier, String level, String path) {
        SignedDocumentValidator validator =
            SignedDocumentValidator.fromDocument(new FileDocument(path));
        validator.setCertificateVerifier(verifier);
        Reports reports = validator.validateDocument();
        SimpleReport simple = reports.getSimpleReport();
        boolean good = simple.getSignaturesCount() == 1;
        if (System.getenv("DSS_REPORT") != null)
            System.out.println(reports.getXmlSimpleReport());
        for (String id : simple.getSignatureIdList()) {
            String seen = simple.getSignatureFormat(id).toString();
            good = good
                && simple.getIndication(id) == Indication.TOTAL_PASSED
                && seen.equals(level);
            System.out.println(path + ": " + simple.getIndication(id)
                + (simple.getSubIndication(id) == null
                    ? "" : " " + simple.getSubIndication(id))
                + " " + seen);
            simple.getAdESValidationErrors(id).forEach(
                error -> System.out.println("  error: " + error.getValue()));
            simple.getAdESValidationWarnings(id).forEach(
                word -> System.out.println("  warning: " + word.getValue()));
        }
        if (!good)
            System.out.println(path + ": not TOTAL_PASSED with " + level);
        return good;
    }

    public static void main(String[] args) throws Exception {
        int end = 0;
        while (!args[end].equals("--"))
            end++;
        CommonCertificateVerifier verifier = verifier(args, end);
        boolean good = true;
        for (int i = end + 1; i + 1 < args.length; i += 2)
            good &= check(verifier, args[i], args[i + 1]);
        System.exit(good ? 0 : 1);
    }
}
