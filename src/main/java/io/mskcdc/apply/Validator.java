package io.mskcdc.apply;

import static io.mskcdc.problem.ErrorCode.CLEAR_SECRET;
import static io.mskcdc.problem.ErrorCode.CONFIG_REJECTED;

import io.mskcdc.catalog.SecretKeys;
import io.mskcdc.catalog.SourceConnectors;
import io.mskcdc.config.BundlePaths;
import io.mskcdc.config.RenderedConnector;
import io.mskcdc.preflight.Preflight;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.runtime.Capability;
import io.mskcdc.runtime.ConnectRuntime;
import io.mskcdc.runtime.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Validates connectors with the runtime, and then with the preflight checks. */
public final class Validator {
  private static final String OFFLINE_ONLY = ": only the offline rules were checked";

  private final ConnectRuntime runtime;
  private final Preflight server;
  private final Preflight preflight;
  private final BundlePaths paths;
  private final ApplyListener listener;

  /**
   * @param server checks the database of a connector that the runtime rejects because of its
   *     database; the runtime reports only the first fault of it
   * @param preflight checks each connector that the runtime finds valid
   * @param paths shortens the names of files in messages
   * @param listener receives each step
   */
  public Validator(
      ConnectRuntime runtime,
      Preflight server,
      Preflight preflight,
      BundlePaths paths,
      ApplyListener listener) {
    this.runtime = runtime;
    this.server = server;
    this.preflight = preflight;
    this.paths = paths;
    this.listener = listener;
  }

  /**
   * Validates connectors and writes nothing.
   *
   * @throws ProblemException with the errors of all connectors
   */
  public void validate(List<RenderedConnector> connectors) {
    List<Problem> problems = new ArrayList<>();
    for (RenderedConnector connector : connectors) {
      Optional<Problem> refusal = runtime.refusal(Capability.VALIDATE, connector.name());
      listener.event(
          connector.name(),
          refusal
              .map(found -> "[" + found.code().code() + "] " + found.message() + OFFLINE_ONLY)
              .orElse("validating"));
      List<Problem> rejected = refusal.isPresent() ? List.of() : rejections(connector);
      problems.addAll(rejected);
      check(connector, rejected)
          .ifPresent(
              checks ->
                  problems.addAll(
                      checks.check(connector, note -> listener.event(connector.name(), note))));
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(problems);
    }
  }

  private Optional<Preflight> check(RenderedConnector connector, List<Problem> rejected) {
    if (rejected.isEmpty()) {
      return Optional.of(preflight);
    }
    return SourceConnectors.of(connector.config())
        .filter(
            source ->
                rejected.stream().allMatch(problem -> source.databaseKey().equals(problem.key())))
        .map(source -> server);
  }

  private List<Problem> rejections(RenderedConnector connector) {
    Validation validation = runtime.validate(connector.name(), connector.config());
    Stream<Problem> rejected =
        validation.findings().stream()
            .map(
                finding ->
                    rejection(
                        paths.shown(connector.valueAt(finding.key())),
                        connector.config(),
                        finding,
                        validation.secrets()));
    return Stream.concat(rejected, clearSecrets(connector, validation.secrets())).toList();
  }

  /** Returns the secrets in clear that only the runtime recognises; lint finds the others. */
  private Stream<Problem> clearSecrets(RenderedConnector connector, Set<String> declared) {
    return connector.config().entrySet().stream()
        .filter(entry -> SecretKeys.isClear(entry.getKey(), entry.getValue(), declared))
        .filter(entry -> !SecretKeys.isClear(entry.getKey(), entry.getValue()))
        .map(
            entry ->
                new Problem(
                    CLEAR_SECRET,
                    paths.shown(connector.valueAt(entry.getKey())),
                    entry.getKey(),
                    "the connector declares this key as a secret, and the value is in clear",
                    "store the secret where a config provider of the worker reads it, and write"
                        + " the reference"));
  }

  /**
   * Returns the problem of a configuration that the runtime rejects.
   *
   * @param declared the keys that the runtime declares as secrets
   */
  static Problem rejection(
      String where, Map<String, String> config, Validation.Finding finding, Set<String> declared) {
    String value = config.get(finding.key());
    return new Problem(
        CONFIG_REJECTED,
        where,
        finding.key(),
        finding.message().strip().replaceFirst(":$", "")
            + (value == null
                ? ""
                : " (the value is " + SecretKeys.shown(finding.key(), value, declared) + ")"),
        SourceConnectors.candidates(config).stream()
            .flatMap(source -> source.nextStep(finding.key()).stream())
            .findFirst()
            .orElse("correct this key, or the value that it refers to"));
  }
}
