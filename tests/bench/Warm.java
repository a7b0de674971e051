import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.fop.apps.Fop;
import org.apache.fop.apps.FopFactory;
import org.apache.fop.apps.MimeConstants;

/**
 * Warm XCONF OUT PASSES FILE.fo...: renders all files PASSES times in one
 * virtual machine and prints the CPU seconds per file of each pass, those of
 * the compiler's and the collector's threads included.
 */
public final class Warm {
    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory
                .getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    public static void main(String[] words) throws Exception {
        FopFactory factory =
                FopFactory.newInstance(new File(words[0]).getAbsoluteFile());
        int passes = Integer.parseInt(words[2]);
        for (int pass = 0; pass < passes; pass++) {
            double start = cpu();
            for (int i = 3; i < words.length; i++) {
                File pdf = new File(words[1], "warm-" + i + ".pdf");
                try (OutputStream out = new BufferedOutputStream(
                        new FileOutputStream(pdf))) {
                    Fop fop = factory.newFop(MimeConstants.MIME_PDF,
                            factory.newFOUserAgent(), out);
                    TransformerFactory.newInstance().newTransformer()
                            .transform(new StreamSource(new File(words[i])),
                                    new SAXResult(fop.getDefaultHandler()));
                }
            }
            System.out.println((cpu() - start) / (words.length - 3));
        }
    }
}
