package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class IsolateWorkloadIT extends IsolateWorkloadContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
