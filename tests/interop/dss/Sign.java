import eu.europa.esig.dss.signature.AbstractSignatureParameters;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureAlgorithm;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.enumerations.SignaturePackaging;
import eu.europa.esig.dss.model.DSSDocument;
import eu.europa.esig.dss.model.FileDocument;
import eu.europa.esig.dss.model.SignatureValue;
import eu.europa.esig.dss.model.ToBeSigned;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.pades.PAdESSignatureParameters;
import eu.europa.esig.dss.pades.signature.PAdESService;
import eu.europa.esig.dss.spi.DSSUtils;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.xades.XAdESSignatureParameters;
import eu.europa.esig.dss.xades.signature.XAdESService;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;

/**
 * Sign KEY CERTIFICATE KIND IN OUT
 *
 * Sign the file with EU DSS, baseline B, by a P-256 key (PKCS#8 in DER). KIND
 * is PAdES, or XAdES with its packaging: ENVELOPED or ENVELOPING.
 */
public final class Sign {
    private static PrivateKey key;

    private static void prepare(
            AbstractSignatureParameters<?> parameters, CertificateToken cert) {
        parameters.setSigningCertificate(cert);
        parameters.setDigestAlgorithm(DigestAlgorithm.SHA256);
    }

    private static SignatureValue sign(ToBeSigned bytes) throws Exception {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(bytes.getBytes());
        return new SignatureValue(
            SignatureAlgorithm.ECDSA_SHA256, signature.sign());
    }

    private static DSSDocument pades(DSSDocument in, CertificateToken cert)
            throws Exception {
        PAdESService service =
            new PAdESService(new CommonCertificateVerifier());
        PAdESSignatureParameters parameters = new PAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.PAdES_BASELINE_B);
        prepare(parameters, cert);
        return service.signDocument(
            in, parameters, sign(service.getDataToSign(in, parameters)));
    }

    private static DSSDocument xades(DSSDocument in, CertificateToken cert,
            String packaging) throws Exception {
        XAdESService service =
            new XAdESService(new CommonCertificateVerifier());
        XAdESSignatureParameters parameters = new XAdESSignatureParameters();
        parameters.setSignatureLevel(SignatureLevel.XAdES_BASELINE_B);
        parameters.setSignaturePackaging(SignaturePackaging.valueOf(packaging));
        prepare(parameters, cert);
        return service.signDocument(
            in, parameters, sign(service.getDataToSign(in, parameters)));
    }

    public static void main(String[] args) throws Exception {
        key = KeyFactory.getInstance("EC").generatePrivate(
            new PKCS8EncodedKeySpec(Files.readAllBytes(Path.of(args[0]))));
        CertificateToken cert = DSSUtils.loadCertificate(new File(args[1]));
        DSSDocument in = new FileDocument(args[3]);
        DSSDocument out = args[2].equals("PAdES")
            ? pades(in, cert) : xades(in, cert, args[2]);
        out.save(args[4]);
    }
}
