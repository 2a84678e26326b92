package io.mskcdc.iam;

import java.util.List;

/**
 * An IAM policy of what is allowed.
 *
 * @param statements its statements
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">IAM,
 *     grammar of policies</a>
 */
public record PolicyDocument(List<Statement> statements) {

  public PolicyDocument {
    statements = List.copyOf(statements);
  }

  /**
   * Allows actions on resources.
   *
   * @param sid its name within the document
   * @param actions actions with their service, like {@code kafka-cluster:Connect}, sorted
   * @param resources ARNs, in which a star stands for any characters and a question mark for one,
   *     sorted
   */
  public record Statement(String sid, List<String> actions, List<String> resources) {
    public Statement {
      actions = List.copyOf(actions);
      resources = List.copyOf(resources);
    }
  }
}
