package dev.killswitch.provider.kubernetes;

/** On a real API server. */
class RevokeLegacyTokenIT extends RevokeLegacyTokenContract {
    @Override
    Grounds open() {
        return new ServerGrounds();
    }
}
