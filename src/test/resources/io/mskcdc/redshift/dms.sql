-- The tables of the DMS task orders-lake in Redshift, from its files in S3.
-- mskcdc redshift dms wrote this file; docs/redshift.md explains it.

-- Tables and procedures. Run this part once.
CREATE SCHEMA IF NOT EXISTS "orders_lake";
CREATE SCHEMA IF NOT EXISTS "shop";

-- shop.orders
CREATE TABLE "shop"."orders" (
  "id" BIGINT NOT NULL,
  "sku" VARCHAR(80) NOT NULL,
  "note" VARCHAR(65535),
  "total" DECIMAL(10,2),
  "placed" TIMESTAMP,
  "paid" BOOLEAN,
  "day" DATE,
  "email" VARCHAR(64),
  PRIMARY KEY ("id", "sku")
);
CREATE TABLE "orders_lake"."shop__orders__versions" (
  "id" BIGINT NOT NULL,
  "sku" VARCHAR(80) NOT NULL,
  "__position" VARCHAR(64) NOT NULL,
  "__content" VARCHAR(32) NOT NULL,
  PRIMARY KEY ("id", "sku")
);
CREATE TABLE "orders_lake"."shop__orders__load" (
  "__op" VARCHAR(4),
  "__timestamp" VARCHAR(64),
  "id" BIGINT,
  "sku" VARCHAR(80),
  "note" VARCHAR(65535),
  "total" DECIMAL(10,2),
  "placed" TIMESTAMP,
  "paid" BOOLEAN,
  "day" DATE,
  "email" VARCHAR(64),
  "__position" VARCHAR(64)
);
CREATE TABLE "orders_lake"."shop__orders__changes" (
  "__op" VARCHAR(4),
  "__timestamp" VARCHAR(64),
  "id" BIGINT,
  "sku" VARCHAR(80),
  "note" VARCHAR(65535),
  "total" DECIMAL(10,2),
  "placed" TIMESTAMP,
  "paid" BOOLEAN,
  "day" DATE,
  "email" VARCHAR(64),
  "__position" VARCHAR(64)
);
CREATE OR REPLACE PROCEDURE "orders_lake"."apply_shop__orders"()
AS $$
DECLARE
  refused BIGINT;
