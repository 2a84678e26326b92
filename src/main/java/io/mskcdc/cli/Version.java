package io.mskcdc.cli;

import picocli.CommandLine.IVersionProvider;

/** The version in the JAR's manifest. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Version.class.getPackage().getImplementationVersion();
    return new String[] {"mskcdc " + (version == null ? "(not packaged)" : version)};
  }
}
