package dev.killswitch.provider.aws;

import dev.killswitch.action.ActionContract;
import dev.killswitch.action.Scene;
import dev.killswitch.range.Fault;
import dev.killswitch.range.Faults;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The scenes of the actions on the practice account: those of their contracts. */
public final class AwsScenes {
    private AwsScenes() {}

    public static Scene open(String action) {
        try {
            Path directory = Files.createTempDirectory("aws-scene");
            var range = new OnRange(directory);
            return switch (action) {
                case "aws.disable-access-key" -> credential(Credential.ACCESS_KEY, range, directory);
                case "aws.disable-signing-certificate" -> credential(Credential.SIGNING_CERTIFICATE, range, directory);
                case "aws.disable-ssh-key" -> credential(Credential.SSH_KEY, range, directory);
                case "aws.disable-service-credential" -> credential(Credential.SERVICE_CREDENTIAL, range, directory);
                case "aws.deny-user" -> {
                    var contract = new AwsContract.OfUser() {
                        @Override
                        Place place() {
                            return range.place();
                        }
                    };
                    contract.look();
                    yield new OfAccount(contract, range, directory);
                }
                case "aws.deny-role" -> {
                    var contract = new AwsContract.OfRole() {
                        @Override
                        Place place() {
                            return range.place();
                        }
                    };
                    contract.look();
                    yield new OfAccount(contract, range, directory);
                }
                case "aws.deny-session", "aws.revoke-role-sessions", "aws.deny-user-inside", "aws.deny-role-inside" -> {
                    var contract = new AwsContract.Inside() {
                        @Override
                        Place place() {
                            return range.place();
                        }

                        @Override
                        String named() {
                            return action;
                        }
                    };
                    contract.look();
                    yield new OfAccount(contract, range, directory);
                }
                case "aws.isolate-interface", "aws.protect-instance" -> machine(action, range, directory);
                case "aws.edit-role-trust" -> {
                    var contract = new AwsContract.OfTrust() {
                        @Override
                        Place place() {
                            return range.place();
                        }
                    };
                    contract.look();
                    yield new OfAccount(contract, range, directory);
                }
                case "aws.deny-principal-user", "aws.deny-principal-role" -> {
                    var contract = new AwsContract.OfPrincipal() {
                        @Override
                        Place place() {
                            return range.place();
                        }

                        @Override
                        String named() {
                            return action;
                        }
                    };
                    contract.look();
                    yield new OfAccount(contract, range, directory);
                }
                case "aws.deny-user-by-boundary", "aws.deny-role-by-boundary" -> {
                    var contract = new AwsContract.OfBoundary() {
                        @Override
                        Place place() {
                            return range.place();
                        }

                        @Override
                        String named() {
                            return action;
                        }
                    };
                    contract.look();
                    yield new OfAccount(contract, range, directory);
                }
                default ->
                    throw new AssertionError(action + " has no scene: write its contract as a class of AwsContract, and"
                            + " add it to " + AwsScenes.class.getName());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Scene credential(Credential kind, OnRange range, Path directory) {
        var contract = new AwsContract.OfCredential() {
            @Override
            Place place() {
                return range.place();
            }

            @Override
            Credential credential() {
                return kind;
            }
        };
        contract.look();
        return new OfAccount(contract, range, directory);
    }

    private static Scene machine(String action, OnRange range, Path directory) {
        if (action.equals("aws.protect-instance")) {
            var contract = new AwsContract.OfInstance() {
                @Override
                Ec2Place ec2() {
                    return Ec2Place.onRange(range.place());
                }
            };
            contract.look();
            return new OfAccount(contract, range, directory);
        }
        var contract = new AwsContract.OfInterface() {
            @Override
            Ec2Place ec2() {
                return Ec2Place.onRange(range.place());
            }
        };
        contract.look();
        return new OfAccount(contract, range, directory);
    }

    private static final class OfAccount extends Scene {
        private final OnRange range;
        private final Path directory;

        OfAccount(ActionContract contract, OnRange range, Path directory) {
            super(contract);
            this.range = range;
            this.directory = directory;
        }

        @Override
        public Faults faults() {
            return range.faults();
        }

        @Override
        public String write() {
            return "Action=(Attach|Detach|Update|Put|Delete|Create|Modify)";
        }

        @Override
        public void deny(String permission) {
            range.faults()
                    .next(
                            "Action=" + permission.substring(permission.indexOf(':') + 1) + "$",
                            Integer.MAX_VALUE,
                            new Fault.Status(403));
        }

        @Override
        public void allow(String permission) {
            range.faults().clear();
        }

        @Override
        public void restart() {
            range.reconnect();
        }

        @Override
        public void close() {
            range.close();
            try {
                Files.deleteIfExists(directory.resolve("credentials"));
                Files.deleteIfExists(directory);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
