package dev.killswitch.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.killswitch.alert.Body;
import dev.killswitch.cli.Server.Fetched;
import dev.killswitch.config.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pieces of evidence, fetched into files. What is not what the record names is not written. */
final class EvidenceSaved {
    /** Names that become files of ours: nothing that leads out of the directory. */
    private static final Pattern CONTAINMENT = Pattern.compile("c-[0-9a-z]{1,40}");

    private static final Pattern PIECE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,199}");
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{64}");
    private static final String SALT_HEADER = "killswitch-salt";

    private final Session session;
    private final Path directory;
    private int saved;
    private Exit exit = Exit.DONE;

    EvidenceSaved(Session session, Path directory) {
        this.session = session;
        this.directory = directory;
    }

    /** Saves what is listed, with the list itself, the salts in it: so that it can be checked again with no server. */
    Exit save(String incident, List<JsonNode> all) throws Stop {
        try {
            begin();
            ObjectNode list = Session.object().put("incident", incident);
            var items = list.putArray("items");
            for (JsonNode one : all) {
                items.add(one);
                for (JsonNode piece : Json.list(one, "pieces")) {
                    Optional<String> salt = save(Json.word(one, "containment"), piece);
                    if (salt.isPresent() && piece instanceof ObjectNode noted) {
                        noted.put("salt", salt.get());
                    }
                }
            }
            write(directory.resolve("evidence.json"), list.toPrettyString().getBytes(StandardCharsets.UTF_8));
            tell(list);
            return exit;
        } catch (IOException e) {
            throw new Stop(
                    Exit.NOT_DONE,
                    directory + " cannot be written (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void tell(ObjectNode list) {
        Screen screen = session.screen();
        if (session.wantsJson()) {
            screen.json(list);
        } else {
            screen.say("saved", Screen.counted(saved, "piece") + " in " + directory + ", each as the ledger names it");
            screen.say("beware", "an attacker wrote some of it: open it in nothing that runs or renders what it reads");
        }
    }

    private void begin() throws IOException, Stop {
        room(directory);
        try (var there = Files.list(directory)) {
            if (there.findAny().isPresent()) {
                throw new Stop(Exit.NOT_DONE, directory + " is not empty; name a new directory");
            }
        }
    }

    /** It is as confidential as the logs in it. */
    private static void room(Path directory) throws IOException {
        if (Files.notExists(directory)) {
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /** The salt of a piece that is saved; empty where it is not, which is said. */
    private Optional<String> save(String containment, JsonNode piece) throws IOException, Stop {
        String name = Json.word(piece, "name");
        if (!CONTAINMENT.matcher(containment).matches() || !PIECE.matcher(name).matches()) {
            return not(Exit.NOT_VERIFIED, name, "the server gave it a name that no file of ours has");
        }
        if (!piece.path("kept").asBoolean()) {
            return not(Exit.NOT_DONE, name, "it is not kept any more");
        }
        return switch (session.fetch("v1/evidence/" + containment + "/" + name)) {
            case Fetched.Whole whole -> save(containment, name, piece, whole);
            case Fetched.Not(Server.Reply.Answered refused)
            when refused.status() == 404 || refused.status() == 409 ->
                not(
                        refused.status() == 404 ? Exit.NOT_DONE : Exit.NOT_VERIFIED,
                        name,
                        Json.read(refused.body())
                                .flatMap(problem -> Json.text(problem, "detail"))
                                .orElse("the server answered " + refused.status()));
            case Fetched.Not(var reply) -> {
                session.accepted(reply);
                yield not(Exit.UNREACHABLE, name, "the answer is not one of a Killswitch server");
            }
        };
    }

    private Optional<String> save(String containment, String name, JsonNode piece, Fetched.Whole whole)
            throws IOException {
        String salt = whole.headers().getOrDefault(SALT_HEADER, "");
        if (!SALT.matcher(salt).matches() || !digest(salt, whole.content()).equals(Json.word(piece, "digest"))) {
            return not(Exit.NOT_VERIFIED, name, "it is not what the ledger names; it was not written");
        }
        Path room = directory.resolve(containment);
        room(room);
        write(room.resolve(name), whole.content().bytes());
        saved++;
        return Optional.of(salt);
    }

    private static String digest(String salt, Body content) {
        var sha256 = Sha256.begin();
        sha256.update(HexFormat.of().parseHex(salt));
        return "sha256:" + HexFormat.of().formatHex(sha256.digest(content.bytes()));
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** A piece less is told, and is no reason to leave the others; one that does not verify is what the end says. */
    private Optional<String> not(Exit why, String name, String said) {
        session.screen().note(name + ": " + said);
        if (exit != Exit.NOT_VERIFIED) {
            exit = why;
        }
        return Optional.empty();
    }
}
