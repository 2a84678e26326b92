package io.mskcdc.e2e;

/** The tests that run on any release of Kafka Connect. */
abstract class AllHostileTables extends HostileTables
    implements IdleServerTests,
        IncrementalSnapshotTests,
        KeylessTableTests,
        LargeRowTests,
        MaskStatusTests,
        MaskedCopiesTests,
        MaskedJsonTests,
        MergedNamesTests,
        MisreadStatementTests,
        PreflightTests,
        ReplayedDdlTests,
        SilentLossTests,
        TopicValueTests,
        UnparsedStatementTests,
        WorkerLogTests {}
