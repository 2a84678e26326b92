package io.mskcdc.plugin;

import java.util.Arrays;
import java.util.List;

/**
 * The libraries that a worker provides. It prefers its own, so a copy in a plugin is unused, or
 * leads to two versions of one class. A library is recognised by a class or a file that each of its
 * releases has.
 */
enum WorkerLibrary {
  KAFKA_CLIENTS("kafka-clients", "org/apache/kafka/clients/producer/KafkaProducer"),
  CONNECT_API("connect-api", "org/apache/kafka/connect/connector/Connector"),
  CONNECT_RUNTIME("connect-runtime", "org/apache/kafka/connect/runtime/Worker"),
  CONNECT_JSON("connect-json", "org/apache/kafka/connect/json/JsonConverter"),
  CONNECT_TRANSFORMS("connect-transforms", "org/apache/kafka/connect/transforms/ReplaceField"),
  CONNECT_FILE("connect-file", "org/apache/kafka/connect/file/FileStreamSourceConnector"),
  CONNECT_MIRROR("connect-mirror", "org/apache/kafka/connect/mirror/MirrorMaker"),
  SLF4J("slf4j-api", "org/slf4j/LoggerFactory"),
  LZ4("lz4-java", "net/jpountz/lz4/LZ4Factory"),
  ZSTD("zstd-jni", "com/github/luben/zstd/Zstd"),
  SNAPPY("snappy-java", "org/xerial/snappy/Snappy"),
  JAVAX_REST("javax.ws.rs-api", "javax/ws/rs/core/Application"),
  JAKARTA_REST("jakarta.ws.rs-api", "jakarta/ws/rs/core/Application"),
  LOG4J_1("log4j or reload4j", "org/apache/log4j/LogManager"),
  LOG4J_2("log4j-core", "org/apache/logging/log4j/core/LoggerContext"),
  LOGBACK("logback", "ch/qos/logback/classic/Logger"),
  LOG_BINDING_1("a log binding for slf4j 1", "org/slf4j/impl/StaticLoggerBinder"),
  LOG_BINDING_2(
      "a log binding for slf4j 2", "META-INF/services/org.slf4j.spi.SLF4JServiceProvider");

  private final String library;
  private final String marker;

  WorkerLibrary(String library, String marker) {
    this.library = library;
    this.marker = marker;
  }

  /** Returns the name for output. */
  String library() {
    return library;
  }

  /** Returns the worker's libraries in a JAR. */
  static List<WorkerLibrary> in(Jar jar) {
    return Arrays.stream(values())
        .filter(
            library ->
                jar.classes().containsKey(library.marker)
                    || jar.texts().containsKey(library.marker))
        .toList();
  }
}
