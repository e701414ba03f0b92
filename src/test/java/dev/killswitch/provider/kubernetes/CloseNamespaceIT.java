package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class CloseNamespaceIT extends CloseNamespaceContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
