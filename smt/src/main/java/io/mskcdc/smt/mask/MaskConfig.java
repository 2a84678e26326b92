package io.mskcdc.smt.mask;

import io.mskcdc.smt.Mask;
import io.mskcdc.smt.connect.OptionsCheck;
import io.mskcdc.smt.mask.method.BucketMethod;
import io.mskcdc.smt.mask.method.DateMethod;
import io.mskcdc.smt.mask.method.DropMethod;
import io.mskcdc.smt.mask.method.FormatMethod;
import io.mskcdc.smt.mask.method.HmacMethod;
import io.mskcdc.smt.mask.method.MaskMethod;
import io.mskcdc.smt.mask.method.MaskingKey;
import io.mskcdc.smt.mask.method.NullMethod;
import io.mskcdc.smt.mask.method.PartialMethod;
import io.mskcdc.smt.mask.method.RedactMethod;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** The options of {@link Mask}. */
public final class MaskConfig {

  /**
   * Ends in "secret" on purpose: Debezium logs the whole configuration of a starting task and hides
   * only keys that end so (or in "password"), whatever their type.
   */
  static final String KEY = "key.secret";

  static final String KEY_ID = "key.id";
  static final String SCOPE = "scope";
  static final String REDACT_WITH = "redact.with";
  static final String HMAC_ENCODING = "hmac.encoding";
  static final String HMAC_LENGTH = "hmac.length";
  static final String PARTIAL_FIRST = "partial.keep.first";
  static final String PARTIAL_LAST = "partial.keep.last";
  static final String DATE_TO = "date.to";
  static final String BUCKET_SIZE = "bucket.size";

  private static final int KEY_BYTES = 32;
  private static final int SHORTEST_TOKEN = 8;
  private static final String HEX = "hex";
  private static final String YEAR = "year";

  public static final ConfigDef DEF = define(true);

  /** The same options where there may be no rule at all. */
  public static final ConfigDef OPTIONAL_DEF = define(false);

