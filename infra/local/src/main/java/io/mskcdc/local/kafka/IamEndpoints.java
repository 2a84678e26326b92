package io.mskcdc.local.kafka;

import java.nio.file.Path;

/**
 * The address of a broker with IAM, and the files that its clients need; see {@link IamLogin}.
 *
 * @param bootstrapServers a host name in the form that MSK uses, and a port
 * @param hosts a hosts file with this host name, localhost and the machine's name
 * @param trustStore a JKS file, which is readable without a password
 * @param cluster the ARN of the cluster
 */
public record IamEndpoints(
    String bootstrapServers, Path hosts, Path trustStore, String cluster, String region) {}
