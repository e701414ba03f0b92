package dev.killswitch.product;

import dev.killswitch.range.aws.PracticeAccount;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What is posted to the product on the practice range. */
final class Payloads {
    private Payloads() {}

    /** Falco's word that somebody opened a shell in {@code pod} of the namespace shop. */
    static String shell(String pod) {
        return """
                {"output":"A shell was spawned","priority":"Critical","rule":"Terminal shell in container","time":"%s",
                 "output_fields":{"k8s.ns.name":"shop","k8s.pod.name":"%s","container.id":"4a5b6c7d8e9f"},
                 "source":"syscall","hostname":"node-a"}""".formatted(now(), pod);
    }

    /** GuardDuty's word, as EventBridge sends it, that the user ci-deployer of the range's account is misused. */
    static String finding() {
        return """
                {"version":"0","id":"event-of-the-test","detail-type":"GuardDuty Finding","source":"aws.guardduty",
                 "account":"111122223333","time":"%1$s","region":"eu-west-1","resources":[],"detail":{
                 "accountId":"111122223333","region":"eu-west-1","partition":"aws","id":"0123456789abcdef0123456789abcdef",
                 "type":"UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom","severity":8.0,"createdAt":"%1$s",
                 "updatedAt":"%1$s","title":"t","description":"d","resource":{"resourceType":"AccessKey",
                 "accessKeyDetails":{"accessKeyId":"%2$s","principalId":"AIDAEXAMPLEEXAMPLE012","userName":"ci-deployer",
                 "userType":"IAMUser"}},"service":{"serviceName":"guardduty","resourceRole":"TARGET","count":1,
                 "archived":false,"action":{"actionType":"AWS_API_CALL"}}}}""".formatted(now(), PracticeAccount.keyId("ci-deployer", 1));
    }

    /** A person's wish to take {@code pod} of the namespace shop off the network. */
    static String isolate(String pod) {
        return """
                {"action":"kubernetes.isolate-pod",
                 "target":{"connection":"range-cluster","kind":"kubernetes.pod","id":"shop/%s"}}""".formatted(pod);
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }
}
