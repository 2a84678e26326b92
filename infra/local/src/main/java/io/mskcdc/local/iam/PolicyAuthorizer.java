package io.mskcdc.local.iam;

import static java.util.stream.Collectors.toMap;

import io.mskcdc.local.iam.DecisionLog.Decision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.Endpoint;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.utils.SecurityUtils;
import org.apache.kafka.server.authorizer.AclCreateResult;
import org.apache.kafka.server.authorizer.AclDeleteResult;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.apache.kafka.server.authorizer.Authorizer;
import org.apache.kafka.server.authorizer.AuthorizerServerInfo;

/**
 * Allows a principal the actions of its policy in the {@link Account}, and the broker everything.
 *
 * <p>The table of actions is "Semantics of IAM authorization policy actions and resources" in the
 * Amazon MSK developer guide. No action implies another. Operations outside of the table, such as
 * those on delegation tokens, are denied to all principals.
 */
public final class PolicyAuthorizer implements Authorizer {
  private static final String SERVICE = "kafka-cluster:";

  private static final Map<ResourceType, Map<AclOperation, String>> ACTIONS =
      Map.of(
          ResourceType.CLUSTER,
          Map.of(
              AclOperation.DESCRIBE, "DescribeCluster",
              AclOperation.ALTER, "AlterCluster",
              AclOperation.DESCRIBE_CONFIGS, "DescribeClusterDynamicConfiguration",
              AclOperation.ALTER_CONFIGS, "AlterClusterDynamicConfiguration",
              AclOperation.IDEMPOTENT_WRITE, "WriteDataIdempotently"),
          ResourceType.TOPIC,
          Map.of(
              AclOperation.CREATE, "CreateTopic",
              AclOperation.DESCRIBE, "DescribeTopic",
              AclOperation.ALTER, "AlterTopic",
              AclOperation.DELETE, "DeleteTopic",
              AclOperation.DESCRIBE_CONFIGS, "DescribeTopicDynamicConfiguration",
              AclOperation.ALTER_CONFIGS, "AlterTopicDynamicConfiguration",
              AclOperation.READ, "ReadData",
              AclOperation.WRITE, "WriteData"),
          ResourceType.GROUP,
          Map.of(
              AclOperation.DESCRIBE, "DescribeGroup",
              AclOperation.READ, "AlterGroup",
              AclOperation.DELETE, "DeleteGroup"),
          ResourceType.TRANSACTIONAL_ID,
          Map.of(
              AclOperation.DESCRIBE, "DescribeTransactionalId",
              AclOperation.WRITE, "AlterTransactionalId"));

  private AccountFile account;
  private DecisionLog decisions;
  private KafkaPrincipal broker;

  @Override
  public void configure(Map<String, ?> properties) {
    account = new AccountFile(Path.of((String) properties.get(BrokerProperties.ACCOUNT_FILE)));
    decisions = new DecisionLog(Path.of((String) properties.get(BrokerProperties.DECISIONS_LOG)));
    broker = SecurityUtils.parseKafkaPrincipal((String) properties.get("super.users"));
  }

  @Override
  public Map<Endpoint, ? extends CompletionStage<Void>> start(AuthorizerServerInfo server) {
    return server.endpoints().stream()
        .collect(toMap(endpoint -> endpoint, e -> CompletableFuture.completedFuture(null)));
  }

  @Override
  public List<AuthorizationResult> authorize(
      AuthorizableRequestContext context, List<Action> actions) {
    return actions.stream()
        .map(action -> isAllowed(context, action))
        .map(allowed -> allowed ? AuthorizationResult.ALLOWED : AuthorizationResult.DENIED)
        .toList();
  }

  private boolean isAllowed(AuthorizableRequestContext context, Action action) {
    if (context.principal().equals(broker)) {
      return true;
    }
    ResourcePattern resource = action.resourcePattern();
    String name = ACTIONS.getOrDefault(resource.resourceType(), Map.of()).get(action.operation());
    if (name == null) {
      // Denies CREATE on the cluster too; Kafka then requests CREATE on each topic.
      return false;
    }
    Account now = account.read();
    String arn = arn(LocalClusterArn.parse(now.cluster()), resource);
    String principal = context.principal().getName();
    boolean allowed = now.allows(principal, SERVICE + name, arn);
    // Kafka does not log IDEMPOTENT_WRITE, because WRITE on any topic is enough by its own rules.
    // IAM
    // has no such rule, so the denial counts.
    boolean optional = !action.logIfDenied() && action.operation() != AclOperation.IDEMPOTENT_WRITE;
    decisions.write(
        new Decision(
            Decision.of(allowed),
            optional,
            principal,
            context.clientId(),
            SERVICE + name,
            arn,
            ApiKeys.forId(context.requestType()).name));
    return allowed;
  }

  private static String arn(LocalClusterArn cluster, ResourcePattern resource) {
    return switch (resource.resourceType()) {
      case TOPIC -> cluster.topic(resource.name());
      case GROUP -> cluster.group(resource.name());
      case TRANSACTIONAL_ID -> cluster.transactionalId(resource.name());
      default -> cluster.toString();
    };
  }

  /** Kafka allows idempotent writes to a principal that may write to some topic; IAM does not. */
  @Override
  public AuthorizationResult authorizeByResourceType(
      AuthorizableRequestContext context, AclOperation operation, ResourceType type) {
    return context.principal().equals(broker)
        ? AuthorizationResult.ALLOWED
        : AuthorizationResult.DENIED;
  }

  @Override
  public List<? extends CompletionStage<AclCreateResult>> createAcls(
      AuthorizableRequestContext context, List<AclBinding> bindings) {
    return bindings.stream()
        .map(binding -> CompletableFuture.completedFuture(new AclCreateResult(noAcls())))
        .toList();
  }

  @Override
  public List<? extends CompletionStage<AclDeleteResult>> deleteAcls(
      AuthorizableRequestContext context, List<AclBindingFilter> filters) {
    return filters.stream()
        .map(filter -> CompletableFuture.completedFuture(new AclDeleteResult(noAcls())))
        .toList();
  }

  private static ApiException noAcls() {
    return new InvalidRequestException(
        "there are no ACLs: the policies of the local account decide");
  }

  @Override
  public Iterable<AclBinding> acls(AclBindingFilter filter) {
    return List.of();
  }

  @Override
  public void close() {}
}
