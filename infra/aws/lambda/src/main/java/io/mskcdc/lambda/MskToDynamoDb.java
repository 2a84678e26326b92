package io.mskcdc.lambda;

import java.time.Clock;

/** MSK to a DynamoDB table: {@code io.mskcdc.lambda.MskToDynamoDb::handleRequest}. */
public final class MskToDynamoDb extends MskFunction {
  /** Reads the settings from the environment. */
  public MskToDynamoDb() {
    super(
        settings -> new DynamoDbRows(FunctionClients.dynamoDb(), settings, Clock.systemUTC()),
        System.getenv());
  }
}
