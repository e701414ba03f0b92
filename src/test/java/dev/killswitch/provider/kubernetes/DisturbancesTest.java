package dev.killswitch.provider.kubernetes;

/** On the range. */
class DisturbancesTest extends DisturbancesContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
