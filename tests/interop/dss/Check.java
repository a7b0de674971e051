import eu.europa.esig.dss.diagnostic.SignatureWrapper;
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
import eu.europa.esig.xades.XAdES319132Utils;

import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;

/**
 * Check ANCHOR LIST... -- LEVEL FILE [LEVEL FILE]... [++ ANCHOR ...]
 *
 * Validate each file with EU DSS and its default policy, trusting the anchor,
 * with the revocation lists (DER) and no network. LEVEL is what the signature
 * must be, TOTAL_PASSED, such as PAdES-BASELINE-LT; two separated by a comma
 * for two signatures; or CHANGED for a file of which none may pass. What is
 * XAdES must also keep the schema of EN 319 132-1. Exit status: 0 all are as
 * wanted, 1 one is not.
 */
public final class Check {
    private static CommonCertificateVerifier verifier(List<String> names)
            throws Exception {
        CommonTrustedCertificateSource anchors =
            new CommonTrustedCertificateSource();
        CertificateToken anchor =
            DSSUtils.loadCertificate(new File(names.get(0)));
        anchors.addCertificate(anchor);
        List<InputStream> lists = new ArrayList<>();
        for (String name : names.subList(1, names.size()))
            lists.add(new FileInputStream(name));
        CommonCertificateVerifier verifier = new CommonCertificateVerifier();
        verifier.setTrustedCertSources(anchors);
        verifier.setCrlSource(new ExternalResourcesCRLSource(
            lists.toArray(new InputStream[0])));
        return verifier;
    }

    /** The errors of every ds:Signature against the schema of XAdES. */
    private static List<String> schemaErrors(String path, String from,
            String to) throws Exception {
        String text = Files.readString(Path.of(path)).replace(from, to);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        NodeList found = factory.newDocumentBuilder().parse(
            new InputSource(new StringReader(text))).getElementsByTagNameNS(
            "http://www.w3.org/2000/09/xmldsig#", "Signature");
        List<String> errors = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++)
            errors.addAll(XAdES319132Utils.getInstance().validateAgainstXSD(
                new DOMSource(found.item(i))));
        return errors;
    }

    /** Good, and the same with a misspelt property not: so it was read. */
    private static boolean keepsSchema(String path) throws Exception {
        List<String> errors = schemaErrors(path, "", "");
        errors.forEach(error -> System.out.println("  schema: " + error));
        if (schemaErrors(path, "xades:SigningTime", "xades:SignedTime")
                .isEmpty()) {
            System.out.println("  schema: finds nothing wrong in what is");
            return false;
        }
        return errors.isEmpty();
    }

    private static boolean accepted(SimpleReport simple, String id) {
        return simple.getIndication(id) == Indication.TOTAL_PASSED;
    }

    private static void tell(Reports reports, String id, String path) {
        SimpleReport simple = reports.getSimpleReport();
        SignatureWrapper signature =
            reports.getDiagnosticData().getSignatureById(id);
        System.out.println(path + ": " + simple.getIndication(id)
            + (simple.getSubIndication(id) == null
                ? "" : " " + simple.getSubIndication(id))
            + " " + simple.getSignatureFormat(id) + " "
            + signature.getEncryptionAlgorithm() + " "
            + signature.getDigestAlgorithm());
        simple.getAdESValidationErrors(id).forEach(
            error -> System.out.println("  error: " + error.getValue()));
        simple.getAdESValidationWarnings(id).forEach(
            word -> System.out.println("  warning: " + word.getValue()));
    }

    private static boolean check(CommonCertificateVerifier verifier,
            String level, String path) throws Exception {
        SignedDocumentValidator validator =
            SignedDocumentValidator.fromDocument(new FileDocument(path));
        validator.setCertificateVerifier(verifier);
        Reports reports = validator.validateDocument();
        SimpleReport simple = reports.getSimpleReport();
        List<String> seen = new ArrayList<>();
        boolean allAccepted = true;
        boolean oneAccepted = false;
        if (System.getenv("DSS_REPORT") != null)
            System.out.println(reports.getXmlSimpleReport());
        for (String id : simple.getSignatureIdList()) {
            seen.add(simple.getSignatureFormat(id).toString());
            allAccepted &= accepted(simple, id);
            oneAccepted |= accepted(simple, id);
            tell(reports, id, path);
        }
        boolean good = level.equals("CHANGED")
            ? !seen.isEmpty() && !oneAccepted
            : allAccepted && String.join(",", seen).equals(level)
                && (!level.startsWith("XAdES") || keepsSchema(path));
        if (!good)
            System.out.println(path + ": not as wanted: " + level);
        return good;
    }

    private static boolean checkGroup(List<String> words) throws Exception {
        int end = words.indexOf("--");
        CommonCertificateVerifier verifier = verifier(words.subList(0, end));
        boolean good = true;
        for (int i = end + 1; i + 1 < words.size(); i += 2)
            good &= check(verifier, words.get(i), words.get(i + 1));
        return good;
    }

    public static void main(String[] args) throws Exception {
        List<String> rest = Arrays.asList(args);
        boolean good = true;
        for (int end; !rest.isEmpty();
                rest = rest.subList(Math.min(end + 1, rest.size()),
                    rest.size())) {
            end = rest.indexOf("++");
            end = end < 0 ? rest.size() : end;
            good &= checkGroup(rest.subList(0, end));
        }
        System.exit(good ? 0 : 1);
    }
}
