package io.mskcdc.plugin;

import io.mskcdc.problem.ErrorCode;
import io.mskcdc.problem.Problem;
import io.mskcdc.problem.ProblemException;
import io.mskcdc.text.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The central directory of a ZIP, as PKWARE's APPNOTE.TXT 6.3.10 (sections 4.3.12 and 4.3.16)
 * describes it. {@code java.util.zip} does not return flags, Unix modes and the names in the local
 * headers, which the checks need.
 */
final class ZipDirectory {
  private static final int END_SIGNATURE = 0x06054b50;
  private static final int ENTRY_SIGNATURE = 0x02014b50;
  private static final int LOCAL_SIGNATURE = 0x04034b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY_SIZE = 46;
  private static final int LOCAL_SIZE = 30;
  private static final int MAX_COMMENT = 0xffff;
  private static final int MAX_DIRECTORY = 32 * 1024 * 1024;
  private static final int MADE_ON_UNIX = 3;
  private static final int FILE_TYPE = 0170000;
  private static final int LINK = 0120000;

  private ZipDirectory() {}

  /**
   * An entry of the central directory.
   *
   * @param size the stated unpacked size in bytes
   */
  record Entry(String name, boolean encrypted, boolean link, long compressedSize, long size) {
    boolean isFolder() {
      return name.endsWith("/");
    }
  }

  /**
   * Reads the entries.
   *
   * @throws ProblemException if the file is not a complete ZIP
   */
  static List<Entry> read(Path file) {
    OtherFormat.of(file).ifPresent(OtherFormat::refuse);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer end = end(file, channel);
      int count = end.getShort(end.position() + 10) & 0xffff;
      long size = end.getInt(end.position() + 12) & 0xffffffffL;
      long offset = end.getInt(end.position() + 16) & 0xffffffffL;
      if (size > MAX_DIRECTORY || offset + size > channel.size() || count == 0xffff) {
        throw damaged(file, "its directory does not fit into it");
      }
      return entries(file, channel, bytes(file, channel, offset, (int) size), count);
    } catch (IOException e) {
      throw new ProblemException(
          Problem.of(
              ErrorCode.FILE_NOT_READABLE,
              file.toString(),
              "it cannot be read: " + WholeFile.reason(e),
              "name a plugin's ZIP or JAR"),
          e);
    }
  }

  private static ByteBuffer end(Path file, FileChannel channel) throws IOException {
    int length = (int) Math.min(channel.size(), END_SIZE + MAX_COMMENT);
    ByteBuffer tail = bytes(file, channel, channel.size() - length, length);
    for (int at = length - END_SIZE; at >= 0; at--) {
      if (tail.getInt(at) == END_SIGNATURE) {
        return tail.position(at);
      }
    }
    throw damaged(file, "it is no ZIP, or its end is missing");
  }

  private static List<Entry> entries(
      Path file, FileChannel channel, ByteBuffer directory, int count) throws IOException {
    List<Entry> entries = new ArrayList<>();
    while (directory.remaining() >= ENTRY_SIZE && entries.size() < count) {
      int at = directory.position();
      if (directory.getInt(at) != ENTRY_SIGNATURE) {
        throw damaged(file, "its directory is not one");
      }
      int nameLength = directory.getShort(at + 28) & 0xffff;
      int extraLength = directory.getShort(at + 30) & 0xffff;
      int commentLength = directory.getShort(at + 32) & 0xffff;
      if (directory.remaining() < ENTRY_SIZE + nameLength + extraLength + commentLength) {
        break;
      }
      String name = name(directory, at + ENTRY_SIZE, nameLength);
      requireSameName(file, channel, directory.getInt(at + 42) & 0xffffffffL, name);
      entries.add(
          new Entry(
              name,
              (directory.getShort(at + 8) & 1) != 0,
              isLink(directory, at),
              directory.getInt(at + 20) & 0xffffffffL,
              directory.getInt(at + 24) & 0xffffffffL));
      directory.position(at + ENTRY_SIZE + nameLength + extraLength + commentLength);
    }
    if (entries.size() != count) {
      throw damaged(file, "its directory lists fewer entries than it states");
    }
    return entries;
  }

  // Some tools read the local headers, and others the directory. If an entry had two names, a tool
  // could unpack another file than the one that was checked.
  private static void requireSameName(Path file, FileChannel channel, long offset, String name)
      throws IOException {
    ByteBuffer header = bytes(file, channel, offset, LOCAL_SIZE);
    if (header.getInt(0) != LOCAL_SIGNATURE) {
      throw damaged(file, "its directory points to no entry for " + name);
    }
    int length = header.getShort(26) & 0xffff;
    if (!name(bytes(file, channel, offset + LOCAL_SIZE, length), 0, length).equals(name)) {
      throw damaged(file, "an entry has two names, and one of them is " + name);
    }
  }

  private static boolean isLink(ByteBuffer directory, int at) {
    boolean unix = (directory.get(at + 5) & 0xff) == MADE_ON_UNIX;
    return unix && ((directory.getInt(at + 38) >>> 16) & FILE_TYPE) == LINK;
  }

  private static String name(ByteBuffer buffer, int at, int length) {
    byte[] name = new byte[length];
    buffer.get(at, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static ByteBuffer bytes(Path file, FileChannel channel, long offset, int length)
      throws IOException {
    if (offset < 0 || offset + length > channel.size()) {
      throw damaged(file, "it ends too early");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
      // A channel may return fewer bytes than requested.
    }
    return buffer.flip();
  }

  static ProblemException damaged(Path file, String how) {
    return new ProblemException(
        Problem.of(
            ErrorCode.PLUGIN_DAMAGED,
            file.toString(),
            how,
            "build or download it again, and compare its SHA-256"));
  }
}