BEGIN
  LOCK "orders_lake"."shop__orders__versions";

  SELECT COUNT(*) INTO refused
  FROM "orders_lake"."shop__orders__changes"
  WHERE "__op" IS NULL OR "__op" NOT IN ('I', 'U', 'D') OR "__position" IS NULL OR "__position" = ''
    OR LENGTH("__position") <> (SELECT MAX(LENGTH("__position")) FROM "orders_lake"."shop__orders__changes");
  IF refused > 0 THEN
    RAISE EXCEPTION '% changes of shop.orders have no operation, or no position of one length', refused;
  END IF;

  CREATE TEMP TABLE mskcdc_last AS
  SELECT l.*
  FROM (
    SELECT s.*, ROW_NUMBER() OVER (PARTITION BY s."id", s."sku", OCTET_LENGTH(s."sku") ORDER BY s."__position" DESC) AS "__place"
    FROM (
      SELECT u.*, MD5(CASE WHEN u."__op" = 'D' THEN 'D' ELSE
          COALESCE(MD5(u."id"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."sku"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."note"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."total"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."placed"::VARCHAR(65535)), '-')
          || CASE WHEN u."paid" THEN '1' WHEN NOT u."paid" THEN '0' ELSE '-' END
          || COALESCE(MD5(u."day"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."email"::VARCHAR(65535)), '-')
          END) AS "__content"
      FROM (
      SELECT 'I'::VARCHAR(4) AS "__op", ''::VARCHAR(64) AS "__position", "id", "sku", "note", "total", "placed", "paid", "day", "email" FROM "orders_lake"."shop__orders__load"
      UNION ALL
      SELECT "__op", "__position", "id", "sku", "note", "total", "placed", "paid", "day", "email" FROM "orders_lake"."shop__orders__changes"
      ) u
    ) s
  ) l
  LEFT JOIN "orders_lake"."shop__orders__versions" v ON v."id" = l."id" AND v."sku" = l."sku" AND OCTET_LENGTH(v."sku") = OCTET_LENGTH(l."sku")
  WHERE l."__place" = 1 AND (v."__position" IS NULL OR l."__position" > v."__position");

  DELETE FROM "shop"."orders"
  USING mskcdc_last
  WHERE "orders"."id" = mskcdc_last."id" AND "orders"."sku" = mskcdc_last."sku" AND OCTET_LENGTH("orders"."sku") = OCTET_LENGTH(mskcdc_last."sku");

  INSERT INTO "shop"."orders" ("id", "sku", "note", "total", "placed", "paid", "day", "email")
  SELECT "id", "sku", "note", "total", "placed", "paid", "day", "email"
  FROM mskcdc_last
  WHERE "__op" <> 'D';

  DELETE FROM "orders_lake"."shop__orders__versions"
  USING mskcdc_last
  WHERE "shop__orders__versions"."id" = mskcdc_last."id" AND "shop__orders__versions"."sku" = mskcdc_last."sku" AND OCTET_LENGTH("shop__orders__versions"."sku") = OCTET_LENGTH(mskcdc_last."sku");

  INSERT INTO "orders_lake"."shop__orders__versions" ("id", "sku", "__position", "__content")
  SELECT "id", "sku", "__position", "__content"
  FROM mskcdc_last;

  DELETE FROM "orders_lake"."shop__orders__load";

  SELECT COUNT(*) INTO refused
  FROM (
    SELECT u.*, MD5(CASE WHEN u."__op" = 'D' THEN 'D' ELSE
          COALESCE(MD5(u."id"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."sku"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."note"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."total"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."placed"::VARCHAR(65535)), '-')
          || CASE WHEN u."paid" THEN '1' WHEN NOT u."paid" THEN '0' ELSE '-' END
          || COALESCE(MD5(u."day"::VARCHAR(65535)), '-')
          || COALESCE(MD5(u."email"::VARCHAR(65535)), '-')
          END) AS "__content"
    FROM "orders_lake"."shop__orders__changes" u
  ) c
  JOIN "orders_lake"."shop__orders__versions" v ON v."id" = c."id" AND v."sku" = c."sku" AND OCTET_LENGTH(v."sku") = OCTET_LENGTH(c."sku")
  WHERE c."__position" = v."__position" AND c."__content" <> v."__content";
  IF refused > 0 THEN
    RAISE EXCEPTION '% changes of shop.orders tie with another change of their row: which is the last is not known', refused;
  END IF;

  DELETE FROM "orders_lake"."shop__orders__changes";

  DROP TABLE mskcdc_last;
END;
$$ LANGUAGE plpgsql;
GRANT USAGE ON SCHEMA "shop" TO GROUP "analysts";
GRANT SELECT ON TABLE "shop"."orders" TO GROUP "analysts";

-- Load files and apply them. Run this part again when there are new files.

-- shop.orders
COPY "orders_lake"."shop__orders__load"
FROM 's3://lake/raw/shop/orders/LOAD'
IAM_ROLE 'arn:aws:iam::111122223333:role/redshift'
FORMAT AS CSV DELIMITER ',' NULL AS 'NULL' IGNOREHEADER 1 DATEFORMAT 'auto' TIMEFORMAT 'auto';
COPY "orders_lake"."shop__orders__changes"
FROM 's3://lake/raw/shop/orders/2'
IAM_ROLE 'arn:aws:iam::111122223333:role/redshift'
FORMAT AS CSV DELIMITER ',' NULL AS 'NULL' IGNOREHEADER 1 DATEFORMAT 'auto' TIMEFORMAT 'auto';
CALL "orders_lake"."apply_shop__orders"();

-- What is there.
SELECT 'shop/orders/' AS "table", (SELECT COUNT(*) FROM "shop"."orders") AS "rows",
  (SELECT MAX("__position") FROM "orders_lake"."shop__orders__versions") AS "position"
ORDER BY 1;
