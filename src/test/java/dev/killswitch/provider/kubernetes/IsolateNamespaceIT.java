package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class IsolateNamespaceIT extends IsolateNamespaceContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
