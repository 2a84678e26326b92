package io.mskcdc.infra;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/** A running moto, an imitation of AWS. */
public final class Moto implements AutoCloseable {
  private final Process process;
  private final URI endpoint;

  private Moto(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts the installed moto_server, and returns when it responds. */
  public static Moto start(Path folder) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", String.valueOf(port))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("moto.out").toFile())
            .start();
    Moto moto = new Moto(process, URI.create("http://127.0.0.1:" + port));
    HttpRequest request =
        HttpRequest.newBuilder(moto.endpoint.resolve("/moto-api/data.json")).build();
    HttpClient client = HttpClient.newHttpClient();
    try {
      Awaitility.await("the start of moto")
          .atMost(Duration.ofMinutes(1))
          .ignoreException(ConnectException.class)
          .until(() -> client.send(request, BodyHandlers.discarding()).statusCode() == 200);
    } catch (RuntimeException e) {
      moto.close();
      throw e;
    }
    return moto;
  }

  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
  }
}
