package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class RotateServiceAccountIT extends RotateServiceAccountContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
