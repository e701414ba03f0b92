package dev.killswitch.provider.kubernetes;

/** On the range. */
class CloseNamespaceTest extends CloseNamespaceContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
