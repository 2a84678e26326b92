package io.mskcdc.lint.rules;

import io.mskcdc.config.DmsFile;
import io.mskcdc.lint.Finding;
import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import io.mskcdc.lint.UnneededAccepts;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Every rule of lint. */
public final class Rules {
  /** The rules about DMS tasks, in the order of their findings. */
  private static final List<DmsRule> DMS =
      List.of(
          DmsTaskRules.ENDED,
          DmsTargetRules.FORMAT,
          DmsSourceRules.DATABASE,
          DmsSourceRules.PASSWORDS,
          DmsSourceRules.TLS,
          DmsTaskRules.START,
          DmsTaskRules.FULL_LOAD,
          DmsTaskRules.LOBS,
          DmsTaskRules.ERRORS,
          DmsTargetRules.FILES,
          DmsTaskRules.CLEAR,
          DmsSourceRules.HOST,
          DmsTargetRules.LOGIN,
          DmsTargetRules.RECORDS,
          DmsTargetRules.KEYS,
          DmsTaskRules.MASKS,
          DmsTaskRules.CAPACITY,
          DmsSourceRules.LOGIN);

  /** The rules, in the order of their findings. */
  public static final List<LintRule> ALL = rules(true);

  private Rules() {}

  /**
   * @param triesWildcards whether wildcards of {@code clear.columns} are tried with names that look
   *     personal
   */
  private static List<LintRule> rules(boolean triesWildcards) {
    List<LintRule> ofConnectors =
        List.of(
            new PolicyRule(),
            new UnknownWorkerPropertyRule(),
            new RefusedWorkerPropertyRule(),
            new MissingConverterRule(),
            new IncompleteProviderRule(),
            new UnknownProviderParameterRule(),
            new UnfitConverterRule(),
            new InvalidReferenceRule(),
            new BrokerAddressRule(),
            new UnknownKeyRule(),
            new RenamedValueRule(),
            new UnknownValueRule(),
            new UnknownProviderRule(),
            new ClearSecretRule(),
            new RawArnRule(),
            new UnnamedOffsetTopicRule(),
            new OverriddenTasksRule(),
            new IdleWorkersRule(),
            new MissingClassRule(),
            new OldWorkerRule(),
            new MessageSizeRule(),
            new CanonicalValuesRule(),
            new FilteredStatementRule(),
            new ClearPersonalRule(triesWildcards),
            new SharedValueRule(),
            new SharedTopicRule(),
            new UnusedTasksRule(),
            new ClientLoginRule(),
            new TopicCreationRule(),
            new SchemaHistoryRule(),
            new IdentityRule(),
            new UnsupportedLoginRule(),
            new QueueSizeRule(),
            new ConflictingListsRule(),
            new UnmatchableEntryRule(),
            new UncapturedMaskRule(),
            new MaskedKeyRule(),
            new RoutedTogetherRule(),
            new HostWithoutBinlogRule(),
            new SignalsRule(),
            new SnapshotEntryRule(),
            new IgnoredSinkOptionRule(),
            new DroppedSinkRowsRule(),
            new PlaceholderRule(),
            new HeartbeatRule(),
            ConnectionOptions.KEEP_ALIVE,
            ConnectionOptions.WRITE_TIMEOUT,
            ConnectionOptions.QUEUE,
            new UnverifiedTlsRule(),
            new RestartingProviderRule(),
            FailureOptions.TOLERATED,
            FailureOptions.LOGGED,
            FailureOptions.QUERY,
            FailureOptions.STATEMENTS,
            FailureOptions.RETRIES,
            new SkippedFailureRule(),
            new DeadLetterRule(),
            new RegistryRetryRule(),
            SnapshotOptions.PARTIAL_HISTORY,
            SnapshotOptions.UNLOCKED,
            SnapshotOptions.REPEATED,
            SnapshotOptions.RECOVERS,
            SnapshotOptions.NOT_RESNAPSHOTTABLE,
            ValueOptions.DECIMALS_UNREADABLE,
            ValueOptions.UNSIGNED_UNREADABLE,
            ValueOptions.ROUNDED,
            ValueOptions.TIME_UNIT,
            ValueOptions.OVERFLOW,
            ValueOptions.NANOSECONDS,
            new ReplacedNullRule(),
            new SkippedOperationRule(),
            new KeptRowRule());
    return Stream.concat(ofConnectors.stream(), DMS.stream()).toList();
  }

  /** Returns the rules for a command that reads DMS tasks and no connectors. */
  public static List<LintRule> ofDmsTasks() {
    return Stream.concat(Stream.of(new PlaceholderRule()), DMS.stream()).toList();
  }

  /** Returns the findings about one DMS task, which need not be in a bundle. */
  public static List<Finding> findings(DmsFile task) {
    return DMS.stream().flatMap(rule -> rule.check(task)).toList();
  }

  /** Returns every rule, and with them the one that reads the connectors' databases. */
  public static List<LintRule> withDatabase() {
    return Stream.concat(rules(false).stream(), Stream.of(new DatabaseColumnsRule())).toList();
  }

  /** Returns what is documented of each rule, by its number. */
  public static List<Rule> documented() {
    return Stream.concat(
            Stream.concat(ReadingRules.ALL.stream(), Stream.of(UnneededAccepts.RULE)),
            ALL.stream().flatMap(rule -> rule.rules().stream()))
        .distinct()
        .sorted(Comparator.comparing(rule -> rule.code().rule().orElseThrow()))
        .toList();
  }
}
