package dev.killswitch.provider.kubernetes;

/** On the range. */
class IsolateNamespaceContractTest extends IsolateNamespaceContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
