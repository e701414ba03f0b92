package dev.killswitch.provider.kubernetes;

/** The contract of one action, on the range by the test and on a real server by the integration test. */
abstract class SuspendCronJobContract extends SuspendContract {
    private static final String BODY = """
            {"apiVersion":"batch/v1","kind":"CronJob","metadata":{"name":"report"},
             "spec":{"schedule":"0 3 1 1 *","jobTemplate":{"spec":{"template":{"spec":{
               "restartPolicy":"Never","containers":[{"name":"app","image":"example.invalid/report:1"}]}}}}}}""";

    SuspendCronJobContract() {
        super("suspend-cronjob", ResourceKind.CRON_JOB, BODY);
    }
}
