package dev.killswitch.provider.kubernetes;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class SuspendJobContract extends SuspendContract {
    private static final String BODY = """
            {"apiVersion":"batch/v1","kind":"Job","metadata":{"name":"report"},
             "spec":{"template":{"spec":{
               "restartPolicy":"Never","containers":[{"name":"app","image":"example.invalid/report:1"}]}}}}""";

    SuspendJobContract() {
        super("suspend-job", ResourceKind.JOB, BODY);
    }
}
