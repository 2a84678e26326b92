locals {
  provisioned = var.type == "provisioned"

  # Defaults of topics. A topic of the connector sets its own with topic.creation.* in its configuration.
  server_properties = {
    # A misspelt topic fails instead of coming into being with the wrong settings.
    "auto.create.topics.enable" = false
    # A record is acknowledged by two of three brokers, so that one may fail or be patched.
    "default.replication.factor"     = 3
    "min.insync.replicas"            = 2
    "unclean.leader.election.enable" = false
    # Debezium creates the topic of its schema history without a limit of its own; see docs/msk-connect.md, Large rows.
    "message.max.bytes"   = var.message_max_bytes
    "num.partitions"      = var.partitions
    "log.retention.hours" = var.retention_hours
  }
}

resource "aws_cloudwatch_log_group" "brokers" {
  count = local.provisioned ? 1 : 0

  name              = "/msk-cdc/brokers/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_msk_configuration" "this" {
  count = local.provisioned ? 1 : 0

  name              = var.name
  description       = "Defaults of topics in ${var.name}"
  server_properties = join("\n", [for key, value in local.server_properties : "${key}=${value}"])
}

resource "aws_msk_cluster" "this" {
  count = local.provisioned ? 1 : 0

  cluster_name           = var.name
  kafka_version          = var.kafka_version
  number_of_broker_nodes = var.brokers

  broker_node_group_info {
    instance_type   = var.instance_type
    client_subnets  = var.subnet_ids
    security_groups = var.security_group_ids

    storage_info {
      ebs_storage_info {
        volume_size = var.volume_gib
      }
    }

    connectivity_info {
      public_access {
        type = "DISABLED"
      }
    }
  }

  configuration_info {
    arn      = aws_msk_configuration.this[0].arn
    revision = aws_msk_configuration.this[0].latest_revision
  }

  client_authentication {
    # MSK switches this on by itself where it is not set to false.
    unauthenticated = false

    sasl {
      iam   = true
      scram = false
    }
  }

  encryption_info {
    encryption_at_rest_kms_key_arn = var.kms_key_arn

    encryption_in_transit {
      client_broker = "TLS"
      in_cluster    = true
    }
  }

  logging_info {
    broker_logs {
      # A refused login or topic is visible nowhere else.
      cloudwatch_logs {
        enabled   = true
        log_group = aws_cloudwatch_log_group.brokers[0].name
      }
    }
  }

  lifecycle {
    precondition {
      condition     = var.brokers % length(var.subnet_ids) == 0
      error_message = "The number of brokers must be a multiple of the number of subnets."
    }
  }
}

# Serverless has TLS, IAM and auto.create.topics.enable=false, no broker logs, and no settings for these.
resource "aws_msk_serverless_cluster" "this" {
  count = local.provisioned ? 0 : 1

  cluster_name = var.name

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = var.security_group_ids
  }

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}
