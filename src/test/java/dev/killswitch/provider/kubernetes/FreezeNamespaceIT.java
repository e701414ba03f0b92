package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class FreezeNamespaceIT extends FreezeNamespaceContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
