-- Changes of the tables of shop-cdc in Redshift.
-- mskcdc redshift sql wrote this file. Keep it: --since compares with the last file that was run.
-- docs/redshift.md explains it.
-- mskcdc-tables: {"format":1,"source":"shop-cdc","tables":[{"topic":"shop.orders","schema":"shop","name":"orders","digest":"27c45b8930582d019f1405b77c29715e2f554e3a751aefbaf98f78cdc1ee2d2c","columns":[{"name":"id","type":"DECIMAL(20,0)","key":true},{"name":"customer","type":"VARCHAR(480)","key":false},{"name":"total","type":"DECIMAL(12,2)","key":false},{"name":"placed","type":"TIMESTAMP","key":false},{"name":"__op","type":"VARCHAR(4)","key":false},{"name":"__source_ts_ms","type":"BIGINT","key":false},{"name":"note","type":"VARCHAR(65535)","key":false}]},{"topic":"shop.later","schema":"shop","name":"later","digest":"7ced98d8b45b7e7c0c6ee8c88c17c2baa88c7669431a4f23fab575af08b8c7ea","columns":[{"name":"id","type":"INTEGER","key":true},{"name":"__op","type":"VARCHAR(4)","key":false},{"name":"__source_ts_ms","type":"BIGINT","key":false}]},{"topic":"shop.events.append","schema":"shop","name":"events","digest":"91d904bccb0282929bfb00c6d1298fd00b38e4bae30b41964eee77b9b0fda241","columns":[{"name":"kind","type":"VARCHAR(80)","key":false},{"name":"doc","type":"VARCHAR(65535)","key":false},{"name":"__op","type":"VARCHAR(4)","key":false},{"name":"__deleted","type":"VARCHAR(20)","key":false},{"name":"__source_ts_ms","type":"BIGINT","key":false}]}]}

-- shop.orders
ALTER TABLE "shop"."orders" ADD COLUMN "note" VARCHAR(65535);
ALTER TABLE "shop"."orders" ALTER COLUMN "customer" TYPE VARCHAR(480);
-- The column "total" has no source any more. It stays, and is null in new rows.
CREATE OR REPLACE PROCEDURE "shop_cdc"."apply_shop__orders"()
AS $$
DECLARE
  refused BIGINT;
  refused_first VARCHAR(64);
