package dev.killswitch.provider.kubernetes;

import dev.killswitch.action.ActionSpec;
import java.util.List;
import java.util.stream.Stream;

/** On a real API server, with what the actions need and the chart's {@code read} adds to it. */
class DisturbancesIT extends DisturbancesContract {
    @Override
    Grounds open() {
        Stream<String> looked = Stream.of(
                        ResourceKind.POD,
                        ResourceKind.NODE,
                        ResourceKind.NAMESPACE,
                        ResourceKind.SERVICE_ACCOUNT,
                        ResourceKind.RESOURCE_QUOTA,
                        ResourceKind.NETWORK_POLICY)
                .flatMap(kind -> Stream.of(kind.permission("list"), kind.permission("watch")));
        Stream<String> done = Specs.ALL.stream().map(ActionSpec::permissions).flatMap(List::stream);
        return new ServerGrounds(Stream.concat(looked, done).distinct().toList());
    }
}
