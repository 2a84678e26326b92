package io.mskcdc.config;

/** Writes an environment on MSK Connect for a test. */
public final class MskEnvironment {
  static final String WORKER =
      """
      key.converter=org.apache.kafka.connect.json.JsonConverter
      value.converter=org.apache.kafka.connect.json.JsonConverter
      offset.storage.topic=shop-offsets
      """;

  private static final String TARGET =
      """
      target: msk-connect
      auth: iam
      cluster: arn:aws:kafka:eu-west-1:111122223333:cluster/shop/0a1b2c3d-1
      mskConnect:
        bootstrapServers: b-2:9098,b-1:9098
        subnets: [subnet-2, subnet-1]
        securityGroups: [sg-1]
      """;

  private static final String DEFAULTS =
      """
      defaults:
        plugin: debezium-3-1a2b
        worker: worker.properties
        connectVersion: 3.7.x
        role: arn:aws:iam::111122223333:role/shop
        capacity: {mcuCount: 1, workerCount: 1}
      """;

  private static final String CONNECTORS = "connectors: [{name: shop}]\n";

  private final BundleFolder bundle;
  private String target = TARGET;
  private String defaults = DEFAULTS;
  private String connectors = CONNECTORS;
  private String worker = WORKER;

  /** Creates an environment with the connector shop. */
  public MskEnvironment(BundleFolder bundle) {
    this.bundle = bundle;
  }

  /** Replaces a part of the text that ends with mskConnect. */
  public MskEnvironment target(String part, String by) {
    target = replaced(target, part, by);
    return this;
  }

  /** Replaces a part of the defaults. */
  public MskEnvironment defaults(String part, String by) {
    defaults = replaced(defaults, part, by);
    return this;
  }

  /** Sets the lines that follow the defaults, the list of connectors among them. */
  public MskEnvironment connectors(String yaml) {
    connectors = yaml + "\n";
    return this;
  }

  /** Sets the worker configuration. */
  public MskEnvironment worker(String properties) {
    worker = properties;
    return this;
  }

  /** Writes the files. */
  public BundleFolder write() {
    return bundle
        .file("environments/test/environment.yaml", target + defaults + connectors)
        .file("environments/test/worker.properties", worker);
  }

  private static String replaced(String text, String part, String by) {
    if (!text.contains(part)) {
      throw new IllegalArgumentException(part);
    }
    return text.replace(part, by);
  }
}
