package io.mskcdc.lint.rules;

import io.mskcdc.lint.LintRule;
import io.mskcdc.lint.Rule;
import java.util.Comparator;
import java.util.List;

/** Every rule of lint. */
public final class Rules {
  /** The rules, in the order of their findings. */
  public static final List<LintRule> ALL =
      List.of(
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
          new PlaceholderRule());

  private Rules() {}

  /** Returns what is documented of each rule, by its number. */
  public static List<Rule> documented() {
    return ALL.stream()
        .flatMap(rule -> rule.rules().stream())
        .sorted(Comparator.comparing(rule -> rule.code().rule().orElseThrow()))
        .toList();
  }
}
