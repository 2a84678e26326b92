package io.mskcdc.dms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** What a task runs on. */
public sealed interface Compute {
  /** The key of a serverless replication in the file. */
  String SERVERLESS = "serverless";

  /** The key of a replication instance in the file. */
  String PROVISIONED = "provisioned";

  /** Returns the version of the engine; empty where AWS chooses it. */
  Optional<String> engineVersion();

  /**
   * A serverless replication.
   *
   * @param config its ComputeConfig, as CreateReplicationConfig takes it
   */
  record Serverless(ObjectNode config) implements Compute {
    @Override
    public Optional<String> engineVersion() {
      return Optional.empty();
    }
  }

  /**
   * A replication instance.
   *
   * @param members its members as CreateReplicationInstance takes them, without Tags
   */
  record Provisioned(ObjectNode members) implements Compute {
    @Override
    public Optional<String> engineVersion() {
      return Optional.ofNullable(members.path("EngineVersion").asText(null));
    }

    /** Returns its ReplicationInstanceIdentifier. */
    public String identifier() {
      return members.path("ReplicationInstanceIdentifier").asText();
    }
  }
}
