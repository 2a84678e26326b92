mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c"] }
  }

  mock_resource "aws_msk_configuration" {
    defaults = { arn = "arn:aws:kafka:eu-west-1:111122223333:configuration/msk-cdc/00000000-0000-0000-0000-000000000000-1" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/msk-cdc-production" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:111122223333:function:msk-cdc-production" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/msk-cdc-production" }
  }

  mock_resource "aws_msk_cluster" {
    defaults = {
      arn                        = "arn:aws:kafka:eu-west-1:111122223333:cluster/msk-cdc-production/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4"
      bootstrap_brokers_sasl_iam = "b-1.example.c4.kafka.eu-west-1.amazonaws.com:9098,b-2.example.c4.kafka.eu-west-1.amazonaws.com:9098,b-3.example.c4.kafka.eu-west-1.amazonaws.com:9098"
    }
  }
}

override_resource {
  target = module.connect_role.aws_iam_role.this
  values = { arn = "arn:aws:iam::111122223333:role/msk-cdc-production-workers" }
}

variables {
  region = "eu-west-1"
  github = {
    owner         = "example"
    owner_id      = 1001
    repository    = "msk-cdc"
    repository_id = 2002
  }
}

# The class TerraformTest puts the outputs of this run into the shipped environment.yaml.
run "the_outputs_fill_environment_yaml" {
  variables {
    mysql_host = "shop.abc.eu-west-1.rds.amazonaws.com"
  }

  assert {
    condition     = output.environment.cluster == module.msk_cluster[0].arn && output.environment.variables.kafka_bootstrap_servers == module.msk_cluster[0].bootstrap_servers
    error_message = "The outputs must be those of the new cluster."
  }
}

run "an_existing_cluster_is_used" {
  variables {
    existing_cluster = {
      arn               = "arn:aws:kafka:eu-west-1:111122223333:cluster/existing/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4"
      bootstrap_servers = "b-1.existing:9098"
    }
  }

  assert {
    condition     = length(module.msk_cluster) == 0 && output.environment.cluster == var.existing_cluster.arn && output.environment.variables.kafka_bootstrap_servers == "b-1.existing:9098"
    error_message = "The existing cluster must be used."
  }
}

run "functions_read_the_topics_into_dynamodb_and_s3" {
  variables {
    lambda = {
      package = "main.tf"
      topics  = ["production_db.orders"]
      bucket  = "lake"
    }
  }

  assert {
    condition     = keys(module.lambda_consumer) == ["dynamodb", "s3"] && module.lambda_consumer["dynamodb"].table_name == "msk-cdc-production-rows-dynamodb"
    error_message = "There must be a function for each target."
  }
}

run "a_function_reads_the_stream_of_a_table" {
  variables {
    stream_consumers = {
      orders = {
        package    = "main.tf"
        stream_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000"
        objects    = "s3://lake/items"
        attributes = ["id", "total"]
      }
    }
  }

  assert {
    condition     = keys(module.stream_consumer) == ["orders"]
    error_message = "There must be a function for the table."
  }
}
