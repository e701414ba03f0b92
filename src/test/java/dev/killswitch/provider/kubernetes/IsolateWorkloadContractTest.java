package dev.killswitch.provider.kubernetes;

/** On the range. */
class IsolateWorkloadContractTest extends IsolateWorkloadContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
