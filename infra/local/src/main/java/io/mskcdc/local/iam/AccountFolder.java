package io.mskcdc.local.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.local.process.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The folder of an account, with the file for the broker and the AWS services, and the shared
 * credentials file for clients. Only the owner can read them.
 */
public final class AccountFolder {
  /** The account ID in all local ARNs. */
  public static final String ACCOUNT_ID = "000000000000";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final ObjectNode account = JSON.createObjectNode();
  private final Map<String, String> credentials = new LinkedHashMap<>();

  /**
   * Creates the folder with an account that has no keys, in place of any earlier account.
   *
   * @param cluster the Kafka cluster's ARN
   */
  public AccountFolder(Path folder, String region, String cluster) {
    this.folder = folder;
    account.put("region", region).put("cluster", cluster);
    account.putArray("keys");
    account.putObject("policies");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    write();
  }

  /** Returns the ARN of a role of this account. */
  public static String role(String name) {
    return "arn:aws:iam::" + ACCOUNT_ID + ":role/" + name;
  }

  /**
   * Adds temporary credentials for a principal, such as AWS gives to a role.
   *
   * @param profile their name in the credentials file
   */
  public synchronized void addKey(String profile, String principal) {
    String id = "ASIA" + Secrets.letters(16);
    String secret = Secrets.password();
    String token = Secrets.password();
    account
        .withArray("keys")
        .addObject()
        .put("id", id)
        .put("secret", secret)
        .put("sessionToken", token)
        .put("principal", principal);
    credentials.put(
        profile,
        "["
            + profile
            + "]\n"
            + "aws_access_key_id = "
            + id
            + "\n"
            + "aws_secret_access_key = "
            + secret
            + "\n"
            + "aws_session_token = "
            + token
            + "\n");
    write();
  }

  /** Replaces the credentials of a principal. A login with the former ones fails from now on. */
  public synchronized void replaceKey(String profile, String principal) {
    account.withArray("keys").removeIf(key -> key.path("principal").asText().equals(principal));
    addKey(profile, principal);
  }

  /** Sets a principal's policy. It applies at once, also to clients that are logged in. */
  public synchronized void setPolicy(String principal, JsonNode policy) {
    Policy.parse(policy);
    ((ObjectNode) account.path("policies")).set(principal, policy);
    write();
  }

  private void write() {
    try {
      // Moved into place, so that a reader never sees a file that is half written.
      Path fresh = Secrets.writePrivately(folder.resolve("new"), JSON.writeValueAsString(account));
      Files.move(fresh, accountFile(), StandardCopyOption.ATOMIC_MOVE);
      fresh = Secrets.writePrivately(folder.resolve("new"), String.join("", credentials.values()));
      Files.move(fresh, credentialsFile(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the file for {@link AccountFile}. */
  public Path accountFile() {
    return folder.toAbsolutePath().resolve("account.json");
  }

  /** Returns the file for AWS_SHARED_CREDENTIALS_FILE of a client. */
  public Path credentialsFile() {
    return credentialsFile(folder);
  }

  public static Path credentialsFile(Path folder) {
    return folder.toAbsolutePath().resolve("credentials");
  }
}
