import java.io.BufferedOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.sax.SAXResult;
import javax.xml.transform.stream.StreamSource;
import org.apache.fop.apps.FOUserAgent;
import org.apache.fop.apps.Fop;
import org.apache.fop.apps.FopFactory;
import org.apache.fop.apps.MimeConstants;
import org.apache.fop.events.EventFormatter;
import org.apache.fop.events.model.EventSeverity;
import org.apache.fop.render.xml.XMLRenderer;

/**
 * Areas XCONF OUT FILE.fo...: lays files out by Apache FOP with the fonts of
 * its PDF renderer and writes OUT/FILE.at.xml for each. Prints "FILE: LEVEL
 * message" for every event from warnings on; status 1 when a file is refused.
 */
public final class Areas {
    private static void layOut(FopFactory factory, File in, File out)
            throws Exception {
        FOUserAgent agent = factory.newFOUserAgent();
        XMLRenderer renderer = new XMLRenderer(agent);
        renderer.mimicRenderer(agent.getRendererFactory()
                .createRenderer(agent, MimeConstants.MIME_PDF));
        agent.setRendererOverride(renderer);
        Set<String> told = new TreeSet<>();
        agent.getEventBroadcaster().addEventListener(event -> {
            if (event.getSeverity() != EventSeverity.INFO) {
                told.add(event.getSeverity().getName() + " "
                        + EventFormatter.format(event));
            }
        });
        try (OutputStream o =
                new BufferedOutputStream(new FileOutputStream(out))) {
            Fop fop = factory.newFop(
                    MimeConstants.MIME_FOP_AREA_TREE, agent, o);
            TransformerFactory.newInstance().newTransformer().transform(
                    new StreamSource(in),
                    new SAXResult(fop.getDefaultHandler()));
        } finally {
            for (String line : told) {
                System.out.println(in + ": " + line.replace('\n', ' '));
            }
        }
    }

    public static void main(String[] words) throws Exception {
        boolean good = true;
        FopFactory factory =
                FopFactory.newInstance(new File(words[0]).getAbsoluteFile());
        for (int i = 2; i < words.length; i++) {
            File in = new File(words[i]);
            String name = in.getName().replaceFirst("\\.fo$", ".at.xml");
            try {
                layOut(factory, in, new File(words[1], name));
            } catch (Exception e) {
                System.out.println(in + ": REFUSED " + e.getMessage());
                good = false;
            }
        }
        System.exit(good ? 0 : 1);
    }
}
