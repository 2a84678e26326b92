package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.util.Map;

/** The policy that {@code mskcdc iam policy} derives from the configurations in git. */
public final class DerivedPolicy implements RolePolicy {
  private final Checkout layout;
  private final StackFolder folder;
  private final StackType type;

  public DerivedPolicy(Checkout layout, StackFolder folder, StackType type) {
    this.layout = layout;
    this.folder = folder;
    this.type = type;
  }

  @Override
  public JsonNode of(Map<String, String> endpoints) {
    String environment = type.environment();
    folder.writeEndpoints(type, endpoints);
    String mskcdc = layout.root().resolve("scripts/mskcdc").toString();
    try {
      Process deployer =
          new ProcessBuilder(mskcdc, "iam", "policy", "--env", environment)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      byte[] policy = deployer.getInputStream().readAllBytes();
      if (deployer.waitFor() != 0) {
        throw new StackException("no policy could be derived for " + environment);
      }
      return new ObjectMapper().readTree(policy);
    } catch (IOException e) {
      throw new StackException("no policy could be derived: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("interrupted", e);
    }
  }
}
