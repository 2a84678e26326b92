package io.mskcdc.smt.mask;

import io.mskcdc.smt.event.Globs;
import io.mskcdc.smt.event.TableName;
import io.mskcdc.smt.mask.json.JsonPlace;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskMethods;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.errors.DataException;

/**
 * What the rules decide about the values at one path within a column of JSON.
 *
 * <p>Names of members may be data. So the number of cached paths and the length of a path are
 * limited, and errors name the column only.
 */
final class JsonPath implements JsonPlace {

  private static final int MAX_PATHS = 10_000;
  // A user's regular expression may need much time, or a deep stack, for a long text.
  private static final int MAX_LENGTH = 2_000;
  private static final MaskMethod REDACTION = MaskMethods.removal(false);

  /**
   * A pattern for values within a value.
   *
   * @param path the path of that value, or of the original of a copy
   * @param method the method of the pattern's rule, or null if it lists clear columns
   * @param ofOriginal whether the table is the original of a helper table
   */
  record Lead(
      ColumnPattern pattern, TableName table, String path, MaskMethod method, boolean ofOriginal) {

    Lead member(String part) {
      return new Lead(pattern, table, path + "." + part, method, ofOriginal);
    }

    boolean matches() {
      return pattern.matches(table, path);
    }

    boolean leadsOn() {
      return pattern.leadsInto(table, path);
    }

    /** Whether the pattern gives the path without a wildcard. */
    boolean isNamed() {
      return pattern.namesFieldsOf(table, path);
    }
  }

  private final MaskRules rules;
  private final List<TableName> tables;
  // The column, for errors.
  private final String column;
  // Whether the column is known to be JSON. Otherwise its text may be any text.
  private final boolean isJson;
  // The cached paths of the column.
  private final Cache cache;
  // The method of a rule for this path.
  private final MaskMethod method;
  private final List<Lead> leads;
  // Whether this value, or one that holds it, is listed as clear.
  private final boolean isCovered;
  private final boolean isUnlisted;
  // By the member's name; empty if nothing in the member is masked.
  private final Map<String, Optional<JsonPath>> members = new HashMap<>();

  /** Counts the paths of a column. */
  private static final class Cache {
    private JsonPath column;
    private int paths;
  }

  /**
   * The place of a column.
   *
   * @param covered whether the column, or one that holds it, is listed as clear
   * @param json whether its schema says that it is JSON
   */
  JsonPath(MaskRules rules, List<TableName> tables, String column, boolean covered, boolean json) {
    this.rules = rules;
    this.tables = tables;
    this.column = column;
    isJson = json;
    cache = new Cache();
    cache.column = this;
    // The caller applies the method of the column itself.
    method = null;
    leads = rules.leadsInto(tables, column);
    isCovered = covered;
    isUnlisted = !covered && rules.areClosed();
  }

  private JsonPath(JsonPath parent, String name) {
    rules = parent.rules;
    tables = parent.tables;
    column = parent.column;
    isJson = parent.isJson;
    cache = parent.cache;
    String part = Globs.part(name);
    List<Lead> here = parent.leads.stream().map(lead -> lead.member(part)).toList();
    if (here.get(0).path.length() > MAX_LENGTH) {
      method = REDACTION;
      leads = List.of();
      isCovered = false;
    } else {
      method = methodOf(here);
      leads = method == null ? here.stream().filter(Lead::leadsOn).toList() : List.of();
      isCovered =
          parent.isCovered || here.stream().anyMatch(lead -> lead.method == null && lead.matches());
    }
    isUnlisted = method == null && !isCovered && rules.areClosed();
  }

  /**
   * Returns the method of the rule for a path, or null. Rules for a helper table itself come before
   * those for its original.
   */
  private MaskMethod methodOf(List<Lead> here) {
    List<Lead> matching =
        here.stream().filter(lead -> lead.method != null && lead.matches()).toList();
    List<Lead> own = matching.stream().filter(lead -> !lead.ofOriginal).toList();
    List<MaskMethod> methods = methodsOf(own.isEmpty() ? matching : own);
    if (methods.size() > 1) {
      throw new DataException(
          "Masking table %s: a value within column %s is in %s.columns and in %s.columns; leave it in"
                  .formatted(
                      tables.get(0),
                      Globs.shown(column),
                      methods.get(0).name(),
                      methods.get(1).name())
              + " one");
    }
    return only(methods);
  }

  private static List<MaskMethod> methodsOf(List<Lead> leads) {
    return leads.stream().map(Lead::method).filter(Objects::nonNull).distinct().toList();
  }

  /** Returns null for no method, and a redaction if there are several. */
  private static MaskMethod only(List<MaskMethod> methods) {
    return switch (methods.size()) {
      case 0 -> null;
      case 1 -> methods.get(0);
      default -> REDACTION;
    };
  }

  private MaskMethod unlisted() {
    return isUnlisted ? rules.unlistedMethod(tables, column, false) : null;
  }

  @Override
  public MaskMethod method() {
    return leads.isEmpty() && method == null ? unlisted() : method;
  }

  @Override
  public MaskMethod scalarMethod() {
    MaskMethod named = only(methodsOf(leads.stream().filter(Lead::isNamed).toList()));
    return named == null ? unlisted() : named;
  }

  @Override
  public boolean isJson(String text) {
    String start = isJson ? "" : text.stripLeading();
    return isJson || start.startsWith("{") || start.startsWith("[");
  }

  @Override
  public MaskMethod textMethod() {
    return only(methods(unlisted()));
  }

  /** All methods that may be applied to values within the column. */
  List<MaskMethod> methods() {
    return methods(isUnlisted ? rules.unlistedMethod() : null);
  }

  private List<MaskMethod> methods(MaskMethod unlisted) {
    return Stream.concat(methodsOf(leads).stream(), Stream.ofNullable(unlisted))
        .distinct()
        .toList();
  }

  @Override
  public JsonPath member(String name) {
    if (leads.isEmpty()) {
      return null;
    }
    Optional<JsonPath> member = members.get(name);
    if (member == null) {
      JsonPath made = new JsonPath(this, name);
      member = made.isKept() ? Optional.empty() : Optional.of(made);
      if (cache.paths++ == MAX_PATHS) {
        cache.column.members.clear();
        cache.paths = 0;
      }
      members.put(name, member);
    }
    return member.orElse(null);
  }

  /** Whether no value here can be masked. */
  boolean isKept() {
    return method == null && leads.isEmpty() && !isUnlisted;
  }

  /** Whether a rule lists values within the column, so that it stays if it is not listed itself. */
  boolean isListed() {
    return leads.stream().anyMatch(lead -> lead.method == null || lead.isNamed());
  }
}
