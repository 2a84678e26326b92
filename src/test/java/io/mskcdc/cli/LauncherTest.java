package io.mskcdc.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code scripts/mskcdc} in a checkout that is built, with programs that print their arguments. */
class LauncherTest {
  @TempDir Path checkout;

  @BeforeEach
  void copy() throws IOException {
    for (String script : new String[] {"mskcdc", "lib.sh"}) {
      Path copy = Files.createDirectories(checkout.resolve("scripts")).resolve(script);
      Files.copy(Path.of("../scripts").resolve(script), copy);
    }
    for (String program : new String[] {"java", "mvn"}) {
      Path file = Files.createDirectories(checkout.resolve("bin")).resolve(program);
      Files.writeString(file, "#!/bin/sh\necho \"$@\"\n");
      Files.setPosixFilePermissions(file, fromString("rwx------"));
    }
    Files.createFile(Files.createDirectories(checkout.resolve("target")).resolve(".built"));
  }

  @Test
  void givenTheFirstPlanAfterABuildThenItWritesAnArchiveOfClasses() throws Exception {
    Files.createDirectories(checkout.resolve("src/target"));

    assertThat(plan()).contains("-XX:ArchiveClassesAtExit=").endsWith("io.mskcdc.cli.Main plan\n");
  }

  /** A folder that does not exist is one that also root cannot write. */
  @Test
  void givenACheckoutThatCannotBeWrittenThenNoArchiveMakesAPlanFail() throws Exception {
    assertThat(plan()).doesNotContain("ArchiveClassesAtExit").endsWith("io.mskcdc.cli.Main plan\n");
  }

  @ParameterizedTest
  @CsvSource({"'', C.UTF-8", "C, C.UTF-8", "POSIX, C.UTF-8", "de_DE.ISO-8859-1, de_DE.ISO-8859-1"})
  void givenNoLocaleThenFoldersWithOtherCharactersThanAsciiAreFound(String locale, String javas)
      throws Exception {
    Files.writeString(checkout.resolve("bin/java"), "#!/bin/sh\necho \"$LC_ALL\"\n");

    assertThat(
            plan(
                checkout.resolve("scripts/mskcdc"),
                Map.of("LC_ALL", locale, "LC_CTYPE", "", "LANG", "")))
        .endsWith(javas + "\n");
  }

  @Test
  void givenALinkThenTheCheckoutOfTheScriptIsUsed() throws Exception {
    Path link = Files.createDirectories(checkout.resolve("other/bin")).resolve("mskcdc");
    Files.createSymbolicLink(link, checkout.resolve("scripts/mskcdc"));

    assertThat(plan(link, Map.of())).contains("-Dmskcdc.home=" + checkout.toRealPath() + " ");
  }

  private String plan() throws Exception {
    return plan(checkout.resolve("scripts/mskcdc"), Map.of());
  }

  private String plan(Path script, Map<String, String> environment) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", script.toString(), "plan").redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder
        .environment()
        .merge(
            "PATH",
            checkout.resolve("bin").toString(),
            (path, bin) -> bin + File.pathSeparator + path);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return out;
  }
}
