package io.mskcdc.iam;

import static org.assertj.core.api.Assertions.assertThat;

import io.mskcdc.iam.PolicyDocument.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyDocumentTest {
  private static final Statement READ_A = new Statement("Topics", List.of("Read"), List.of("a"));
  private static final Statement READ_B = new Statement("Topics", List.of("Read"), List.of("b"));
  private static final Statement WRITE_B = new Statement("Topics", List.of("Write"), List.of("b"));

  @Test
  void statementsWithTheSameActionsAreMerged() {
    assertThat(document(READ_B).and(document(READ_A)).statements())
        .containsExactly(new Statement("Topics", List.of("Read"), List.of("a", "b")));
  }

  @Test
  void aStatementWithOtherActionsGetsANameOfItsOwn() {
    assertThat(document(READ_A).and(document(WRITE_B)).statements())
        .containsExactly(READ_A, new Statement("Topics2", List.of("Write"), List.of("b")));
  }

  private static PolicyDocument document(Statement statement) {
    return new PolicyDocument(List.of(statement));
  }
}
