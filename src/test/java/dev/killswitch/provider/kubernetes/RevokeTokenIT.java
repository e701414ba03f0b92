package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class RevokeTokenIT extends RevokeTokenContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
