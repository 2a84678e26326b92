package io.mskcdc.plugin;

import java.util.Arrays;
import java.util.List;

/** What a worker looks for in a plugin. */
enum PluginType {
  SOURCE_CONNECTOR("source connector", "org/apache/kafka/connect/source/SourceConnector"),
  SINK_CONNECTOR("sink connector", "org/apache/kafka/connect/sink/SinkConnector"),
  TRANSFORM("transform", "org/apache/kafka/connect/transforms/Transformation"),
  PREDICATE("predicate", "org/apache/kafka/connect/transforms/predicates/Predicate"),
  CONVERTER("converter", "org/apache/kafka/connect/storage/Converter"),
  HEADER_CONVERTER("header converter", "org/apache/kafka/connect/storage/HeaderConverter"),
  CONFIG_PROVIDER("config provider", "org/apache/kafka/common/config/provider/ConfigProvider");

  private final String label;
  private final String type;

  PluginType(String label, String type) {
    this.label = label;
    this.type = type;
  }

  /** Returns what people call it. */
  String label() {
    return label;
  }

  /** Returns the internal name of the class or interface that makes a class one. */
  String type() {
    return type;
  }

  /** Returns the path of the file in which a JAR declares its classes of this type. */
  String serviceFile() {
    return "META-INF/services/" + type.replace('/', '.');
  }

  /** Returns the types that a class is of; a converter is often one for headers too. */
  static List<PluginType> of(String name, ClassPool pool) {
    return Arrays.stream(values()).filter(type -> pool.descends(name, type.type)).toList();
  }
}
