package dev.killswitch.provider.kubernetes;

/** On the range. */
class ScaleToZeroTest extends ScaleToZeroContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
