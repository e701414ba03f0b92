package dev.killswitch.provider.kubernetes;

/** On the range. */
class SharedHoldTest extends SharedHoldContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
