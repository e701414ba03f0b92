package dev.killswitch.provider.kubernetes;

/** On the range. */
class FreezeNamespaceTest extends FreezeNamespaceContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
