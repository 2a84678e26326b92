package io.mskcdc.plugin;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A file that is given as a plugin and is no ZIP.
 *
 * @param file the file
 * @param description what it is
 * @param next the next step
 */
record OtherFormat(Path file, String description, String next) {
  private static final int TAR_MARK = 257;
  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);

  /** The first bytes of other archives, in hexadecimal. */
  private static final Map<String, String> ARCHIVES =
      Map.of(
          "1f8b", "a gzip archive",
          "425a68", "a bzip2 archive",
          "fd377a585a00", "an xz archive",
          "28b52ffd", "a zstd archive",
          "377abcaf271c", "a 7z archive",
          "526172211a07", "a RAR archive");

  /** Returns the other format that a file has; empty for a ZIP and for what is unknown. */
  static Optional<OtherFormat> of(Path file) {
    if (Files.isDirectory(file)) {
      return Optional.of(
          new OtherFormat(
              file, "a folder", "make a ZIP of it: cd " + file + " && zip -rX ../plugin.zip ."));
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(TAR_MARK + TAR.length);
    } catch (IOException e) {
      // The reader of the ZIP reports it.
      return Optional.empty();
    }
    String hex = HexFormat.of().formatHex(start);
    boolean isTar = hex.startsWith(HexFormat.of().formatHex(TAR), 2 * TAR_MARK);
    return ARCHIVES.entrySet().stream()
        .filter(archive -> hex.startsWith(archive.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> isTar ? Optional.of("a tar archive") : Optional.empty())
        .map(
            archive ->
                new OtherFormat(
                    file,
                    archive,
                    "unpack it and make a ZIP of the folder with the JARs: zip -rX plugin.zip"
                        + " FOLDER"))
        .or(() -> webPage(file, start));
  }

  private static Optional<OtherFormat> webPage(Path file, byte[] start) {
    boolean isPage = new String(start, StandardCharsets.ISO_8859_1).stripLeading().startsWith("<");
    return isPage
        ? Optional.of(
            new OtherFormat(
                file,
                "a web page or XML, such as the error of a download",
                "download it again, and check the address"))
        : Optional.empty();
  }

  void refuse() {
    throw new ProblemException(
        Problem.of(
            ErrorCode.PLUGIN_NOT_A_ZIP,
            file.toString(),
            "it is " + description + ", and MSK Connect takes a ZIP or a JAR",
            next));
  }
}
