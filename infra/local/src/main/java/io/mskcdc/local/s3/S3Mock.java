package io.mskcdc.local.s3;

import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Adobe's S3Mock as a subprocess, in place of Amazon S3. It keeps buckets across restarts and
 * supports object versions. It does not check signatures.
 */
public final class S3Mock implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
  private static final Pattern STARTED =
      Pattern.compile("Tomcat started on ports .* (\\d+) \\(http\\)");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
  private static final String VERSIONED =
      "<VersioningConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
          + "<Status>Enabled</Status></VersioningConfiguration>";

  private final Subprocess server;
  private final long logStart;

  private S3Mock(Subprocess server, long logStart) {
    this.server = server;
    this.logStart = logStart;
  }

  /**
   * Starts the server without waiting for it; see {@link #awaitReady}.
   *
   * @param jar the executable JAR of S3Mock
   * @param data holds the buckets, which a later start serves again
   * @param log the output is appended to this file
   */
  public static S3Mock start(Path jar, Path data, Path log) {
    try {
      Files.createDirectories(data);
      // A killed S3Mock does not delete its temporary files: keep them in the stack's folder.
      Path temporary =
          Files.createDirectories(data.toAbsolutePath().resolveSibling("s3-temporary"));
      long before = Files.exists(log) ? Files.size(log) : 0;
      String s3mock = "--com.adobe.testing.s3mock.";
      List<String> command =
          List.of(
              Path.of(System.getProperty("java.home"), "bin", "java").toString(),
              "-Xmx256m",
              "-XX:+UseSerialGC",
              "-XX:TieredStopAtLevel=1",
              "-Djava.io.tmpdir=" + temporary,
              "-jar",
              jar.toAbsolutePath().toString(),
              "--server.address=127.0.0.1",
              "--server.port=0",
              s3mock + "http-port=0",
              s3mock + "store.root=" + data.toAbsolutePath(),
              s3mock + "store.retain-files-on-exit=true");
      return new S3Mock(Subprocess.start("s3", command, Map.of(), log), before);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns when the server accepts requests.
   *
   * @throws StackException if the server ends first or is not ready in time
   */
  public void awaitReady() {
    server.awaitUntil("the port of S3Mock in its log", START_TIMEOUT, () -> port() > 0);
  }

  // S3Mock chooses a free port and prints it. Ignore the lines of earlier starts.
  private int port() {
    try {
      byte[] log = Files.readAllBytes(server.log());
      String own =
          new String(log, (int) logStart, log.length - (int) logStart, StandardCharsets.UTF_8);
      Matcher started = STARTED.matcher(own);
      return started.find() ? Integer.parseInt(started.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the address of the server; clients must use path-style access. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Creates a bucket with versioning, unless it exists. */
  public void createBucket(String name) {
    int status = put("/" + name, "");
    if (status != 200 && status != 409) {
      throw new StackException(
          "S3Mock did not create the bucket " + name + ": HTTP status " + status);
    }
    status = put("/" + name + "?versioning", VERSIONED);
    if (status != 200) {
      throw new StackException(
          "S3Mock did not enable versioning of the bucket " + name + ": HTTP status " + status);
    }
  }

  /** Writes an object, in place of an earlier one. */
  public void putObject(String bucket, String key, byte[] content) {
    int status = put("/" + bucket + "/" + key, content);
    if (status != 200) {
      throw new StackException(
          "S3Mock did not write the object " + key + ": HTTP status " + status);
    }
  }

  /** Returns the keys of a bucket's objects, in their order. */
  public List<String> keys(String bucket, String prefix) {
    List<String> keys = new ArrayList<>();
    int before;
    do {
      before = keys.size();
      String after = keys.isEmpty() ? "" : "&start-after=" + encoded(keys.get(before - 1));
      String page = get("/" + bucket + "?list-type=2&prefix=" + encoded(prefix) + after);
      KEY.matcher(page).results().forEach(match -> keys.add(match.group(1)));
    } while (keys.size() > before);
    return keys;
  }

  /** Returns the content of an object as text. */
  public String object(String bucket, String key) {
    return new String(bytes(bucket, key), StandardCharsets.UTF_8);
  }

  /** Returns the content of an object. */
  public byte[] bytes(String bucket, String key) {
    return getBytes("/" + bucket + "/" + key);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String get(String path) {
    return new String(getBytes(path), StandardCharsets.UTF_8);
  }

  private byte[] getBytes(String path) {
    HttpResponse<byte[]> response =
        send(
            HttpRequest.newBuilder(endpoint().resolve(path)).GET(),
            HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new StackException(
          "S3Mock did not answer GET " + path + ": HTTP status " + response.statusCode());
    }
    return response.body();
  }

  private int put(String path, String body) {
    return put(path, body.getBytes(StandardCharsets.UTF_8));
  }

  private int put(String path, byte[] body) {
    return send(
            HttpRequest.newBuilder(endpoint().resolve(path))
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body)),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  private static <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
    try {
      return HTTP.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }

  public Subprocess subprocess() {
    return server;
  }

  @Override
  public void close() {
    server.close();
  }
}