BEGIN
  LOCK "shop_cdc"."applied_offsets";

  CREATE TEMP TABLE mskcdc_records AS
  SELECT v."kafka_partition", v."kafka_offset",
    CASE WHEN LENGTH(v."kafka_value") > 0 THEN JSON_PARSE(v."kafka_value") END AS "kafka_row"
  FROM "shop_cdc"."shop__orders" v
  LEFT JOIN "shop_cdc"."applied_offsets" a
    ON a."topic" = 'shop.orders' AND a."kafka_partition" = v."kafka_partition"
  WHERE v."kafka_offset" > COALESCE(a."kafka_offset", -1);

  CREATE TEMP TABLE mskcdc_rows (
    "__kafka_partition" BIGINT,
    "__kafka_offset" BIGINT,
    "__is_deleted" BOOLEAN,
    "id" DECIMAL(20,0),
    "note" VARCHAR(65535),
    "customer" VARCHAR(480),
    "placed" TIMESTAMP,
    "__op" VARCHAR(4),
    "__source_ts_ms" BIGINT
  );
  INSERT INTO mskcdc_rows
  SELECT
    r."kafka_partition",
    r."kafka_offset",
    r."kafka_row"."__deleted"::VARCHAR(65535) = 'true',
    r."kafka_row"."id"::VARCHAR(65535)::DECIMAL(20,0),
    r."kafka_row"."note"::VARCHAR(65535),
    r."kafka_row"."customer"::VARCHAR(65535),
    r."kafka_row"."placed"::VARCHAR(65535)::TIMESTAMP,
    r."kafka_row"."__op"::VARCHAR(65535),
    r."kafka_row"."__source_ts_ms"::BIGINT
  FROM mskcdc_records r
  WHERE r."kafka_row" IS NOT NULL;

  SELECT COUNT(*), MIN(s."__kafka_partition"::VARCHAR(20) || ':' || s."__kafka_offset"::VARCHAR(20))
  INTO refused, refused_first
  FROM mskcdc_rows s
  JOIN mskcdc_records r ON r."kafka_partition" = s."__kafka_partition" AND r."kafka_offset" = s."__kafka_offset"
  WHERE s."__is_deleted" IS NULL
    OR s."id" IS NULL
    OR (s."note" IS NULL AND JSON_TYPEOF(r."kafka_row"."note") <> 'null')
    OR OCTET_LENGTH(s."note") > 65531
    OR (s."customer" IS NULL AND JSON_TYPEOF(r."kafka_row"."customer") <> 'null')
    OR (s."placed" IS NULL AND JSON_TYPEOF(r."kafka_row"."placed") <> 'null')
    OR (s."__op" IS NULL AND JSON_TYPEOF(r."kafka_row"."__op") <> 'null')
    OR (s."__source_ts_ms" IS NULL AND JSON_TYPEOF(r."kafka_row"."__source_ts_ms") <> 'null');
  IF refused > 0 THEN
    RAISE EXCEPTION '% records of shop.orders do not fit the table, for example the one at partition:offset %', refused, refused_first;
  END IF;

  DELETE FROM "shop"."orders"
  USING mskcdc_rows
  WHERE "orders"."id" = mskcdc_rows."id";

  INSERT INTO "shop"."orders" ("id", "note", "customer", "placed", "__op", "__source_ts_ms")
  SELECT "id", "note", "customer", "placed", "__op", "__source_ts_ms"
  FROM (
    SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s."id" ORDER BY s."__kafka_offset" DESC) AS "__place"
    FROM mskcdc_rows s
  ) l
  WHERE l."__place" = 1 AND NOT l."__is_deleted";

  DELETE FROM "shop_cdc"."applied_offsets"
  WHERE "topic" = 'shop.orders' AND "kafka_partition" IN (SELECT "kafka_partition" FROM mskcdc_records);
  INSERT INTO "shop_cdc"."applied_offsets" ("topic", "kafka_partition", "kafka_offset")
  SELECT 'shop.orders', "kafka_partition", MAX("kafka_offset")
  FROM mskcdc_records
  GROUP BY "kafka_partition";

  DROP TABLE mskcdc_rows;
  DROP TABLE mskcdc_records;
END;
$$ LANGUAGE plpgsql;

CREATE SCHEMA IF NOT EXISTS "shop";

-- shop.later
CREATE MATERIALIZED VIEW "shop_cdc"."shop__later" AUTO REFRESH YES AS
SELECT "kafka_partition", "kafka_offset", "kafka_timestamp", "kafka_key", "kafka_value"
FROM "shop_cdc_topics"."shop.later";
CREATE TABLE "shop"."later" (
  "id" INTEGER NOT NULL,
  "__op" VARCHAR(4),
  "__source_ts_ms" BIGINT,
  PRIMARY KEY ("id")
);
CREATE OR REPLACE PROCEDURE "shop_cdc"."apply_shop__later"()
AS $$
DECLARE
  refused BIGINT;
  refused_first VARCHAR(64);
