package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.iam.PolicyDocument;
import io.mskcdc.iam.PolicyDocument.Statement;
import io.mskcdc.text.PrettyJson;
import java.util.List;

/**
 * An IAM policy. The JSON is only the policy document, without kind and version, so that it can be
 * passed to IAM as it is.
 *
 * @param policy the policy
 */
public record PolicyReport(PolicyDocument policy) implements Report {
  /** The version of the IAM policy language. */
  private static final String VERSION = "2012-10-17";

  @Override
  public String kind() {
    return "iam-policy";
  }

  @Override
  public String text(Palette palette) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    fill(document);
    return PrettyJson.of(document);
  }

  @Override
  public String json() {
    return text(Palette.NONE);
  }

  @Override
  public String markdown() {
    return Markdown.block("json", text(Palette.NONE));
  }

  @Override
  public void fill(ObjectNode document) {
    document.put("Version", VERSION);
    ArrayNode statements = document.putArray("Statement");
    for (Statement statement : policy.statements()) {
      ObjectNode node = statements.addObject();
      node.put("Sid", statement.sid()).put("Effect", "Allow");
      add(node.putArray("Action"), statement.actions());
      add(node.putArray("Resource"), statement.resources());
    }
  }

  private static void add(ArrayNode list, List<String> values) {
    values.forEach(list::add);
  }
}
