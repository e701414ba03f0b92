package dev.killswitch.provider.kubernetes;

/** On the range. */
class WithdrawNetworkPolicyContractTest extends WithdrawNetworkPolicyContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }
}
