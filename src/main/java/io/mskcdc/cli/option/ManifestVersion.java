package io.mskcdc.cli.option;

import picocli.CommandLine.IVersionProvider;

/** Reads the version from the JAR's manifest. */
public final class ManifestVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = ManifestVersion.class.getPackage().getImplementationVersion();
    return new String[] {"mskcdc " + (version == null ? "(not packaged)" : version)};
  }
}
