import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Checks files against PDF/A-3a and PDF/UA-1; status 1 when one fails. */
public final class Check {
    private static final PDFAFlavour[] FLAVOURS = {
        PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1,
    };

    private static boolean check(String file, PDFAFlavour flavour)
            throws Exception {
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser =
                        Foundries.defaultInstance().createParser(in, flavour);
                PDFAValidator validator = Foundries.defaultInstance()
                        .createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            Map<String, Integer> failures = new LinkedHashMap<>();
            for (TestAssertion a : result.getTestAssertions()) {
                if (a.getStatus() == TestAssertion.Status.FAILED) {
                    String text = a.getRuleId().getClause() + "-"
                            + a.getRuleId().getTestNumber() + ": "
                            + a.getMessage() + " at "
                            + a.getLocation().getContext();
                    failures.merge(text, 1, Integer::sum);
                }
            }
            System.out.printf("%s %s: %s, %d assertions%n", file,
                    flavour.getId(),
                    result.isCompliant() ? "compliant" : "NOT COMPLIANT",
                    result.getTotalAssertions());
            int shown = 0;
            for (Map.Entry<String, Integer> f : failures.entrySet()) {
                if (shown++ < 20) {
                    System.out.println("  " + f.getKey());
                }
            }
            return result.isCompliant();
        }
    }

    public static void main(String[] files) throws Exception {
        boolean good = files.length > 0;
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            for (PDFAFlavour flavour : FLAVOURS) {
                good &= check(file, flavour);
            }
        }
        System.exit(good ? 0 : 1);
    }
}
