package dev.killswitch.provider.kubernetes;

/** On the range. */
class SuspendJobTest extends SuspendJobContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
