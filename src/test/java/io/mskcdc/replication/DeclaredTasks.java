package io.mskcdc.replication;

import io.mskcdc.config.BundleFolder;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.BundleReader;
import io.mskcdc.dms.DmsTask;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Declared DMS tasks for tests. */
final class DeclaredTasks {
  static final String SERVERLESS =
      """
      migrationType: full-load-and-cdc
      source:
        EngineName: mysql
        MySQLSettings: {SecretsManagerSecretId: shop, SecretsManagerAccessRoleArn: "arn:r"}
      target:
        EngineName: s3
        S3Settings: {BucketName: lake, ServiceAccessRoleArn: "arn:lake", DataFormat: parquet}
      tables:
        - include: shop.orders
        - include: shop.customers
          masks: {email: hash-mask}
      serverless: {MaxCapacityUnits: 8, VpcSecurityGroupIds: [sg-1, sg-2]}
      settings:
        TargetMetadata: {LobMaxSize: 32}
      """;

  static final String PROVISIONED =
      SERVERLESS.replace(
          "serverless: {MaxCapacityUnits: 8, VpcSecurityGroupIds: [sg-1, sg-2]}",
          """
          provisioned:
            ReplicationInstanceClass: dms.t3.medium
            AllocatedStorage: 50
            EngineVersion: 3.5.4
            ReplicationSubnetGroupIdentifier: shop
            VpcSecurityGroupIds: [sg-1]""");

  private DeclaredTasks() {}

  /** Reads the file of a task with the name orders, of the bundle shop. */
  static Declaration declared(Path folder, String yaml) {
    new BundleFolder(folder)
        .environment("test", "http://h:1", "connectors: []\ndms:\n  - name: orders")
        .file("dms/orders.yaml", yaml);
    return Declaration.of(
        DmsTask.of(
            new BundleReader(new BundlePaths(folder.resolve("connector-configs")))
                .readDmsTasks("test", List.of())
                .dmsTasks()
                .get(0)),
        Optional.of("shop/test"));
  }
}
