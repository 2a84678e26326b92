locals {
  aurora = var.engine == "aurora-mysql"
  family = coalesce(var.family, local.aurora ? "aurora-mysql8.0" : "mysql8.4")

  # docs/mysql.md says what is lost with another value. Each needs a reboot of the database if it changes.
  binlog = {
    binlog_format    = "ROW"
    binlog_row_image = "full"
  }

  # With global transaction ids a connector finds its place again after a failover to another server.
  gtid = var.gtid ? {
    "gtid-mode"              = "ON"
    enforce_gtid_consistency = "ON"
  } : {}

  parameters = merge(local.binlog, local.gtid)

  secrets = {
    database   = "The login of the connector's user: username, password, truststore_password"
    mask       = "The key of masked values: key. Another key breaks joins with rows that were masked before"
    truststore = "The certificate authorities of RDS, a PKCS 12 file in base64"
  }

  # Both users have the same privileges. docs/mysql.md says what each privilege is for.
  grants = flatten([for user in var.users : concat(
    ["GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '${user}'@'%';"],
    [for database in var.databases : "GRANT SELECT, LOCK TABLES ON `${database}`.* TO '${user}'@'%';"],
  )])
}

resource "aws_db_parameter_group" "this" {
  count = local.aurora ? 0 : 1

  name        = var.name
  family      = local.family
  description = "Binlog for Debezium"

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }

  # A group that a database uses cannot be deleted, so a new family needs the new group first.
  lifecycle {
    create_before_destroy = true
  }
}

# On Aurora the binlog belongs to the cluster, and it is off until binlog_format is set.
resource "aws_rds_cluster_parameter_group" "this" {
  count = local.aurora ? 1 : 0

  name        = var.name
  family      = local.family
  description = "Binlog for Debezium"

  dynamic "parameter" {
    for_each = local.parameters

    content {
      name         = parameter.key
      value        = parameter.value
      apply_method = "pending-reboot"
    }
  }

  lifecycle {
    create_before_destroy = true
  }
}

# Terraform creates the secrets and never their values, which would be in its state. Nothing rotates them by itself: the
# connector reads a secret when it starts, so a new password needs the steps in outputs.tf, with a restart in between.
resource "aws_secretsmanager_secret" "this" {
  for_each = local.secrets

  name                    = "${var.secret_prefix}/${each.key}"
  description             = each.value
  kms_key_id              = var.secret_kms_key_arn
  recovery_window_in_days = var.secret_recovery_days
}
