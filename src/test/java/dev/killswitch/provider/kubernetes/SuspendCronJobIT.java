package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class SuspendCronJobIT extends SuspendCronJobContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
