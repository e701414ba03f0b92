package dev.killswitch.provider.kubernetes;

/** On the range. */
class SuspendCronJobTest extends SuspendCronJobContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
