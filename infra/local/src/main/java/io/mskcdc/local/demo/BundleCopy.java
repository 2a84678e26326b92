package io.mskcdc.local.demo;

import io.mskcdc.local.process.Checkout;
import io.mskcdc.local.process.Folders;
import io.mskcdc.local.process.StackException;
import io.mskcdc.local.stack.LocalStack;
import io.mskcdc.local.stack.StackFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A copy of the bundle and of its built plugin, which can be edited without effect on git. */
final class BundleCopy {
  private final Path root;
  private final Path zip;

  private BundleCopy(Path root, Path zip) {
    this.root = root;
    this.zip = zip;
  }

  /**
   * Copies the bundle of a checkout.
   *
   * @param zip the plugin ZIP; its manifest and its SBOM are in the same folder
   * @param root the folder of the copy
   */
  static BundleCopy create(Checkout checkout, Path zip, Path root, LocalStack stack)
      throws IOException {
    Path target =
        Files.createDirectories(
            root.resolve("connect-plugins").resolve(MskStory.PLUGIN).resolve("target"));
    BundleCopy copy = new BundleCopy(root, target.resolve(zip.getFileName()));
    Folders.copy(checkout.configs(), copy.configs());
    for (Path file : List.of(zip, zip.resolveSibling("manifest.json"), sbom(zip))) {
      Files.copy(file, target.resolve(file.getFileName()));
    }
    Path stackFolder = Files.createDirectories(root.resolve(".local-stack"));
    new StackFolder(stackFolder).writeEndpoints(stack.type(), stack.endpoints());
    return copy;
  }

  Path configs() {
    return root.resolve("connector-configs");
  }

  Path zip() {
    return zip;
  }

  Path sbom() {
    return sbom(zip);
  }

  Path manifest() {
    return zip.resolveSibling("manifest.json");
  }

  private static Path sbom(Path zip) {
    return zip.resolveSibling(zip.getFileName().toString().replace(".zip", "-sbom.json"));
  }

  /**
   * Replaces a text in the configuration of a connector.
   *
   * @return the changed lines as a diff
   */
  List<String> edit(String connector, String before, String after) throws IOException {
    Path file = configs().resolve(connector + ".json");
    String text = Files.readString(file);
    List<String> diff = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (line.contains(before)) {
        diff.add("  - " + line.strip());
        diff.add("  + " + line.replace(before, after).strip());
      }
    }
    if (diff.isEmpty()) {
      throw new StackException(file + " does not contain " + before);
    }
    Files.writeString(file, text.replace(before, after));
    return diff;
  }
}
