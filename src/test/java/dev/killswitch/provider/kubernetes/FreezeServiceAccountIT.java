package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class FreezeServiceAccountIT extends FreezeServiceAccountContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
