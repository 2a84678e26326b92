package io.mskcdc.config;

/** What an environment deploys to. */
public sealed interface Target permits ConnectEndpoint, MskConnectTarget {}
