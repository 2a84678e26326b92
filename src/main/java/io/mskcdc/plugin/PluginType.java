package io.mskcdc.plugin;

import java.util.Arrays;
import java.util.List;

/** The kinds of classes that a worker loads from a plugin. */
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

  /** Returns the name for output. */
  String label() {
    return label;
  }

  /** Returns the internal name of the class or interface that classes of this type extend. */
  String type() {
    return type;
  }

  /** Returns the path of the service file for classes of this type. */
  String serviceFile() {
    return "META-INF/services/" + type.replace('/', '.');
  }

  /** Returns the types of a class; many converters are header converters too. */
  static List<PluginType> of(String name, ClassPool pool) {
    return Arrays.stream(values()).filter(type -> pool.descends(name, type.type)).toList();
  }
}
