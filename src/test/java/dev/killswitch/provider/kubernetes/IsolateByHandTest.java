package dev.killswitch.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands for whoever isolates a pod without us, in a shell whose {@code kubectl} says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class IsolateByHandTest {
    private static final String LABEL_ALONE =
            "patch -n shop patch pod web --type=json -p [{\"op\":\"add\",\"path\":\"/metadata/labels\","
                    + "\"value\":{\"killswitch.dev/quarantine\":\"by-hand\"}}]";

    @TempDir
    private Path folder;

    /** A pod of {@code controller}, with {@code labels} as {@code kubectl} prints them. */
    private List<String> run(List<String> commands, String controller, String labels)
            throws IOException, InterruptedException {
        String kubectl = "kubectl() { case \"$*\" in *ownerReferences*controller==true*) printf %s '" + controller
                + "';; *metadata.labels*) printf %s '" + labels
                + "';; *apply*) cat >/dev/null;; *) echo \"$3 $*\" >>written;; esac; }\n";
        String script =
                String.join("\n", commands).replace("{namespace}", "shop").replace("{name}", "web");
        Process shell = new ProcessBuilder("sh", "-e", "-c", kubectl + script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        return Files.readAllLines(folder.resolve("written"));
    }

    private static List<String> contain() {
        return Specs.ISOLATE_POD.byHand().contain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ReplicaSet", "Job"})
    void podThatNobodyNeedsByItsLabels_hasOurLabelAlone(String controller) throws Exception {
        assertThat(run(contain(), controller, "{\"app\":\"web\"}")).containsExactly(LABEL_ALONE);
    }

    /** As the action does: its controller could not replace it, or would start a second one beside it. */
    @ParameterizedTest
    @ValueSource(strings = {"StatefulSet", "DaemonSet"})
    void podThatItsControllerCannotReplace_keepsItsLabels(String controller) throws Exception {
        assertThat(run(contain(), controller, "{\"app\":\"web\"}"))
                .containsExactly("label -n shop label --overwrite pod web killswitch.dev/quarantine=by-hand");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"app\":\"web\"}", ""})
    void labelsFromBefore_arePutBack_orNone(String labels) throws Exception {
        run(contain(), "", labels);
        Files.delete(folder.resolve("written"));
        assertThat(run(Specs.ISOLATE_POD.byHand().release(), "", labels))
                .containsExactly(
                        "patch -n shop patch pod web --type=json -p [{\"op\":\"add\",\"path\":\"/metadata/labels\","
                                + "\"value\":" + (labels.isEmpty() ? "{}" : labels) + "}]");
    }
}
