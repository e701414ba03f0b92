package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class SharedHoldIT extends SharedHoldContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
