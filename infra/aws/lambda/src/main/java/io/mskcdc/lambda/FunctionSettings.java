package io.mskcdc.lambda;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The environment variables of a function. docs/lambda.md describes each. */
final class FunctionSettings {
  private static final long MAX_DELETED_DAYS = 3650;

  private final Map<String, String> variables;

  FunctionSettings(Map<String, String> variables) {
    this.variables = variables;
  }

  /** Returns the table for rows. */
  String table() {
    return required("MSKCDC_TABLE");
  }

  /** Returns how long the table keeps the marker of a deleted row. */
  Duration deletedRowsKept() {
    String name = "MSKCDC_DELETED_DAYS";
    String text = variables.getOrDefault(name, "7");
    try {
      long days = Long.parseLong(text);
      if (days >= 1 && days <= MAX_DELETED_DAYS) {
        return Duration.ofDays(days);
      }
    } catch (NumberFormatException e) {
      // Reported below.
    }
    throw invalid(name, text, "set a number of days from 1 to " + MAX_DELETED_DAYS);
  }

  /** Returns where objects go. */
  S3Folder objects() {
    String name = "MSKCDC_OBJECTS";
    return folder(name, required(name));
  }

  /** Returns where records go that can never be applied; empty if they fail their batch. */
  Optional<S3Folder> failedRecords() {
    String name = "MSKCDC_FAILED_RECORDS";
    return optional(name).map(text -> folder(name, text));
  }

  /**
   * Returns whether the event source reads which records failed (ReportBatchItemFailures). If it
   * does not, such an answer counts as a success, and the records would be lost.
   */
  boolean isPartialResponseRead() {
    String name = "MSKCDC_PARTIAL_RESPONSE";
    String text = variables.getOrDefault(name, "false");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw invalid(name, text, "set true or false");
    };
  }

  /** Returns the attributes of items that may leave DynamoDB; empty for all. */
  Optional<Set<String>> attributes() {
    String name = "MSKCDC_ATTRIBUTES";
    String text = required(name);
    if (text.equals("*")) {
      return Optional.empty();
    }
    Set<String> names = new LinkedHashSet<>(Arrays.asList(text.strip().split("\\s*,\\s*")));
    if (names.contains("") || names.contains("*")) {
      throw invalid(name, text, "set names with commas between them, or * alone");
    }
    return Optional.of(names);
  }

  private Optional<String> optional(String name) {
    return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
  }

  private String required(String name) {
    return optional(name)
        .orElseThrow(
            () ->
                new FunctionException(
                    "lambda-variable-missing",
                    "the environment variable " + name + " is not set",
                    "docs/lambda.md lists the variables of each function"));
  }

  private static S3Folder folder(String name, String text) {
    return S3Folder.parse(text)
        .orElseThrow(() -> invalid(name, text, "set a location such as s3://bucket/prefix"));
  }

  private static FunctionException invalid(String name, String text, String next) {
    return new FunctionException(
        "lambda-variable-invalid", "the environment variable " + name + " is " + text, next);
  }
}
