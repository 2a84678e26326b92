package io.mskcdc.local.kafka;

import java.nio.file.Path;

/**
 * What a client needs, besides its key, to reach a broker by IAM; see {@link IamLogin}.
 *
 * @param bootstrapServers one name as MSK gives it, and its port
 * @param hosts resolves that name, localhost and the machine's own name, and no other
 * @param trustStore a JKS file that is read without a password
 * @param cluster the cluster's ARN
 */
public record IamEndpoints(
    String bootstrapServers, Path hosts, Path trustStore, String cluster, String region) {}
