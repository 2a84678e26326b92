package io.mskcdc.config;

/** The target of an environment: Connect workers or MSK Connect. */
public sealed interface Target permits ConnectEndpoint, MskConnectTarget {
  /** Returns what tells it from other targets, without credentials. */
  String place();
}
