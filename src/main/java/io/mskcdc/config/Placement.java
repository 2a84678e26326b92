package io.mskcdc.config;

import java.nio.file.Path;

/**
 * What environment.yaml sets for one connector on MSK Connect: its entry over the defaults.
 *
 * @param plugin a folder of connect-plugins, or the name of a custom plugin on AWS
 * @param worker the file of its worker configuration
 * @param connectVersion the version of Kafka Connect, like {@code 3.7.x}
 * @param role the ARN of the role that the workers run with
 * @param encryption {@code TLS} or {@code PLAINTEXT}
 * @param capacity the number and size of the workers
 * @param logs where the workers' logs go
 */
public record Placement(
    String plugin,
    Path worker,
    String connectVersion,
    String role,
    String encryption,
    WorkerCapacity capacity,
    WorkerLogs logs) {}
