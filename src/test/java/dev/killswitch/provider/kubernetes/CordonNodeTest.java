package dev.killswitch.provider.kubernetes;

/** On the range. */
class CordonNodeTest extends CordonNodeContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
