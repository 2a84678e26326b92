package io.mskcdc.local.lambda;

import io.mskcdc.local.process.Jvm;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Java function in a subprocess, on AWS's runtime interface client. A process that ended, failed
 * to start or was too slow is replaced at the next invocation.
 */
public final class LambdaFunction implements AutoCloseable {
  private static final String RUNTIME =
      "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private final Settings settings;
  private volatile Subprocess process;
  private RuntimeApi api;
  private int starts;

  /**
   * The settings of a function.
   *
   * @param name its name, also that of its log
   * @param handler the class and the method, such as {@code
   *     io.mskcdc.lambda.MskToS3::handleRequest}
   * @param code the folder of the unpacked ZIP
   * @param runtime the folder with the JARs of the runtime interface client
   * @param environment the function's variables, and its credentials
   * @param timeout its time limit
   * @param memoryMegabytes the heap of its process
   * @param folder holds its log, and a folder with its temporary files
   */
  public record Settings(
      String name,
      String handler,
      Path code,
      Path runtime,
      Map<String, String> environment,
      Duration timeout,
      int memoryMegabytes,
      Path folder) {

    public Settings {
      environment = Map.copyOf(environment);
    }

    String arn() {
      return "arn:aws:lambda:eu-west-1:000000000000:function:" + name;
    }

    Path log() {
      return folder.resolve(name + ".log");
    }
  }

  /** Starts nothing yet: the first invocation does. */
  public LambdaFunction(Settings settings) {
    this.settings = settings;
  }

  public Settings settings() {
    return settings;
  }

  /** Invokes the function with an event and waits for its end. */
  public synchronized InvocationResult invoke(byte[] event) {
    if (process == null) {
      start();
    }
    Subprocess running = process;
    InvocationResult result = api.invoke(event, settings.timeout(), running::isAlive);
    if (!result.isSuccess() && !isAnswer(result)) {
      stop();
    }
    return result;
  }

  /** The function's own error comes from a process that still runs. */
  private boolean isAnswer(InvocationResult result) {
    return result.error().startsWith("{") && process.isAlive();
  }

  private void start() {
    api = new RuntimeApi(settings.arn());
    Map<String, String> environment = new HashMap<>(settings.environment());
    environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
    environment.put("AWS_LAMBDA_FUNCTION_NAME", settings.name());
    environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    environment.put(
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(settings.memoryMegabytes()));
    environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + settings.name());
    environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
    Path work = settings.folder().resolve(settings.name());
    Jvm jvm =
        new Jvm(
            settings.code().resolve("lib"),
            settings.memoryMegabytes(),
            work,
            List.of(Jvm.all(settings.runtime())),
            Map.of("java.io.tmpdir", temporaryFolder(work).toString()));
    process =
        Subprocess.start(
            settings.name(), jvm.command(RUNTIME, settings.handler()), environment, settings.log());
    starts++;
  }

  /**
   * Makes a folder for one process: the runtime client unpacks a native library there, and a second
   * process that overwrote it would crash the first.
   */
  private static Path temporaryFolder(Path work) {
    try {
      return Files.createTempDirectory(Files.createDirectories(work.toAbsolutePath()), "tmp");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns how many processes were started. */
  public synchronized int starts() {
    return starts;
  }

  /** Kills the process, also in the middle of an invocation. */
  public void kill() {
    Subprocess running = process;
    if (running != null) {
      running.kill();
    }
  }

  private void stop() {
    api.close();
    process.kill();
    process = null;
  }

  @Override
  public synchronized void close() {
    if (process != null) {
      stop();
    }
  }
}
