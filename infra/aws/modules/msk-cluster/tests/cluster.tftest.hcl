mock_provider "aws" {
  mock_resource "aws_msk_configuration" {
    defaults = { arn = "arn:aws:kafka:eu-west-1:111122223333:configuration/msk-cdc/00000000-0000-0000-0000-000000000000-1" }
  }
}

variables {
  name               = "msk-cdc"
  subnet_ids         = ["subnet-a", "subnet-b", "subnet-c"]
  security_group_ids = ["sg-cluster"]
}

run "clients_need_iam_and_tls" {
  assert {
    condition     = aws_msk_cluster.this[0].client_authentication[0].unauthenticated == false && aws_msk_cluster.this[0].client_authentication[0].sasl[0].iam && !aws_msk_cluster.this[0].client_authentication[0].sasl[0].scram && length(aws_msk_cluster.this[0].client_authentication[0].tls) == 0
    error_message = "IAM must be the only login."
  }

  assert {
    condition     = aws_msk_cluster.this[0].encryption_info[0].encryption_in_transit[0].client_broker == "TLS" && aws_msk_cluster.this[0].encryption_info[0].encryption_in_transit[0].in_cluster
    error_message = "Everything must be encrypted in transit."
  }

  assert {
    condition     = aws_msk_cluster.this[0].broker_node_group_info[0].connectivity_info[0].public_access[0].type == "DISABLED"
    error_message = "Brokers must not be public."
  }
}

run "no_topic_comes_into_being_by_itself_and_no_acknowledged_record_is_lost" {
  assert {
    condition = alltrue([for line in [
      "auto.create.topics.enable=false",
      "default.replication.factor=3",
      "min.insync.replicas=2",
      "unclean.leader.election.enable=false",
      "message.max.bytes=34603008",
    ] : contains(split("\n", aws_msk_configuration.this[0].server_properties), line)])
    error_message = "The defaults of topics are wrong."
  }

  assert {
    condition     = aws_msk_cluster.this[0].configuration_info[0].arn == aws_msk_configuration.this[0].arn
    error_message = "The cluster must use the configuration."
  }
}

run "the_brokers_log_and_run_kraft" {
  assert {
    condition     = endswith(aws_msk_cluster.this[0].kafka_version, ".kraft")
    error_message = "The cluster must run KRaft."
  }

  assert {
    condition     = aws_msk_cluster.this[0].logging_info[0].broker_logs[0].cloudwatch_logs[0].enabled && aws_msk_cluster.this[0].logging_info[0].broker_logs[0].cloudwatch_logs[0].log_group == aws_cloudwatch_log_group.brokers[0].name
    error_message = "The brokers must log."
  }

  assert {
    condition     = output.bootstrap_servers == aws_msk_cluster.this[0].bootstrap_brokers_sasl_iam
    error_message = "Connectors need the brokers' IAM listeners."
  }
}

run "a_serverless_cluster_has_iam" {
  variables {
    type = "serverless"
  }

  assert {
    condition     = length(aws_msk_cluster.this) == 0 && aws_msk_serverless_cluster.this[0].client_authentication[0].sasl[0].iam[0].enabled
    error_message = "IAM must be the login."
  }

  assert {
    condition     = output.arn == aws_msk_serverless_cluster.this[0].arn && output.bootstrap_servers == aws_msk_serverless_cluster.this[0].bootstrap_brokers_sasl_iam
    error_message = "The outputs must be those of the cluster."
  }
}

run "zookeeper_is_refused" {
  command = plan

  variables {
    kafka_version = "3.9.x"
  }

  expect_failures = [var.kafka_version]
}

run "brokers_must_fill_the_zones" {
  command = plan

  variables {
    brokers = 4
  }

  expect_failures = [aws_msk_cluster.this]
}
