import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.security.Key;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.crypto.AlgorithmMethod;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.KeySelectorResult;
import javax.xml.crypto.XMLCryptoContext;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.crypto.dsig.keyinfo.KeyInfo;
import javax.xml.crypto.dsig.keyinfo.X509Data;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * Verify ANCHOR LIST... -- good|changed FILE [good|changed FILE]...
 *
 * Validate every ds:Signature of the files by XMLDSig of the JDK, with secure
 * validation, and the path of its certificates to the anchor with the
 * revocation lists. Each of a good file must be valid with two references, the
 * first of a changed file must not be. Exit status: 0 all are as wanted, 1 one
 * is not.
 */
public final class Verify {
    private static PKIXParameters policy;
    private static CertificateFactory factory;

    /** The key of the first certificate, whose path holds. */
    private static final class Chain extends KeySelector {
        @Override
        public KeySelectorResult select(KeyInfo info, Purpose purpose,
                AlgorithmMethod method, XMLCryptoContext context) {
            List<X509Certificate> chain = new ArrayList<>();
            for (Object content : info.getContent())
                if (content instanceof X509Data)
                    for (Object item : ((X509Data) content).getContent())
                        if (item instanceof X509Certificate)
                            chain.add((X509Certificate) item);
            try {
                CertPathValidator.getInstance("PKIX").validate(
                    factory.generateCertPath(chain), policy);
            } catch (Exception error) {
                throw new IllegalStateException("no path: " + error);
            }
            Key key = chain.get(0).getPublicKey();
            return () -> key;
        }
    }

    private static void setIds(DOMValidateContext context, Document document,
            String space, String name) {
        NodeList found = document.getElementsByTagNameNS(space, name);
        for (int i = 0; i < found.getLength(); i++)
            if (((Element) found.item(i)).hasAttribute("Id"))
                context.setIdAttributeNS(
                    (Element) found.item(i), null, "Id");
    }

    private static boolean valid(Document document, Element element)
            throws Exception {
        DOMValidateContext context =
            new DOMValidateContext(new Chain(), element);
        context.setProperty(
            "org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
        setIds(context, document, "http://uri.etsi.org/01903/v1.3.2#",
            "SignedProperties");
        setIds(context, document, XMLSignature.XMLNS, "SignatureValue");
        XMLSignature signature = XMLSignatureFactory.getInstance("DOM")
            .unmarshalXMLSignature(context);
        return signature.validate(context)
            && signature.getSignedInfo().getReferences().size() == 2;
    }

    private static boolean check(String want, String path) throws Exception {
        DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
        builders.setNamespaceAware(true);
        builders.setFeature(
            "http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document =
            builders.newDocumentBuilder().parse(new File(path));
        NodeList found = document.getElementsByTagNameNS(
            XMLSignature.XMLNS, "Signature");
        boolean good = found.getLength() > 0;
        int count = want.equals("good") ? found.getLength() : 1;
        for (int i = 0; i < count && good; i++)
            good = valid(document, (Element) found.item(i))
                == want.equals("good");
        System.out.println((good ? "ok " : "not ok ") + path + ": " + want
            + ", signatures: " + found.getLength());
        return good;
    }

    private static InputStream open(String path) throws Exception {
        return new FileInputStream(path);
    }

    public static void main(String[] args) throws Exception {
        factory = CertificateFactory.getInstance("X.509");
        X509Certificate anchor =
            (X509Certificate) factory.generateCertificate(open(args[0]));
        List<Object> lists = new ArrayList<>();
        int at = 1;
        for (; !args[at].equals("--"); at++)
            lists.add(factory.generateCRL(open(args[at])));
        policy = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
        policy.addCertStore(CertStore.getInstance(
            "Collection", new CollectionCertStoreParameters(lists)));
        boolean good = true;
        for (at++; at + 1 < args.length; at += 2)
            good &= check(args[at], args[at + 1]);
        System.exit(good ? 0 : 1);
    }
}
