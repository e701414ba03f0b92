package dev.killswitch.provider.kubernetes;

/** On the range. */
class FreezeServiceAccountTest extends FreezeServiceAccountContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
