-- The tables of shop-cdc in the lake, for Spark 3.5 with Iceberg 1.10.
-- mskcdc lake ddl wrote this file; docs/lake.md explains it. Run it before the sink starts.

CREATE NAMESPACE IF NOT EXISTS `lake`.`shop`;

-- shop.Orders
CREATE TABLE IF NOT EXISTS `lake`.`shop`.`orders_changes` (
  `id` DECIMAL(20,0) NOT NULL,
  `line` INT NOT NULL,
  `total` DECIMAL(12,2),
  `placed` TIMESTAMP_NTZ,
  `od``d` STRING,
  `__deleted` STRING,
  `__op` STRING,
  `__source_ts_ms` BIGINT,
  `__topic` STRING NOT NULL,
  `__partition` INT NOT NULL,
  `__offset` BIGINT NOT NULL
)
USING iceberg
PARTITIONED BY (`__partition`)
TBLPROPERTIES (
  'format-version' = '2',
  'write.metadata.delete-after-commit.enabled' = 'true'
);
ALTER TABLE `lake`.`shop`.`orders_changes`
  WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY `__offset`;
CREATE TABLE IF NOT EXISTS `lake`.`shop`.`orders` (
  `id` DECIMAL(20,0) NOT NULL,
  `line` INT NOT NULL,
  `total` DECIMAL(12,2),
  `placed` TIMESTAMP_NTZ,
  `od``d` STRING,
  `__op` STRING,
  `__source_ts_ms` BIGINT,
  `__partition` INT NOT NULL,
  `__offset` BIGINT NOT NULL
)
USING iceberg
TBLPROPERTIES (
  'format-version' = '2',
  'write.metadata.delete-after-commit.enabled' = 'true',
  'mskcdc.changes' = 'shop.orders_changes'
);
ALTER TABLE `lake`.`shop`.`orders` SET IDENTIFIER FIELDS `id`, `line`;
ALTER TABLE `lake`.`shop`.`orders` WRITE ORDERED BY `id`, `line`;
CREATE OR REPLACE VIEW `lake`.`shop`.`orders_latest` AS
SELECT `id`, `line`, `total`, `placed`, `od``d`, `__op`, `__source_ts_ms`, `__partition`, `__offset`
FROM (
  SELECT u.*, ROW_NUMBER() OVER (PARTITION BY `id`, `line` ORDER BY `__offset` DESC) AS `__place`
  FROM (
    SELECT `id`, `line`, `total`, `placed`, `od``d`, `__op`, `__source_ts_ms`, `__partition`, `__offset`, FALSE AS `__is_deleted`
    FROM `lake`.`shop`.`orders`
    UNION ALL
    SELECT `id`, `line`, `total`, `placed`, `od``d`, `__op`, `__source_ts_ms`, `__partition`, `__offset`, `__deleted` = 'true' AS `__is_deleted`
    FROM `lake`.`shop`.`orders_changes`
  ) u
) l
WHERE `__place` = 1 AND NOT `__is_deleted`;

-- shop.events.append
CREATE TABLE IF NOT EXISTS `lake`.`shop`.`events_changes` (
  `kind` STRING,
  `__deleted` STRING,
  `__op` STRING,
  `__source_ts_ms` BIGINT,
  `__topic` STRING NOT NULL,
  `__partition` INT NOT NULL,
  `__offset` BIGINT NOT NULL
)
USING iceberg
PARTITIONED BY (`__partition`)
TBLPROPERTIES (
  'format-version' = '2',
  'write.metadata.delete-after-commit.enabled' = 'true'
);
ALTER TABLE `lake`.`shop`.`events_changes`
  WRITE DISTRIBUTED BY PARTITION LOCALLY ORDERED BY `__offset`;
CREATE OR REPLACE VIEW `lake`.`shop`.`events_latest` AS
SELECT `kind`, `__deleted`, `__op`, `__source_ts_ms`, `__topic`, `__partition`, `__offset`
FROM `lake`.`shop`.`events_changes`;
