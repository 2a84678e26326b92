package io.mskcdc.smt.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of this JAR, which Connect shows for each plugin. The build writes it to a resource.
 */
public final class TransformsVersion {

  public static final String CURRENT = read();

  private TransformsVersion() {}

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = TransformsVersion.class.getResourceAsStream("version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }
}
