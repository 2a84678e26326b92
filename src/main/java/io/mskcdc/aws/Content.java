package io.mskcdc.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a request, which are read more than once: to sign them, and for each attempt. */
public interface Content {
  /** Returns how many bytes there are. */
  long length();

  /** Opens the first byte. */
  InputStream open() throws IOException;

  /** Bytes in memory. */
  static Content of(byte[] bytes) {
    return new Content() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  /** A file, of the length that it has now. */
  static Content of(Path file) throws IOException {
    long length = Files.size(file);
    return new Content() {
      @Override
      public long length() {
        return length;
      }

      @Override
      public InputStream open() throws IOException {
        return Files.newInputStream(file);
      }
    };
  }
}
