package io.mskcdc.deploy;

import static io.mskcdc.problem.ErrorCode.FILE_EXISTS;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;
import static io.mskcdc.problem.ErrorCode.RELEASE_NOT_READABLE;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.report.RepositoryReport;
import io.mskcdc.text.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes a repository that uses a release of msk-cdc. Only the release is read from a network. */
public final class NewRepository {
  private static final Pattern ARCHIVE = Pattern.compile("(?:.*/)?mskcdc-([\\w.+-]+)\\.tar\\.gz");

  /** Errors name the option where its value may contain a secret. */
  private static final String OPTION = "--release";

  private static final int TIMEOUT_MILLIS = 30_000;
  private static final String RESOURCES = "/io/mskcdc/init/";

  /** The files of this repository that the new one gets, and the schemas for its editors. */
  private static final List<String> COPIED =
      List.of(
          "connector-configs/mysql-cdc.json",
          "connector-configs/environments/production/environment.yaml",
          "connector-configs/environments/production/mysql-cdc.json",
          "connector-configs/environments/production/worker.properties",
          "connector-configs/environments/staging/environment.yaml",
          "connector-configs/environments/staging/mysql-cdc.json",
          "connector-configs/environments/staging/worker.properties",
          ".pre-commit-config.yaml",
          "README.md");

  private static final List<String> SCHEMAS = List.of("connector", "dms", "environment", "overlay");
  private static final List<String> PIPELINES =
      List.of(".github/workflows/deploy.yml", ".gitlab-ci.yml");
  private static final Set<String> SCRIPTS =
      Set.of(
          "scripts/deploy-connector.sh",
          "scripts/mskcdc",
          "scripts/release",
          "scripts/upload-plugin.sh");

  private NewRepository() {}

  /**
   * Writes all files, or none.
   *
   * @param folder a folder that does not exist or is empty
   * @param release the URL of the release's archive
   * @throws ProblemException if the release cannot be read, or the folder has files
   */
  public static RepositoryReport write(Path folder, String release) {
    requireEmpty(folder);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("mskcdc.properties", properties(release));
    COPIED.forEach(name -> files.put(name, resource(RESOURCES + name)));
    for (String schema : SCHEMAS) {
      String name = schema + ".schema.json";
      files.put("connector-configs/schema/" + name, resource("/io/mskcdc/schema/" + name));
    }
    SCRIPTS.stream().sorted().forEach(name -> files.put(name, resource(RESOURCES + name)));
    PIPELINES.forEach(name -> files.put(name, withRelease(resource(RESOURCES + name))));
    files.put("CODEOWNERS", resource(RESOURCES + ".github/CODEOWNERS"));
    files.put(".gitignore", resource(RESOURCES + "gitignore"));
    write(folder, files);
    return new RepositoryReport(folder, List.copyOf(files.keySet()));
  }

  private static void requireEmpty(Path folder) {
    try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      if (files.findFirst().isEmpty()) {
        return;
      }
    } catch (IOException e) {
      // A file, or a folder that may not be read.
    }
    throw new ProblemException(
        Problem.of(
            FILE_EXISTS,
            folder.toString(),
            "it is not a new or empty folder",
            "name another folder"));
  }

  private static String properties(String release) {
    URI url;
    try {
      url = URI.create(release);
    } catch (IllegalArgumentException e) {
      throw notReadable(OPTION, "it is not a URL", null);
    }
    if (url.getUserInfo() != null || url.getQuery() != null) {
      throw notReadable(
          OPTION,
          "the URL has a user or a query, which can be a secret; it would be committed",
          null);
    }
    Matcher archive = ARCHIVE.matcher(String.valueOf(url.getPath()));
    boolean isUrl = List.of("https", "http", "file").contains(String.valueOf(url.getScheme()));
    if (!isUrl || !archive.matches()) {
      throw notReadable(OPTION, "it is no https, http or file URL of mskcdc-VERSION.tar.gz", null);
    }
    return """
        # The release of msk-cdc that this repository uses. scripts/release downloads it and compares its checksum.
        version=%s
        url=%s
        sha256=%s
        """
        .formatted(archive.group(1), url, sha256(url));
  }

  private static String sha256(URI url) {
    try {
      URLConnection connection = url.toURL().openConnection();
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      // The exception of getInputStream would quote the address of a redirect, which can be signed.
      if (connection instanceof HttpURLConnection http && http.getResponseCode() != 200) {
        throw notReadable(url.toString(), "the server answered " + http.getResponseCode(), null);
      }
      try (InputStream in = connection.getInputStream()) {
        return Sha256.of(in);
      }
    } catch (FileNotFoundException e) {
      throw notReadable(url.toString(), "there is no such file", e);
    } catch (IOException e) {
      throw notReadable(url.toString(), "it cannot be read: " + e, e);
    }
  }

  private static ProblemException notReadable(String where, String message, Exception cause) {
    return new ProblemException(
        Problem.of(
            RELEASE_NOT_READABLE,
            where,
            message,
            "name the archive of a release, such as https://releases.example.com/mskcdc-1.0.0.tar.gz"),
        cause);
  }

  /** The release is downloaded instead of built, and its scripts run through scripts/release. */
  private static String withRelease(String pipeline) {
    return pipeline
        .replaceAll("(?m)^.*(?:/build-plugins\\.sh|cache: maven)\\n", "")
        .replace("./scripts/gitops/", "./scripts/release gitops/")
        .replace("docs/gitops.md", "README.md");
  }

  private static String resource(String name) {
    try (InputStream in = NewRepository.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the deployer's JAR has no " + name, e);
    }
  }

  private static void write(Path folder, Map<String, String> files) {
    boolean isNew = !Files.exists(folder);
    try {
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path path = folder.resolve(file.getKey());
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
        if (SCRIPTS.contains(file.getKey()) && !path.toFile().setExecutable(true, false)) {
          throw new IOException("no permission to make it executable: " + path);
        }
      }
    } catch (IOException e) {
      delete(folder, isNew);
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              folder.toString(),
              "the repository cannot be written: " + e,
              "correct the permissions of the folder above it"),
          e);
    }
  }

  /** Deletes what was written before a failure. The folder had no files before. */
  private static void delete(Path folder, boolean itself) {
    try (Stream<Path> written = Files.walk(folder)) {
      for (Path path : written.sorted(Comparator.reverseOrder()).toList()) {
        if (itself || !path.equals(folder)) {
          Files.deleteIfExists(path);
        }
      }
    } catch (IOException e) {
      // The first failure is reported; this one has the same cause.
    }
  }
}
