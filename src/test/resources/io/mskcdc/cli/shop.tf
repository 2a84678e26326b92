# A connector of MSK Connect as Terraform declares it, without infra/aws and the deployer.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "bootstrap_servers" {
  type = string
}

variable "bucket_arn" {
  type = string
}

variable "worker_configuration" {
  type = object({ name = string, content = string })
}

variable "plugin" {
  type = string
}

variable "label" {
  type = string
}

provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_requesting_account_id  = true

  endpoints {
    kafkaconnect = var.endpoint
  }
}

resource "aws_mskconnect_custom_plugin" "this" {
  name         = var.plugin
  description  = "Counts"
  content_type = "JAR"
  tags         = { owner = "shop" }

  location {
    s3 {
      bucket_arn = var.bucket_arn
      file_key   = "${var.plugin}.jar"
    }
  }
}

resource "aws_mskconnect_worker_configuration" "this" {
  name                    = var.worker_configuration.name
  properties_file_content = var.worker_configuration.content
  tags                    = { owner = "shop" }
}

resource "aws_mskconnect_connector" "this" {
  name                       = "shop"
  description                = "Counts"
  kafkaconnect_version       = "3.7.x"
  service_execution_role_arn = "arn:aws:iam::111122223333:role/one"
  tags                       = { owner = "shop" }

  connector_configuration = {
    "connector.class"                           = "io.mskcdc.counting.CountingSource"
    "topic"                                     = "numbers"
    "label"                                     = var.label
    "topic.creation.default.partitions"         = "1"
    "topic.creation.default.replication.factor" = "1"
  }

  capacity {
    provisioned_capacity {
      mcu_count    = 1
      worker_count = 1
    }
  }

  kafka_cluster {
    apache_kafka_cluster {
      bootstrap_servers = var.bootstrap_servers

      vpc {
        subnets         = ["subnet-1"]
        security_groups = ["sg-1"]
      }
    }
  }

  kafka_cluster_client_authentication {
    authentication_type = "NONE"
  }

  kafka_cluster_encryption_in_transit {
    encryption_type = "PLAINTEXT"
  }

  log_delivery {
    worker_log_delivery {
      cloudwatch_logs {
        enabled   = true
        log_group = "connectors"
      }
    }
  }

  plugin {
    custom_plugin {
      arn      = aws_mskconnect_custom_plugin.this.arn
      revision = aws_mskconnect_custom_plugin.this.latest_revision
    }
  }

  worker_configuration {
    arn      = aws_mskconnect_worker_configuration.this.arn
    revision = aws_mskconnect_worker_configuration.this.latest_revision
  }
}
