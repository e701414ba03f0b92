package dev.killswitch.provider.kubernetes;

/** On the range. */
class ContainSecretTest extends ContainSecretContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
