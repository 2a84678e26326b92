package io.mskcdc.replication;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.dms.Endpoint;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A declared resource of DMS.
 *
 * @param request the input of the operation that creates it, without the ARNs of other resources
 */
public record Resource(ResourceKind kind, ObjectNode request) {
  /** The members whose values are secrets. The service does not return them. */
  static final Set<String> SECRETS =
      Stream.concat(Stream.of("Password"), Endpoint.KAFKA_PASSWORDS.stream())
          .collect(Collectors.toUnmodifiableSet());

  /** Returns its name in the account and region. */
  public String identifier() {
    return request.path(kind.identifierMember()).asText();
  }

  /** Returns the member with a secret's value, or a reference to one; empty if there is none. */
  Optional<String> secret() {
    return SECRETS.stream().filter(member -> !request.findValues(member).isEmpty()).findFirst();
  }

  /** Returns its kind and name, for a reader. */
  public String title() {
    return kind.title() + " " + identifier();
  }
}
