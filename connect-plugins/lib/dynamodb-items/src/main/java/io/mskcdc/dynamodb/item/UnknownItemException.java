package io.mskcdc.dynamodb.item;

/** DynamoDB has a kind of attribute or change that is newer than this release. */
public final class UnknownItemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnknownItemException(String message) {
    super(message);
  }
}
