package io.mskcdc.lambda;

/** MSK to objects of S3: {@code io.mskcdc.lambda.MskToS3::handleRequest}. */
public final class MskToS3 extends MskFunction {
  /** Reads the settings from the environment. */
  public MskToS3() {
    super(settings -> new S3Rows(FunctionClients.s3(), settings), System.getenv());
  }
}
