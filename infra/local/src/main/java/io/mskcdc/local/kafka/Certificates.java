package io.mskcdc.local.kafka;

import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.Secrets;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.process.Subprocess;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * The certificate of a broker and of its certificate authority. The authority signs only this
 * certificate: its private key is not kept.
 *
 * @param keys a PEM file with the broker's key and certificate chain, readable only by its owner
 * @param trust the authority's certificate in a JKS file, which is readable without a password
 */
record Certificates(Path keys, Path trust) {
  /** The subject of the broker's certificate. */
  static final String SUBJECT = "CN=broker";

  private static final Duration KEYTOOL_TIMEOUT = Duration.ofSeconds(60);

  /**
   * Returns the certificates in {@code folder}; creates them if they do not exist.
   *
   * @param host the certificate is valid for this name, localhost and 127.0.0.1
   */
  static Certificates in(Path folder, String host) {
    Path absolute = folder.toAbsolutePath();
    Certificates certificates =
        new Certificates(absolute.resolve("broker.pem"), absolute.resolve("ca.jks"));
    if (Files.notExists(certificates.trust())) {
      certificates.create(absolute, host);
    }
    return certificates;
  }

  private void create(Path folder, String host) {
    Folders.delete(folder);
    Path store = folder.resolve("created.p12");
    String password = Secrets.password();
    try {
      Files.createDirectories(folder.getParent());
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      keytool(store, password, "ca", "CN=msk-cdc local", "-ext", "bc:critical=ca:true");
      keytool(
          store,
          password,
          "broker",
          SUBJECT,
          "-signer",
          "ca",
          "-ext",
          "san=dns:" + host + ",dns:localhost,ip:127.0.0.1");
      KeyStore created = KeyStore.getInstance(store.toFile(), password.toCharArray());
      Secrets.writePrivately(keys, pem(created, password));
      writeTrust(created.getCertificate("ca"));
      Files.delete(store);
      Files.delete(store.resolveSibling("keytool.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new StackException(
          "the broker's certificate could not be created: " + e.getMessage(), e);
    }
  }

  private static void keytool(
      Path store, String password, String alias, String subject, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass:env",
                "STORE_PASSWORD",
                "-alias",
                alias,
                "-dname",
                subject,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                "3650"));
    command.addAll(List.of(more));
    Path log = store.resolveSibling("keytool.log");
    try (Subprocess keytool =
        Subprocess.start("keytool", command, Map.of("STORE_PASSWORD", password), log)) {
      keytool.awaitSuccess(KEYTOOL_TIMEOUT);
    }
  }

  private static String pem(KeyStore store, String password) throws GeneralSecurityException {
    byte[] key = store.getKey("broker", password.toCharArray()).getEncoded();
    List<String> blocks = new ArrayList<>(List.of(pem("PRIVATE KEY", key)));
    for (Certificate certificate : store.getCertificateChain("broker")) {
      blocks.add(pem("CERTIFICATE", certificate.getEncoded()));
    }
    return String.join("", blocks);
  }

  private static String pem(String type, byte[] content) {
    String lines = Base64.getMimeEncoder().encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
  }

  private void writeTrust(Certificate authority) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    store.setCertificateEntry("ca", authority);
    try (OutputStream out = Files.newOutputStream(trust)) {
      // This password is not a secret. JKS uses it for a checksum of the file.
      store.store(out, "changeit".toCharArray());
    }
  }
}
