package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.TARGET_NOT_MSK_CONNECT;

import io.mskcdc.config.Bundle;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.ConnectEndpoint;
import io.mskcdc.config.Environment;
import io.mskcdc.config.MskConnectTarget;
import io.mskcdc.connect.ConnectClient;
import io.mskcdc.msk.MskConnectRuntime;
import io.mskcdc.msk.MskSession;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.replication.Dms;
import io.mskcdc.runtime.ConnectRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Opens connections to the targets of environments. Closing it closes them all. */
public final class TargetConnections implements AutoCloseable {
  private final List<Runnable> closings = new ArrayList<>();

  /**
   * Opens the runtime that an environment deploys to. Nothing is sent yet.
   *
   * @param progress receives one line for each retry, wait and step
   * @param stackTraces whether progress includes the stack traces in the workers' logs
   */
  public ConnectRuntime open(Bundle bundle, Consumer<String> progress, boolean stackTraces) {
    Environment environment = bundle.environment();
    if (environment.target() instanceof ConnectEndpoint endpoint) {
      ConnectClient client = new ConnectClient(endpoint, progress);
      closings.add(client::close);
      return client;
    }
    return new MskConnectRuntime(
        openMskConnect(bundle.paths(), environment, progress),
        environment,
        bundle.workers(),
        progress,
        stackTraces);
  }

  /**
   * Opens the AWS account of an environment on MSK Connect. Nothing is sent yet.
   *
   * @param paths the bundle's paths, for messages
   * @param progress receives one line for each retry and wait
   * @throws ProblemException when the environment has another target
   */
  public MskSession openMskConnect(
      BundlePaths paths, Environment environment, Consumer<String> progress) {
    MskConnectTarget target =
        environment
            .mskConnect()
            .orElseThrow(
                () ->
                    new ProblemException(
                        new Problem(
                            TARGET_NOT_MSK_CONNECT,
                            paths.shown(environment.document().valueAt("target")),
                            "target",
                            "this environment does not deploy to MSK Connect",
                            "choose another environment with --env")));
    MskSession session = new MskSession(target, progress);
    closings.add(session::close);
    return session;
  }

  /**
   * Opens the API of DMS in the AWS account of an environment on MSK Connect. Nothing is sent yet.
   *
   * @param paths the bundle's paths, for messages
   * @param progress receives one line for each retry and wait
   * @throws ProblemException when the environment has another target
   */
  public Dms openDms(BundlePaths paths, Environment environment, Consumer<String> progress) {
    MskSession session = openMskConnect(paths, environment, progress);
    return new Dms(session.aws(), session.emulator());
  }

  @Override
  public void close() {
    closings.forEach(Runnable::run);
  }
}
