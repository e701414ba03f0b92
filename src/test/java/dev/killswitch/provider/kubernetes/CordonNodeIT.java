package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class CordonNodeIT extends CordonNodeContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
