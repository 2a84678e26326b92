package io.mskcdc.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mskcdc.plugin.Plugin;
import io.mskcdc.plugin.PluginClass;
import io.mskcdc.plugin.Verification;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plugin that passed its verification.
 *
 * @param verification the plugin and what was checked
 */
public record PluginReport(Verification verification) implements Report {
  @Override
  public String kind() {
    return "plugin-verify";
  }

  @Override
  public String text(Palette palette) {
    StringBuilder text = new StringBuilder();
    Plugin plugin = verification.plugin();
    text.append(plugin.file()).append('\n');
    text.append("  name    ").append(verification.name()).append('\n');
    text.append("  size    ").append(plugin.size()).append(" bytes\n");
    text.append("  sha256  ").append(plugin.sha256()).append('\n');
    text.append("  jars    ").append(plugin.jarCount()).append('\n');
    text.append("  checked ").append(checks()).append('\n');
    byType()
        .forEach(
            (type, names) ->
                text.append("  ")
                    .append(names.size())
                    .append(' ')
                    .append(type)
                    .append(": ")
                    .append(String.join(", ", names))
                    .append('\n'));
    verification.notes().forEach(note -> text.append("  note: ").append(note).append('\n'));
    verification
        .warnings()
        .forEach(
            warning ->
                text.append(palette.paint(Palette.Tone.CHANGED, "warning"))
                    .append(' ')
                    .append(warning.headline())
                    .append("\n  next: ")
                    .append(warning.next())
                    .append('\n'));
    return text.toString();
  }

  private String checks() {
    String checked =
        "for Connect "
            + verification.connect().release()
            + " on Java "
            + verification.connect().java()
            + " in "
            + verification.millis()
            + " ms";
    return verification.loadedOn() == null
        ? checked
        : checked + ", loaded on Connect " + verification.loadedOn().release();
  }

  private Map<String, TreeSet<String>> byType() {
    Map<String, TreeSet<String>> names = new TreeMap<>();
    verification
        .classes()
        .forEach(one -> names.computeIfAbsent(one.type(), key -> new TreeSet<>()).add(simple(one)));
    return names;
  }

  private static String simple(PluginClass one) {
    return one.name().substring(one.name().lastIndexOf('.') + 1);
  }

  @Override
  public String markdown() {
    Plugin plugin = verification.plugin();
    StringBuilder text = new StringBuilder();
    verification
        .warnings()
        .forEach(warning -> text.append("- **warning** ").append(warning.headline()).append('\n'));
    return "- `"
        + verification.name()
        + "`: "
        + plugin.jarCount()
        + " JARs, "
        + plugin.size()
        + " bytes, SHA-256 `"
        + plugin.sha256()
        + "`, checked "
        + checks()
        + "\n"
        + text;
  }

  @Override
  public void fill(ObjectNode document) {
    Plugin plugin = verification.plugin();
    document
        .put("name", verification.name())
        .put("file", plugin.file().toString())
        .put("size", plugin.size())
        .put("sha256", plugin.sha256())
        .put("jars", plugin.jarCount())
        .put("connect", verification.connect().release())
        .put(
            "loadedOn", verification.loadedOn() == null ? null : verification.loadedOn().release());
    for (PluginClass one : verification.classes()) {
      document.withArray("classes").addObject().put("type", one.type()).put("name", one.name());
    }
    verification.notes().forEach(document.putArray("notes")::add);
    ErrorReport.fill(document.putArray("warnings"), verification.warnings());
  }
}
