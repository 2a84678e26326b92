package io.mskcdc.catalog;

import java.util.List;
import java.util.Optional;

/**
 * What a connector does by itself with a service of AWS.
 *
 * @param sid the statement of a policy that allows it
 * @param service the service's prefix in actions and ARNs, like {@code dynamodb}
 * @param region the region; empty for the cluster's
 * @param resources ARNs, or the last parts of ARNs of the cluster's account, like {@code
 *     table/orders}
 * @param actions the actions without the prefix
 */
public record ServiceUse(
    String sid,
    String service,
    Optional<String> region,
    List<String> resources,
    List<String> actions) {}
