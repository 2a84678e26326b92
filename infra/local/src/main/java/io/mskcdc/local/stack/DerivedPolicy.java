package io.mskcdc.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.StackException;
import java.io.IOException;
import java.util.Map;

/** The policy that {@code mskcdc iam policy} derives from the connectors' configurations. */
public final class DerivedPolicy implements WorkerPolicy {
  private final Checkout checkout;
  private final StackFolder folder;
  private final StackType type;

  public DerivedPolicy(Checkout checkout, StackFolder folder, StackType type) {
    this.checkout = checkout;
    this.folder = folder;
    this.type = type;
  }

  @Override
  public JsonNode of(Map<String, String> endpoints) {
    String environment = type.environment();
    folder.writeEndpoints(type, endpoints);
    String mskcdc = checkout.script("mskcdc").toString();
    try {
      Process command =
          new ProcessBuilder(mskcdc, "iam", "policy", "--env", environment)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      byte[] policy = command.getInputStream().readAllBytes();
      int exitCode = command.waitFor();
      if (exitCode != 0) {
        throw new StackException(
            "mskcdc iam policy --env " + environment + " ended with exit code " + exitCode);
      }
      return new ObjectMapper().readTree(policy);
    } catch (IOException e) {
      throw new StackException("the policy could not be derived: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw StackException.interrupted(e);
    }
  }
}