  private static ConfigDef define(boolean required) {
    ConfigDef def = new ConfigDef();
    new OptionsCheck("", (prefix, options) -> check(prefix, options, required))
        .define(
            def,
            KEY,
            Type.PASSWORD,
            null,
            MaskConfig::requireKey,
            Importance.HIGH,
            "The secret that hmac and format need, in base64, 32 bytes or more once decoded.");
    return def.define(
            KEY_ID,
            Type.STRING,
            null,
            Importance.HIGH,
            "The name of the secret, which goes into the schema of each column that was masked"
                + " with it. Needed with key.secret.")
        .define(
            SCOPE,
            Type.STRING,
            null,
            Importance.LOW,
            "Sets the results of hmac and format apart from those of another scope. Without it,"
                + " a value has one token wherever the key is the same, so that joins hold.")
        .define(
            columns("null"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns that become null, and optional. Any type.")
        .define(
            columns("redact"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns that get a constant: redact.with for text, and what is zero or empty for"
                + " other types. Any type.")
        .define(
            REDACT_WITH,
            Type.STRING,
            "***",
            Importance.LOW,
            "What redact writes into columns of text.")
        .define(
            columns("hmac"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns that become their HMAC-SHA-256. Any type; the column becomes a string. The"
                + " only method for columns of the record's key.")
        .define(
            HMAC_ENCODING,
            Type.STRING,
            HEX,
            ValidString.in(HEX, "base64"),
            Importance.LOW,
            "How hmac writes its 32 bytes: 64 hexadecimal digits, or 43 characters of base64.")
        .define(
            HMAC_LENGTH,
            Type.INT,
            0,
            MaskConfig::requireLength,
            Importance.LOW,
            "How many characters hmac keeps, 8 or more; 0 keeps all. A column of the key needs 128"
                + " bits: 32 in hex, 22 in base64.")
        .define(
            columns("partial"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns of which the first or last characters are kept and each other becomes an"
                + " asterisk; of a text no longer than what is kept, nothing is. Text.")
        .define(
            PARTIAL_FIRST,
            Type.INT,
            0,
            Range.atLeast(0),
            Importance.LOW,
            "How many characters partial keeps at the beginning.")
        .define(
            PARTIAL_LAST,
            Type.INT,
            0,
            Range.atLeast(0),
            Importance.LOW,
            "How many characters partial keeps at the end.")
        .define(
            columns("format"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns in which each digit becomes a digit and each letter a letter, by the key and"
                + " the whole value; separators and length stay. Text.")
        .define(
            columns("date"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns set to the first day of their month or year. Dates and timestamps.")
        .define(
            DATE_TO,
            Type.STRING,
            YEAR,
            ValidString.in("month", YEAR),
            Importance.LOW,
            "Whether date sets to the first day of the month or of the year.")
        .define(
            columns("bucket"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns rounded down to a multiple of bucket.size. Numbers, and decimals as text.")
        .define(
            BUCKET_SIZE,
            Type.LONG,
            null,
            MaskConfig::requireBucket,
            Importance.LOW,
            "The size of the buckets, 2 or more; needed with bucket.columns.")
        .define(
            columns("drop"),
            Type.LIST,
            "",
            MaskConfig::requirePatterns,
            Importance.HIGH,
            "Columns that leave the row and its schema. Any type.");
  }

  private MaskConfig() {}

  /**
   * @throws ConfigException if an option is unknown, wrong, or lacks one that it needs
   */
  public static MaskRules rules(Map<String, ?> props) {
    // A misspelt one would leave a column in clear.
    OptionsCheck.refuseUnknown("Mask", DEF, props);
    Map<String, Object> options = DEF.parse(props);
    check("", options, true);
    return new MaskRules(rulesOf("", options), (String) options.get(KEY_ID));
  }

  /**
   * @param required whether there must be a rule even if no option is set
   */
  private static void check(String prefix, Map<String, Object> options, boolean required) {
    if (options.get(KEY) != null && options.containsKey(KEY_ID) && isBlank(options.get(KEY_ID))) {
      throw new ConfigException("%1$s%2$s needs %1$s%3$s".formatted(prefix, KEY, KEY_ID));
    }
    boolean used =
        required || options.keySet().containsAll(DEF.names()) && OptionsCheck.anySet(DEF, options);
    if (rulesOf(prefix, options).isEmpty() && used) {
      throw new ConfigException(
          "Mask has no columns: set one of the options that begin with '%s' and end in .columns"
              .formatted(prefix));
    }
  }

  /** The rules of parsed options; one that is wrong in itself may be missing. */
  private static List<MaskRules.Rule> rulesOf(String prefix, Map<String, Object> options) {
    List<MaskRules.Rule> rules = new ArrayList<>();
    add(prefix, rules, options, new NullMethod());
    add(prefix, rules, options, new RedactMethod((String) options.get(REDACT_WITH)));
    if (uses(options, "hmac")) {
      boolean hex = HEX.equals(options.get(HMAC_ENCODING));
      int length = options.get(HMAC_LENGTH) instanceof Integer given ? given : 0;
      add(prefix, rules, options, new HmacMethod(secret(prefix, options, "hmac"), hex, length));
    }
    if (uses(options, "partial")) {
      int first = options.get(PARTIAL_FIRST) instanceof Integer given ? given : 0;
      int last = options.get(PARTIAL_LAST) instanceof Integer given ? given : 0;
      if (first == 0 && last == 0) {
        throw new ConfigException(
            "%1$spartial.columns needs %1$s%2$s or %1$s%3$s, 1 or more"
                .formatted(prefix, PARTIAL_FIRST, PARTIAL_LAST));
      }
      add(prefix, rules, options, new PartialMethod(first, last));
    }
    if (uses(options, "format")) {
      add(prefix, rules, options, new FormatMethod(secret(prefix, options, "format")));
    }
    add(prefix, rules, options, new DateMethod(YEAR.equals(options.get(DATE_TO))));
    if (uses(options, "bucket")) {
      if (!(options.get(BUCKET_SIZE) instanceof Long size)) {
        throw new ConfigException(
            "%1$sbucket.columns needs %1$s%2$s, 2 or more".formatted(prefix, BUCKET_SIZE));
      }
      add(prefix, rules, options, new BucketMethod(size));
    }
    add(prefix, rules, options, new DropMethod());
    refuseRepeated(prefix, rules);
    return List.copyOf(rules);
  }

  private static String columns(String method) {
    return method + ".columns";
  }

  private static List<String> texts(Map<String, Object> options, String method) {
    return options.get(columns(method)) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  private static boolean uses(Map<String, Object> options, String method) {
    return !texts(options, method).isEmpty();
  }

  private static void add(
      String prefix, List<MaskRules.Rule> rules, Map<String, Object> options, MaskMethod method) {
    String option = prefix + columns(method.name());
    List<ColumnPattern> patterns =
        texts(options, method.name()).stream()
            .map(text -> ColumnPattern.parse(option, text))
            .toList();
    if (!patterns.isEmpty()) {
      rules.add(new MaskRules.Rule(method, patterns));
    }
  }

  private static MaskingKey secret(String prefix, Map<String, Object> options, String method) {
    if (!(options.get(KEY) instanceof Password key) || isBlank(options.get(KEY_ID))) {
      throw new ConfigException(
          "%1$s%2$s needs %1$s%3$s and %1$s%4$s".formatted(prefix, columns(method), KEY, KEY_ID));
    }
    requireKey(prefix + KEY, key);
    return new MaskingKey(
        Base64.getDecoder().decode(key.value().trim()), (String) options.get(SCOPE));
  }

  private static boolean isBlank(Object text) {
    return text == null || ((String) text).isBlank();
  }

  private static void refuseRepeated(String prefix, List<MaskRules.Rule> rules) {
    for (MaskRules.Rule rule : rules) {
      for (MaskRules.Rule other : rules) {
        for (ColumnPattern pattern : rule.patterns()) {
          if (rule != other && other.patterns().contains(pattern)) {
            throw new ConfigException(
                "%s is in %s and in %s; leave it in one"
                    .formatted(
                        pattern,
                        prefix + columns(rule.method().name()),
                        prefix + columns(other.method().name())));
          }
        }
      }
    }
  }

  private static void requireKey(String option, Object value) {
    if (value == null) {
      return;
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(((Password) value).value().trim());
    } catch (IllegalArgumentException e) {
      // Without the cause, whose message quotes a character of the key.
      throw new ConfigException(option + " must be base64");
    }
    if (key.length < KEY_BYTES) {
      throw new ConfigException(
          "%s must be %d bytes or more, and has %d".formatted(option, KEY_BYTES, key.length));
    }
  }

  private static void requirePatterns(String option, Object value) {
    for (Object text : (List<?>) value) {
      ColumnPattern.parse(option, (String) text);
    }
  }

  private static void requireLength(String option, Object value) {
    int length = (Integer) value;
    if (length != 0 && length < SHORTEST_TOKEN) {
      throw new ConfigException(option, value, "must be 0 or " + SHORTEST_TOKEN + " or more");
    }
  }

  private static void requireBucket(String option, Object value) {
    // A bucket of one is the number itself.
    if (value != null && (Long) value < 2) {
      throw new ConfigException(option, value, "must be 2 or more");
    }
  }
}
