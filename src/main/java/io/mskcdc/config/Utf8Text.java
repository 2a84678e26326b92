package io.mskcdc.config;

import static io.mskcdc.problem.ErrorCode.FILE_NOT_READABLE;
import static io.mskcdc.problem.ErrorCode.FILE_NOT_WRITABLE;
import static io.mskcdc.problem.ErrorCode.FILE_SYNTAX;

import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads and writes a file of the bundle as text. */
public final class Utf8Text {
  private Utf8Text() {}

  /**
   * Returns the content of a file.
   *
   * @throws ProblemException if the file is missing, cannot be read or is not UTF-8
   */
  public static String read(BundlePaths paths, Path file) {
    try {
      return decoded(paths, file, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new ProblemException(
          Problem.of(FILE_NOT_READABLE, paths.shown(file), "there is no such file", "create it"),
          e);
    } catch (IOException e) {
      boolean isFolder = Files.isDirectory(file);
      throw new ProblemException(
          Problem.of(
              FILE_NOT_READABLE,
              paths.shown(file),
              isFolder
                  ? "it is a folder"
                  : "the file cannot be read (" + e.getClass().getSimpleName() + ")",
              isFolder ? "write the name of a file" : "check its permissions"),
          e);
    }
  }

  /**
   * Replaces the content of a file, unless another process has changed it.
   *
   * @param before the content that was read
   * @return whether the file still had it
   * @throws ProblemException if the file cannot be written
   */
  public static boolean replace(BundlePaths paths, Path file, String before, String content) {
    try {
      return WholeFile.replace(file, before, content);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              FILE_NOT_WRITABLE,
              paths.shown(file),
              "the file cannot be changed (" + WholeFile.reason(e) + ")",
              "correct its permissions, or free space"),
          e);
    }
  }

  private static String decoded(BundlePaths paths, Path file, byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, text, true);
    text.flip();
    if (result.isError()) {
      String before = text.toString();
      int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
      int column = before.length() - before.lastIndexOf('\n');
      throw new ProblemException(
          Problem.of(
              FILE_SYNTAX,
              paths.shown(new Location(file, line, column)),
              "the file is not UTF-8",
              "save the file as UTF-8"));
    }
    return text.toString();
  }
}
