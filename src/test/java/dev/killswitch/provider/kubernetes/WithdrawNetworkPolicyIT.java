package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class WithdrawNetworkPolicyIT extends WithdrawNetworkPolicyContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
