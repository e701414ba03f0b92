package dev.killswitch.provider.kubernetes;

/** On the range. */
class EachFormTest extends EachFormContract {
    @Override
    Grounds open() {
        return new RangeGrounds();
    }

    @Override
    String statusPath(String pod) {
        return grounds().path(pod);
    }
}
