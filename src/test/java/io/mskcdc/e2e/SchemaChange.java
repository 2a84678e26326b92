package io.mskcdc.e2e;

import java.util.ArrayList;
import java.util.List;

/**
 * DDL statements and what consumers see of them. docs/ddl.md has a row for each, and {@link
 * DdlWhileStreaming} carries each out.
 *
 * <p>In statements, {@code {t}} is the table, in names as well; {@code {id}} is a new number, and
 * {@code {email}} an address that no record may contain.
 *
 * @param slug part of the table's name
 * @param before the statements that make the table before the connector reads it
 * @param statements the DDL statements
 * @param title the text of the document for the statements; empty if it is the statements
 * @param rows the changes of rows behind the statements
 * @param columns the columns of the record for the next row, separated by spaces
 * @param key the columns of its key; empty for a record without a key
 * @param topic its topic
 * @param consumer what else a consumer sees
 * @param cause part of the error with which the task stops; empty if it does not
 */
record SchemaChange(
    Group group,
    String slug,
    List<String> before,
    List<String> statements,
    String title,
    List<String> rows,
    String columns,
    String key,
    String topic,
    String consumer,
    String cause) {

  /** The sections of the document. */
  enum Group {
    COLUMNS("Columns"),
    KEYS("Keys"),
    TABLES("Tables"),
    ONLINE("Online schema changes"),
    CHARSETS("Character sets"),
    STORAGE("Partitions, indexes and storage"),
    OTHERS("Views, programs and other databases"),
    STOPPING("Statements that stop the task");

    final String heading;

    Group(String heading) {
      this.heading = heading;
    }
  }

  /** The domain of the address in each row, which no record may contain. */
  static final String DOMAIN = "ddl.example";

  /** The columns that a record has as they are. */
  static final List<String> CLEAR = List.of("id", "n", "name", "Name", "note", "code", "kind");

  /** The spellings of the column that a record has masked. Other columns are left out. */
  static final List<String> MASKED = List.of("email", "EMAIL");

  private static final String COLUMNS =
      "(id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60)) CHARACTER SET utf8mb4";
  private static final String KEYLESS =
      "(id INT NOT NULL, name VARCHAR(40), email VARCHAR(60)) CHARACTER SET utf8mb4";
  private static final String FIRST_ROWS =
      "INSERT INTO {t} (id, name, email) VALUES (1, 'Zoë 1', '{email}'), (2, 'Zoë 2', '{email}')";
  private static final String NEW_ROW =
      "INSERT INTO {t} (id, name, email) VALUES ({id}, 'Zoë {id}', '{email}')";
  private static final String CHANGED_ROW = "UPDATE {t} SET name = 'Zoë {id}' WHERE id = 1";

  private static final String OF_CHARSET = "letters of texts would be wrong";
  private static final String OF_KEY = "different rows may have the same key";

  /** The changes at which the task runs on, in the order of the document. */
  static final List<SchemaChange> ALL = all();

  /** The changes that stop the task, until someone follows docs/runbook.md. */
  static final List<SchemaChange> STOPPING = ofStops();

  private static List<SchemaChange> all() {
    List<SchemaChange> all = new ArrayList<>();
    all.addAll(ofColumns());
    all.addAll(ofKeys());
    all.addAll(ofTables());
    all.addAll(ofOnlineTools());
    all.addAll(ofCharsets());
    all.addAll(ofStorage());
    all.addAll(ofOthers());
    return List.copyOf(all);
  }

  private static List<SchemaChange> ofColumns() {
    return List.of(
        change(Group.COLUMNS, "add", "ALTER TABLE {t} ADD COLUMN note VARCHAR(20) DEFAULT 'none'")
            .reads("id name email note")
            .also(
                "Other rows have the column from their next change on, although MySQL shows the"
                    + " default at once."),
        change(
                Group.COLUMNS,
                "instant",
                "ALTER TABLE {t} ADD COLUMN note VARCHAR(20) DEFAULT 'none', ALGORITHM=INSTANT")
            .reads("id name email note")
            .also("The same."),
        change(
                Group.COLUMNS,
                "first",
                "ALTER TABLE {t} ADD COLUMN n INT NOT NULL DEFAULT 0 FIRST, ADD COLUMN note VARCHAR(20) AFTER"
                    + " name")
            .reads("n id name note email"),
        change(Group.COLUMNS, "unlisted", "ALTER TABLE {t} ADD COLUMN secret VARCHAR(60)")
            .writing(
                "INSERT INTO {t} VALUES ({id}, 'Zoë', '{email}', '{email}')",
                "UPDATE {t} SET secret = '{email}' WHERE id = 1")
            .reads("id name email")
            .also("The column is left out until the connector's file names it."),
        change(
                Group.COLUMNS,
                "generated",
                "ALTER TABLE {t} ADD COLUMN note VARCHAR(60) AS (CONCAT(name, '!')) VIRTUAL, ADD"
                    + " COLUMN n INT AS (id + 1) STORED")
            .reads("id name email note n"),
        change(Group.COLUMNS, "drop", "ALTER TABLE {t} DROP COLUMN name")
            .writing(
                "INSERT INTO {t} (id, email) VALUES ({id}, '{email}')",
                "UPDATE {t} SET id = 3 WHERE id = 1")
            .reads("id email"),
        change(Group.COLUMNS, "dropmasked", "ALTER TABLE {t} DROP COLUMN email")
            .writing("INSERT INTO {t} (id, name) VALUES ({id}, 'Zoë')", CHANGED_ROW)
            .reads("id name"),
        change(
                Group.COLUMNS,
                "dropadd",
                "ALTER TABLE {t} DROP COLUMN email, ADD COLUMN email VARCHAR(80) FIRST")
            .reads("email id name"),
        change(Group.COLUMNS, "rename", "ALTER TABLE {t} RENAME COLUMN name TO note")
            .writing(
                "INSERT INTO {t} (id, note, email) VALUES ({id}, 'Zoë', '{email}')",
                "UPDATE {t} SET note = 'Zoë {id}' WHERE id = 1")
            .reads("id note email"),
        change(Group.COLUMNS, "renamemasked", "ALTER TABLE {t} RENAME COLUMN email TO mail")
            .writing(
                "INSERT INTO {t} (id, name, mail) VALUES ({id}, 'Zoë', '{email}')", CHANGED_ROW)
            .reads("id name")
            .also("`mail` is left out until the connector's file names it."),
        change(
                Group.COLUMNS,
                "change",
                "ALTER TABLE {t} CHANGE name note VARCHAR(80) NOT NULL DEFAULT '' AFTER email")
            .writing(
                "INSERT INTO {t} (id, note, email) VALUES ({id}, 'Zoë', '{email}')",
                "UPDATE {t} SET note = 'Zoë {id}' WHERE id = 1")
            .reads("id email note"),
        change(
                Group.COLUMNS,
                "case",
                "ALTER TABLE {t} CHANGE NAME Name VARCHAR(50), MODIFY EMAIL VARCHAR(70)")
            .reads("id Name EMAIL")
            .also("Masks and `clear.columns` do not distinguish upper and lower case."),
        change(Group.COLUMNS, "modify", "ALTER TABLE {t} MODIFY n BIGINT, MODIFY name TEXT")
            .given("CREATE TABLE {t} (id INT PRIMARY KEY, n INT, name VARCHAR(40), email TEXT)")
            .writing(
                "INSERT INTO {t} VALUES ({id}, 5000000000, REPEAT('Zoë', 30), '{email}')",
                CHANGED_ROW)
            .reads("id n name email"),
        change(Group.COLUMNS, "totext", "ALTER TABLE {t} MODIFY n VARCHAR(20)")
            .given("CREATE TABLE {t} (id INT PRIMARY KEY, n INT, name VARCHAR(40), email TEXT)")
            .writing("INSERT INTO {t} VALUES ({id}, 'five', 'Zoë', '{email}')", CHANGED_ROW)
            .reads("id n name email")
            .also("`n` is a text, and was a number."),
        change(
                Group.COLUMNS,
                "reorder",
                "ALTER TABLE {t} MODIFY email VARCHAR(60) FIRST, MODIFY id INT AFTER name")
            .reads("email name id"),
        change(
                Group.COLUMNS,
                "swap",
                "ALTER TABLE {t} RENAME COLUMN name TO note",
                "ALTER TABLE {t} RENAME COLUMN email TO name",
                "ALTER TABLE {t} RENAME COLUMN note TO email")
            .writing(NEW_ROW, "UPDATE {t} SET name = 'Zoë {id}', email = '{email}' WHERE id = 1")
            .reads("id email name")
            .also(
                "Masks go by names: old values of `email` are in `name` now, and leave in clear at"
                    + " their row's next change."),
        change(Group.COLUMNS, "enum", "ALTER TABLE {t} MODIFY kind ENUM('b','c','a')")
            .given("CREATE TABLE {t} (id INT PRIMARY KEY, kind ENUM('a','b'), email VARCHAR(60))")
            .writing(
                "INSERT INTO {t} VALUES ({id}, 'a', '{email}')",
                "UPDATE {t} SET kind = 'c' WHERE id = 1")
            .reads("id kind email"),
        change(
                Group.COLUMNS,
                "default",
                "ALTER TABLE {t} ALTER COLUMN name SET DEFAULT 'none', MODIFY email VARCHAR(60) NOT"
                    + " NULL DEFAULT ''")
            .writing("INSERT INTO {t} (id, email) VALUES ({id}, '{email}')", CHANGED_ROW)
            .reads("id name email"),
        change(
                Group.COLUMNS,
                "several",
                "ALTER TABLE {t} ADD COLUMN n INT AFTER id, DROP COLUMN name, MODIFY email"
                    + " VARCHAR(80) FIRST")
            .writing(
                "INSERT INTO {t} (id, n, email) VALUES ({id}, 5, '{email}')",
                "UPDATE {t} SET n = 5 WHERE id = 1")
            .reads("email id n"),
        change(
                Group.COLUMNS,
                "comment",
                "ALTER TABLE {t} ADD COLUMN note VARCHAR(20) /*!80000 FIRST */")
            .reads("note id name email"),
        change(
                Group.COLUMNS,
                "newer",
                "ALTER TABLE {t} ADD COLUMN note VARCHAR(20) /*!99999 FIRST */")
            .reads("id name email note"),
        change(
                Group.COLUMNS,
                "constraint",
                "ALTER TABLE {t} ADD COLUMN n INT, ADD CONSTRAINT FOREIGN KEY (n) REFERENCES {t}"
                    + " (id), ADD CHECK (id > 0)")
            .reads("id name email n"));
  }

  private static List<SchemaChange> ofKeys() {
    return List.of(
        change(
                Group.KEYS,
                "primary",
                "ALTER TABLE {t} DROP PRIMARY KEY, ADD PRIMARY KEY (name, id)")
            .keyed("name id")
            .also("Records with the old keys stay in the topic, without a tombstone."),
        change(
                Group.KEYS,
                "primarymasked",
                "ALTER TABLE {t} DROP PRIMARY KEY, ADD PRIMARY KEY (email, id)")
            .keyed("email id")
            .also("The same. A masked column is masked in the key too."),
        change(Group.KEYS, "dropprimary", "ALTER TABLE {t} DROP PRIMARY KEY")
            .keyed("")
            .to("production_db.{t}.append")
            .also("Records with keys stay in the other topic, without a tombstone."),
        change(Group.KEYS, "addprimary", "ALTER TABLE {t} ADD PRIMARY KEY (id)")
            .titled("`ALTER TABLE t ADD PRIMARY KEY (id)`, in a table without a key")
            .given("CREATE TABLE {t} " + KEYLESS, FIRST_ROWS)
            .also("Records without keys stay in the other topic."),
        change(
                Group.KEYS,
                "addcolumn",
                "ALTER TABLE {t} ADD COLUMN n INT AUTO_INCREMENT PRIMARY KEY FIRST")
            .titled(
                "`ALTER TABLE t ADD COLUMN n INT AUTO_INCREMENT PRIMARY KEY FIRST`, in a table without a key")
            .given("CREATE TABLE {t} " + KEYLESS, FIRST_ROWS)
            .reads("n id name email")
            .keyed("n"),
        change(
                Group.KEYS,
                "columnkey",
                "ALTER TABLE {t} ADD COLUMN n INT NOT NULL AUTO_INCREMENT UNIQUE")
            .titled(
                "`ALTER TABLE t ADD COLUMN n INT NOT NULL AUTO_INCREMENT UNIQUE`, in a table without a key")
            .given("CREATE TABLE {t} " + KEYLESS, FIRST_ROWS)
            .reads("id name email n")
            .keyed("")
            .to("production_db.{t}.append")
            .also(
                "Debezium does not see this key. It sees `ADD UNIQUE KEY` and `CREATE UNIQUE INDEX`."),
        change(Group.KEYS, "renamekey", "ALTER TABLE {t} RENAME COLUMN code TO n")
            .titled("`ALTER TABLE t RENAME COLUMN code TO n`, with the key `code`")
            .given(
                "CREATE TABLE {t} (code INT AUTO_INCREMENT PRIMARY KEY, id INT, name VARCHAR(40),"
                    + " email VARCHAR(60))",
                FIRST_ROWS)
            .reads("n id name email")
            .keyed("n"),
        change(Group.KEYS, "changekey", "ALTER TABLE {t} CHANGE code n BIGINT AUTO_INCREMENT")
            .titled("`ALTER TABLE t CHANGE code n BIGINT AUTO_INCREMENT`, with the key `code`")
            .given(
                "CREATE TABLE {t} (code INT AUTO_INCREMENT PRIMARY KEY, id INT, name VARCHAR(40),"
                    + " email VARCHAR(60))",
                FIRST_ROWS)
            .reads("n id name email")
            .keyed("n"),
        change(Group.KEYS, "partofkey", "ALTER TABLE {t} DROP COLUMN n")
            .titled("`ALTER TABLE t DROP COLUMN n`, with the key `id, n`")
            .given(
                "CREATE TABLE {t} (id INT, n INT DEFAULT 7, name VARCHAR(40), email VARCHAR(60),"
                    + " PRIMARY KEY (id, n))",
                FIRST_ROWS),
        change(Group.KEYS, "addunique", "CREATE UNIQUE INDEX by_id ON {t} (id)")
            .titled("`CREATE UNIQUE INDEX by_id ON t (id)`, in a table without a key")
            .given("CREATE TABLE {t} " + KEYLESS, FIRST_ROWS),
        change(Group.KEYS, "alterunique", "ALTER TABLE {t} ADD UNIQUE KEY by_id (id)")
            .titled("`ALTER TABLE t ADD UNIQUE KEY by_id (id)`, in a table without a key")
            .given("CREATE TABLE {t} " + KEYLESS, FIRST_ROWS),
        change(Group.KEYS, "twokeys", "ALTER TABLE {t} ADD PRIMARY KEY (id, name)")
            .titled(
                "`ALTER TABLE t ADD PRIMARY KEY (id, name)`, in a table with a unique key of `id`")
            .given(
                "CREATE TABLE {t} " + KEYLESS, "CREATE UNIQUE INDEX by_id ON {t} (id)", FIRST_ROWS)
            .keyed("id name"));
  }

  private static List<SchemaChange> ofTables() {
    return List.of(
        change(Group.TABLES, "create", "CREATE TABLE {t} " + COLUMNS)
            .given()
            .also("The topic begins with the first row. Patterns of masks apply to it."),
        change(Group.TABLES, "like", "CREATE TABLE {t}_2 LIKE {t}")
            .writing(NEW_ROW, NEW_ROW.replace("{t}", "{t}_2"))
            .to("production_db.{t}_2"),
        change(Group.TABLES, "droptable", "DROP TABLE {t}")
            .writing()
            .reads("")
            .also("No record. The topic and its rows stay, without tombstones."),
        change(
                Group.TABLES,
                "recreate",
                "DROP TABLE {t}",
                "CREATE TABLE {t} (email VARCHAR(60), id INT PRIMARY KEY, n INT)")
            .writing("INSERT INTO {t} VALUES ('{email}', {id}, 5)")
            .reads("email id n")
            .also("Rows of the former table stay in the topic, without tombstones."),
        change(Group.TABLES, "truncate", "TRUNCATE TABLE {t}")
            .also("No record for it. The former rows stay in the topic, without tombstones."),
        change(Group.TABLES, "move", "RENAME TABLE {t} TO {t}_2")
            .titled("`RENAME TABLE t TO t_2`")
            .writing(NEW_ROW.replace("{t}", "{t}_2"), CHANGED_ROW.replace("{t}", "{t}_2"))
            .to("production_db.{t}_2")
            .also("The former topic and its rows stay."),
        change(
                Group.TABLES,
                "alterrename",
                "ALTER TABLE {t} RENAME TO {t}_2, ADD COLUMN note VARCHAR(20) FIRST")
            .writing(NEW_ROW.replace("{t}", "{t}_2"), CHANGED_ROW.replace("{t}", "{t}_2"))
            .reads("note id name email")
            .to("production_db.{t}_2"),
        change(Group.TABLES, "withheld", "RENAME TABLE {t} TO other_{t}")
            .writing(NEW_ROW.replace("{t}", "other_{t}"))
            .reads("")
            .also("No record: no rule names the table, so it is withheld."),
        change(Group.TABLES, "cycle", "RENAME TABLE {t} TO {t}_3, {t}_2 TO {t}, {t}_3 TO {t}_2")
            .titled("`RENAME TABLE t TO t_3, t_2 TO t, t_3 TO t_2`, with `t_2 (email, id, name)`")
            .given(
                "CREATE TABLE {t} " + COLUMNS,
                FIRST_ROWS,
                "CREATE TABLE {t}_2 (email VARCHAR(60), id INT PRIMARY KEY, name VARCHAR(40))")
            .writing(NEW_ROW, NEW_ROW.replace("{t}", "{t}_2"), CHANGED_ROW.replace("{t}", "{t}_2"))
            .reads("email id name"),
        change(
                Group.TABLES,
                "cycles",
                "RENAME TABLE {t} TO {t}_3",
                "RENAME TABLE {t}_2 TO {t}",
                "RENAME TABLE {t}_3 TO {t}_2")
            .titled("The same in three statements")
            .given(
                "CREATE TABLE {t} " + COLUMNS,
                FIRST_ROWS,
                "CREATE TABLE {t}_2 (email VARCHAR(60), id INT PRIMARY KEY, name VARCHAR(40))")
            .writing(NEW_ROW, NEW_ROW.replace("{t}", "{t}_2"), CHANGED_ROW.replace("{t}", "{t}_2"))
            .reads("email id name"),
        change(Group.TABLES, "moveaway", "RENAME TABLE {t} TO archive_db.{t}")
            .writing("INSERT INTO archive_db.{t} VALUES ({id}, 'Zoë', '{email}')")
            .reads("")
            .also("No record: the database is not captured."));
  }

  private static List<SchemaChange> ofOnlineTools() {
    return List.of(
        change(
                Group.ONLINE,
                "ghost",
                "CREATE /* gh-ost */ TABLE production_db._{t}_gho LIKE production_db.{t}",
                "ALTER /* gh-ost */ TABLE production_db._{t}_gho ADD COLUMN note VARCHAR(20) AFTER"
                    + " id",
                "CREATE /* gh-ost */ TABLE production_db._{t}_ghc (id BIGINT AUTO_INCREMENT PRIMARY"
                    + " KEY, last_update TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE"
                    + " CURRENT_TIMESTAMP, hint VARCHAR(64) CHARSET ascii NOT NULL, value"
                    + " VARCHAR(4096) CHARSET ascii NOT NULL, UNIQUE KEY hint_uidx (hint))"
                    + " AUTO_INCREMENT=256",
                "INSERT /* gh-ost */ IGNORE INTO production_db._{t}_gho (id, name, email) SELECT"
                    + " id, name, email FROM production_db.{t}",
                "CREATE /* gh-ost */ TABLE production_db._{t}_del (id INT AUTO_INCREMENT PRIMARY"
                    + " KEY) ENGINE=InnoDB COMMENT='ghost-cut-over-sentry'",
                "DROP /* gh-ost */ TABLE IF EXISTS production_db._{t}_del",
                "RENAME /* gh-ost */ TABLE production_db.{t} TO production_db._{t}_del,"
                    + " production_db._{t}_gho TO production_db.{t}",
                "DROP /* gh-ost */ TABLE IF EXISTS production_db._{t}_ghc",
                "DROP /* gh-ost */ TABLE IF EXISTS production_db._{t}_del")
            .titled("gh-ost: `ADD COLUMN note VARCHAR(20) AFTER id`")
            .reads("id note name email")
            .also("No record of the helper tables."),
        change(
                Group.ONLINE,
                "ptosc",
                "CREATE TABLE `production_db`.`_{t}_new` (`id` int(11) NOT NULL, `name` varchar(40)"
                    + " DEFAULT NULL, `email` varchar(60) DEFAULT NULL, PRIMARY KEY (`id`))"
                    + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4",
                "ALTER TABLE `production_db`.`_{t}_new` ADD COLUMN note VARCHAR(20) AFTER id",
                "CREATE TRIGGER `pt_osc_{t}_del` AFTER DELETE ON `production_db`.`{t}` FOR EACH ROW"
                    + " DELETE IGNORE FROM `production_db`.`_{t}_new` WHERE"
                    + " `production_db`.`_{t}_new`.`id` <=> OLD.`id`",
                "CREATE TRIGGER `pt_osc_{t}_ins` AFTER INSERT ON `production_db`.`{t}` FOR EACH ROW"
                    + " REPLACE INTO `production_db`.`_{t}_new` (`id`, `name`, `email`) VALUES"
                    + " (NEW.`id`, NEW.`name`, NEW.`email`)",
                "INSERT LOW_PRIORITY IGNORE INTO `production_db`.`_{t}_new` (`id`, `name`, `email`)"
                    + " SELECT `id`, `name`, `email` FROM `production_db`.`{t}` LOCK IN SHARE MODE"
                    + " /*pt-online-schema-change 1 copy table*/",
                "ANALYZE TABLE `production_db`.`_{t}_new` /* pt-online-schema-change */",
                "RENAME TABLE `production_db`.`{t}` TO `production_db`.`_{t}_old`,"
                    + " `production_db`.`_{t}_new` TO `production_db`.`{t}`",
                "DROP TABLE IF EXISTS `production_db`.`_{t}_old`",
                "DROP TRIGGER IF EXISTS `production_db`.`pt_osc_{t}_del`",
                "DROP TRIGGER IF EXISTS `production_db`.`pt_osc_{t}_ins`")
            .titled("pt-online-schema-change: `ADD COLUMN note VARCHAR(20) AFTER id`")
            .reads("id note name email")
            .also("The same."));
  }

  private static List<SchemaChange> ofCharsets() {
    return List.of(
        change(Group.CHARSETS, "convert", "ALTER TABLE {t} CONVERT TO CHARACTER SET latin1"),
        change(
                Group.CHARSETS,
                "convertadd",
                "ALTER TABLE {t} CONVERT TO CHARACTER SET latin1",
                "ALTER TABLE {t} ADD COLUMN note VARCHAR(20)")
            .writing(
                "INSERT INTO {t} VALUES ({id}, 'Zoë', '{email}', 'Zoë')",
                "UPDATE {t} SET note = 'Zoë' WHERE id = 1")
            .reads("id name email note"),
        change(
            Group.CHARSETS,
            "collate",
            "ALTER TABLE {t} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"),
        change(
            Group.CHARSETS,
            "column",
            "ALTER TABLE {t} MODIFY name VARCHAR(40) CHARACTER SET latin1 COLLATE"
                + " latin1_german1_ci"),
        change(
                Group.CHARSETS,
                "dbdefault",
                "ALTER DATABASE production_db CHARACTER SET latin1",
                "CREATE TABLE {t} (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60))")
            .given(),
        change(
                Group.CHARSETS,
                "dbdefaultlater",
                "ALTER DATABASE production_db CHARACTER SET latin1")
            .titled(
                "`ALTER DATABASE production_db CHARACTER SET latin1`, and a `CREATE TABLE` behind the restart")
            .given()
            .writing(
                "CREATE TABLE IF NOT EXISTS {t} (id INT PRIMARY KEY, name VARCHAR(40), email"
                    + " VARCHAR(60))",
                NEW_ROW,
                "ALTER DATABASE production_db CHARACTER SET utf8mb4"));
  }

  private static List<SchemaChange> ofStorage() {
    String range =
        "CREATE TABLE {t} (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60)) PARTITION BY"
            + " RANGE (id) (PARTITION p0 VALUES LESS THAN (5), PARTITION p1 VALUES LESS THAN"
            + " MAXVALUE)";
    return List.of(
        change(
            Group.STORAGE,
            "partition",
            "ALTER TABLE {t} PARTITION BY HASH (id) PARTITIONS 4",
            "ALTER TABLE {t} COALESCE PARTITION 2",
            "ALTER TABLE {t} REMOVE PARTITIONING"),
        change(Group.STORAGE, "truncpart", "ALTER TABLE {t} TRUNCATE PARTITION p0")
            .given(range, FIRST_ROWS)
            .also("No record for it. The former rows stay in the topic, without tombstones."),
        change(Group.STORAGE, "droppart", "ALTER TABLE {t} DROP PARTITION p0")
            .given(range, FIRST_ROWS)
            .also("The same."),
        change(
                Group.STORAGE,
                "splitpart",
                "ALTER TABLE {t} REORGANIZE PARTITION p1 INTO (PARTITION p1 VALUES LESS THAN (9),"
                    + " PARTITION p2 VALUES LESS THAN MAXVALUE)")
            .given(range, FIRST_ROWS),
        change(Group.STORAGE, "exchange", "ALTER TABLE {t} EXCHANGE PARTITION p0 WITH TABLE {t}_2")
            .given(
                range,
                FIRST_ROWS,
                "CREATE TABLE {t}_2 (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60))")
            .writing(NEW_ROW, CHANGED_ROW.replace("{t}", "{t}_2"))
            .also("No record for it. Rows change their topic at their next change."),
        change(
            Group.STORAGE,
            "index",
            "CREATE INDEX by_name ON {t} (name)",
            "ALTER TABLE {t} RENAME INDEX by_name TO names, ADD FULLTEXT KEY words (name)",
            "DROP INDEX names ON {t}"),
        change(
            Group.STORAGE,
            "rebuild",
            "ALTER TABLE {t} ENGINE=InnoDB, ROW_FORMAT=COMPRESSED, COMMENT='url manual',"
                + " AUTO_INCREMENT=100",
            "OPTIMIZE TABLE {t}",
            "ALTER TABLE {t} FORCE"));
  }

  private static List<SchemaChange> ofOthers() {
    return List.of(
        change(
            Group.OTHERS,
            "view",
            "CREATE VIEW {t}_v AS SELECT id, email AS url FROM {t}",
            "ALTER VIEW {t}_v AS SELECT id AS manual FROM {t}",
            "RENAME TABLE {t}_v TO {t}_w",
            "DROP VIEW {t}_w"),
        change(
            Group.OTHERS,
            "trigger",
            "CREATE TRIGGER {t}_t BEFORE INSERT ON {t} FOR EACH ROW SET NEW.name = CONCAT(NEW.name,"
                + " '!')",
            "CREATE PROCEDURE {t}_p () SELECT 1 AS url",
            "DROP PROCEDURE {t}_p"),
        change(
            Group.OTHERS,
            "archive",
            "CREATE TABLE archive_db.{t} (url INT, manual INT)",
            "ALTER TABLE archive_db.{t} ADD COLUMN parallel INT",
            "DROP TABLE archive_db.{t}"),
        change(
            Group.OTHERS,
            "temporary",
            "CREATE TEMPORARY TABLE {t} (url INT)",
            "DROP TEMPORARY TABLE {t}"));
  }

  private static List<SchemaChange> ofStops() {
    String unparsed = "couldn't be parsed";
    String keyed =
        "CREATE TABLE {t} (id INT NOT NULL, name VARCHAR(40), email VARCHAR(60), UNIQUE KEY by_id"
            + " (id)) CHARACTER SET utf8mb4";
    String latin = "INSERT INTO {t} (id, name, email, note) VALUES ({id}, 'Zoë', '{email}', 'Zoë')";
    return List.of(
        change(Group.STOPPING, "dropunique", "DROP INDEX by_id ON {t}")
            .titled("`DROP INDEX by_id ON t`, which was the key of the records")
            .given(keyed, FIRST_ROWS)
            .keyed("")
            .to("production_db.{t}.append")
            .stopping(OF_KEY),
        change(Group.STOPPING, "nullkey", "ALTER TABLE {t} MODIFY id INT NULL")
            .titled("`ALTER TABLE t MODIFY id INT NULL`, which was the key of the records")
            .given(keyed, FIRST_ROWS)
            .keyed("")
            .to("production_db.{t}.append")
            .stopping(OF_KEY),
        change(
                Group.STOPPING,
                "tabledefault",
                "ALTER TABLE {t} DEFAULT CHARACTER SET latin1",
                "ALTER TABLE {t} ADD COLUMN note VARCHAR(20)")
            .writing(latin, CHANGED_ROW)
            .reads("id name email note")
            .stopping(OF_CHARSET),
        change(Group.STOPPING, "ascii", "ALTER TABLE {t} ADD COLUMN note CHAR(20) ASCII")
            .writing(latin, CHANGED_ROW)
            .reads("id name email note")
            .stopping(OF_CHARSET),
        change(Group.STOPPING, "todefault", "ALTER TABLE {t} CONVERT TO CHARACTER SET DEFAULT")
            .titled("`ALTER TABLE t CONVERT TO CHARACTER SET DEFAULT`, from `latin1`")
            .given(
                "CREATE TABLE {t} (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60))"
                    + " CHARACTER SET latin1",
                FIRST_ROWS)
            .stopping(OF_CHARSET),
        change(
                Group.STOPPING,
                "collation",
                "CREATE TABLE {t} (id INT PRIMARY KEY, name VARCHAR(40), email VARCHAR(60))"
                    + " COLLATE=latin1_bin")
            .given()
            .stopping(OF_CHARSET),
        change(
                Group.STOPPING,
                "words",
                "ALTER TABLE {t} ADD COLUMN note VARCHAR(20) FIRST, ADD INDEX manual (note)")
            .reads("note id name email")
            .stopping(unparsed),
        change(Group.STOPPING, "equals", "ALTER TABLE {t} RENAME = {t}_2")
            .writing(NEW_ROW.replace("{t}", "{t}_2"), CHANGED_ROW.replace("{t}", "{t}_2"))
            .to("production_db.{t}_2")
            .stopping(unparsed),
        change(
                Group.STOPPING,
                "quotes",
                "SET SESSION sql_mode = 'ANSI_QUOTES'",
                "ALTER TABLE \"{t}\" MODIFY \"email\" VARCHAR(80) FIRST")
            .reads("email id name")
            .stopping(unparsed),
        change(
                Group.STOPPING,
                "swapped",
                "ALTER TABLE {t} RENAME COLUMN name TO email, RENAME COLUMN email TO name")
            .writing(NEW_ROW, "UPDATE {t} SET name = 'Zoë {id}', email = '{email}' WHERE id = 1")
            .reads("id email name")
            .stopping("does not apply both as MySQL does"),
        change(Group.STOPPING, "moved", "RENAME TABLE archive_db.{t} TO production_db.{t}")
            .titled(
                "`RENAME TABLE archive_db.t TO production_db.t`, whose columns were reordered in `archive_db`")
            .given(
                "CREATE TABLE archive_db.{t} " + COLUMNS,
                "ALTER TABLE archive_db.{t} MODIFY email VARCHAR(60) FIRST")
            .writing(NEW_ROW)
            .reads("email id name")
            .stopping("gets its columns from"),
        change(
                Group.STOPPING,
                "otherwords",
                "USE archive_db",
                "CREATE TABLE {t} (url INT, manual INT)")
            .writing(
                "INSERT INTO production_db.{t} (id, name, email) VALUES ({id}, 'Zoë', '{email}')")
            .stopping(unparsed));
  }

  /** Returns the table of a run. */
  String table(String run) {
    return "ddl_" + slug + "_" + run;
  }

  /**
   * Returns a statement of a run.
   *
   * @param row the number of the new row
   */
  String sql(String text, String run, int row) {
    return text.replace("{t}", table(run))
        .replace("{id}", Integer.toString(row))
        .replace("{email}", "ada@" + DOMAIN);
  }

  List<String> sql(List<String> texts, String run, int row) {
    return texts.stream().map(text -> sql(text, run, row)).toList();
  }

  boolean changesSession() {
    return statements.stream().anyMatch(sql -> sql.matches("(SET|USE) .*"));
  }

  /** Returns the statements that the procedure of docs/runbook.md hides from Debezium. */
  List<String> hidden(String run) {
    return statements.stream()
        .filter(sql -> !sql.matches("(SET|USE) .*"))
        .map(sql -> sql(sql, run, 0))
        .toList();
  }

  /** Returns whether the task stops at the statement, not at the next row. */
  boolean stopsAtOnce() {
    return !cause.isEmpty() && !cause.equals(OF_CHARSET) && !cause.equals(OF_KEY);
  }

  boolean isAboutOtherDatabase() {
    return statements.get(0).startsWith("USE ");
  }

  /** Returns whether the table had a row that no statement changes. */
  boolean hasUnchangedRow() {
    return before.contains(FIRST_ROWS);
  }

  private static SchemaChange change(Group group, String slug, String... statements) {
    return new SchemaChange(
        group,
        slug,
        List.of("CREATE TABLE {t} " + COLUMNS, FIRST_ROWS),
        List.of(statements),
        "",
        List.of(NEW_ROW, CHANGED_ROW),
        "id name email",
        "id",
        "production_db.{t}",
        "",
        "");
  }

  private SchemaChange given(String... sql) {
    return new SchemaChange(
        group, slug, List.of(sql), statements, title, rows, columns, key, topic, consumer, cause);
  }

  private SchemaChange titled(String text) {
    return new SchemaChange(
        group, slug, before, statements, text, rows, columns, key, topic, consumer, cause);
  }

  private SchemaChange writing(String... sql) {
    return new SchemaChange(
        group, slug, before, statements, title, List.of(sql), columns, key, topic, consumer, cause);
  }

  private SchemaChange reads(String names) {
    return new SchemaChange(
        group, slug, before, statements, title, rows, names, key, topic, consumer, cause);
  }

  private SchemaChange keyed(String names) {
    return new SchemaChange(
        group, slug, before, statements, title, rows, columns, names, topic, consumer, cause);
  }

  private SchemaChange to(String name) {
    return new SchemaChange(
        group, slug, before, statements, title, rows, columns, key, name, consumer, cause);
  }

  private SchemaChange also(String text) {
    return new SchemaChange(
        group, slug, before, statements, title, rows, columns, key, topic, text, cause);
  }

  private SchemaChange stopping(String part) {
    return new SchemaChange(
        group, slug, before, statements, title, rows, columns, key, topic, consumer, part);
  }
}