BEGIN
  LOCK "shop_cdc"."applied_offsets";

  CREATE TEMP TABLE mskcdc_records AS
  SELECT v."kafka_partition", v."kafka_offset",
    CASE WHEN LENGTH(v."kafka_value") > 0 THEN JSON_PARSE(v."kafka_value") END AS "kafka_row"
  FROM "shop_cdc"."shop__later" v
  LEFT JOIN "shop_cdc"."applied_offsets" a
    ON a."topic" = 'shop.later' AND a."kafka_partition" = v."kafka_partition"
  WHERE v."kafka_offset" > COALESCE(a."kafka_offset", -1);

  CREATE TEMP TABLE mskcdc_rows (
    "__kafka_partition" BIGINT,
    "__kafka_offset" BIGINT,
    "__is_deleted" BOOLEAN,
    "id" INTEGER,
    "__op" VARCHAR(4),
    "__source_ts_ms" BIGINT
  );
  INSERT INTO mskcdc_rows
  SELECT
    r."kafka_partition",
    r."kafka_offset",
    r."kafka_row"."__deleted"::VARCHAR(65535) = 'true',
    r."kafka_row"."id"::INTEGER,
    r."kafka_row"."__op"::VARCHAR(65535),
    r."kafka_row"."__source_ts_ms"::BIGINT
  FROM mskcdc_records r
  WHERE r."kafka_row" IS NOT NULL;

  SELECT COUNT(*), MIN(s."__kafka_partition"::VARCHAR(20) || ':' || s."__kafka_offset"::VARCHAR(20))
  INTO refused, refused_first
  FROM mskcdc_rows s
  JOIN mskcdc_records r ON r."kafka_partition" = s."__kafka_partition" AND r."kafka_offset" = s."__kafka_offset"
  WHERE s."__is_deleted" IS NULL
    OR s."id" IS NULL
    OR (s."__op" IS NULL AND JSON_TYPEOF(r."kafka_row"."__op") <> 'null')
    OR (s."__source_ts_ms" IS NULL AND JSON_TYPEOF(r."kafka_row"."__source_ts_ms") <> 'null');
  IF refused > 0 THEN
    RAISE EXCEPTION '% records of shop.later do not fit the table, for example the one at partition:offset %', refused, refused_first;
  END IF;

  DELETE FROM "shop"."later"
  USING mskcdc_rows
  WHERE "later"."id" = mskcdc_rows."id";

  INSERT INTO "shop"."later" ("id", "__op", "__source_ts_ms")
  SELECT "id", "__op", "__source_ts_ms"
  FROM (
    SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s."id" ORDER BY s."__kafka_offset" DESC) AS "__place"
    FROM mskcdc_rows s
  ) l
  WHERE l."__place" = 1 AND NOT l."__is_deleted";

  DELETE FROM "shop_cdc"."applied_offsets"
  WHERE "topic" = 'shop.later' AND "kafka_partition" IN (SELECT "kafka_partition" FROM mskcdc_records);
  INSERT INTO "shop_cdc"."applied_offsets" ("topic", "kafka_partition", "kafka_offset")
  SELECT 'shop.later', "kafka_partition", MAX("kafka_offset")
  FROM mskcdc_records
  GROUP BY "kafka_partition";

  DROP TABLE mskcdc_rows;
  DROP TABLE mskcdc_records;
END;
$$ LANGUAGE plpgsql;

-- "shop"."events" is not captured any more. Its table, view and procedure stay.

-- Run these regularly, each as a transaction of its own:
-- CALL "shop_cdc"."apply_shop__orders"();
-- CALL "shop_cdc"."apply_shop__later"();

-- What is applied. A row with "behind" has records that no CALL has applied yet.
SELECT 'shop.orders' AS "topic", (SELECT COUNT(*) FROM "shop"."orders") AS "rows", v."kafka_partition",
  MAX(v."kafka_offset") AS "read_offset", MAX(a."kafka_offset") AS "applied_offset",
  CASE
    WHEN COALESCE(MAX(a."kafka_offset"), -1) < MAX(v."kafka_offset") THEN 'behind'
    WHEN MAX(a."kafka_offset") > MAX(v."kafka_offset") THEN 'topic or view is new'
    ELSE 'applied'
  END AS "state"
FROM "shop_cdc"."shop__orders" v
LEFT JOIN "shop_cdc"."applied_offsets" a ON a."topic" = 'shop.orders' AND a."kafka_partition" = v."kafka_partition"
GROUP BY v."kafka_partition"
UNION ALL
SELECT 'shop.later' AS "topic", (SELECT COUNT(*) FROM "shop"."later") AS "rows", v."kafka_partition",
  MAX(v."kafka_offset") AS "read_offset", MAX(a."kafka_offset") AS "applied_offset",
  CASE
    WHEN COALESCE(MAX(a."kafka_offset"), -1) < MAX(v."kafka_offset") THEN 'behind'
    WHEN MAX(a."kafka_offset") > MAX(v."kafka_offset") THEN 'topic or view is new'
    ELSE 'applied'
  END AS "state"
FROM "shop_cdc"."shop__later" v
LEFT JOIN "shop_cdc"."applied_offsets" a ON a."topic" = 'shop.later' AND a."kafka_partition" = v."kafka_partition"
GROUP BY v."kafka_partition"
ORDER BY 1, 3;

-- The same counts in MySQL:
-- SELECT 'shop.orders' AS topic, COUNT(*) FROM `shop`.`orders`;
-- SELECT 'shop.later' AS topic, COUNT(*) FROM `shop`.`later`;

-- Records that a view could not read; they are lost for it:
-- SELECT * FROM sys_stream_scan_errors WHERE external_schema_name = 'shop_cdc_topics';
