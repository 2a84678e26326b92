package io.mskcdc.local.dynamodb;

import io.mskcdc.local.aws.rest.Input;
import io.mskcdc.local.aws.rest.ServiceOperation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Operations by name, each with the members of its input that the emulator has. */
final class Operations {
  // The output has none of what these members request, unless their value is NONE.
  private static final List<String> REPORTS =
      List.of("ReturnConsumedCapacity", "ReturnItemCollectionMetrics");

  private final Map<String, ServiceOperation> operations = new HashMap<>();

  /** Adds an operation, which refuses all members but those named. */
  Operations add(String name, ServiceOperation operation, String... members) {
    Set<String> known = new HashSet<>(List.of(members));
    known.addAll(REPORTS);
    operations.put(
        name,
        (input, call) -> {
          requireOnly(input, known);
          for (String report : REPORTS) {
            if (!input.text(report).orElse("NONE").equals("NONE")) {
              throw DynamoDbErrors.unsupported(report + " other than NONE");
            }
          }
          return operation.answer(input, call);
        });
    return this;
  }

  /** Refuses members that the emulator would ignore. */
  static void requireOnly(Input input, Set<String> known) {
    for (String member : input.members()) {
      if (!known.contains(member)) {
        throw DynamoDbErrors.unsupported("the member " + member);
      }
    }
  }

  Map<String, ServiceOperation> all() {
    return operations;
  }
}
