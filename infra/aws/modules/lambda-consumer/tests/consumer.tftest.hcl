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

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/rows" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:111122223333:function:rows" }
  }

  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/rows" }
  }
}

variables {
  name        = "rows"
  target      = "dynamodb"
  package     = "main.tf"
  cluster_arn = "arn:aws:kafka:eu-west-1:111122223333:cluster/shop/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4"
  topics      = ["production_db.orders", "production_db.events.append"]
}

run "each_topic_has_an_event_source_from_its_beginning_whose_answers_are_read" {
  assert {
    condition     = { for topic, source in aws_lambda_event_source_mapping.this : topic => source.topics } == { "production_db.orders" = toset(["production_db.orders"]), "production_db.events.append" = toset(["production_db.events.append"]) }
    error_message = "Each topic needs its own event source."
  }

  assert {
    condition = alltrue([
      for source in aws_lambda_event_source_mapping.this :
      source.starting_position == "TRIM_HORIZON" && source.function_response_types == toset(["ReportBatchItemFailures"]) && length(source.provisioned_poller_config) == 1
    ])
    error_message = "The snapshot must be read, and failures reported to pollers that read them."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["MSKCDC_PARTIAL_RESPONSE"] == "true"
    error_message = "The function must answer what the event sources read."
  }

  assert {
    condition     = alltrue([for source in aws_lambda_event_source_mapping.this : source.maximum_retry_attempts == -1 && length(source.destination_config) == 0])
    error_message = "Without a bucket for discarded batches, no batch may be discarded."
  }
}

run "the_table_has_the_key_and_the_expiry_that_the_function_writes" {
  assert {
    condition     = aws_dynamodb_table.rows[0].hash_key == "__key" && one(aws_dynamodb_table.rows[0].ttl[*].attribute_name) == "__expires_at"
    error_message = "The table must fit io.mskcdc.lambda.DynamoDbRows."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["MSKCDC_TABLE"] == "rows" && aws_lambda_function.this.handler == "io.mskcdc.lambda.MskToDynamoDb::handleRequest"
    error_message = "The function must write to the table."
  }
}

run "the_role_may_read_its_topics_and_groups_and_put_rows_and_nothing_else" {
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement :
      statement.Sid => statement.Resource if contains(["ReadTopics", "CommitOffsets", "PutRows"], statement.Sid)
      } == {
      ReadTopics = [
        "arn:aws:kafka:eu-west-1:111122223333:topic/shop/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4/production_db.events.append",
        "arn:aws:kafka:eu-west-1:111122223333:topic/shop/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4/production_db.orders",
      ]
      CommitOffsets = [
        "arn:aws:kafka:eu-west-1:111122223333:group/shop/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4/rows-production_db.events.append",
        "arn:aws:kafka:eu-west-1:111122223333:group/shop/3f0c2a5e-7d1b-4c8e-9a64-5b2f1e0d9c77-4/rows-production_db.orders",
      ]
      PutRows = "arn:aws:dynamodb:eu-west-1:111122223333:table/rows"
    }
    error_message = "The role must be limited to the topics, their groups and the table."
  }

  assert {
    condition = alltrue(flatten([
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : [
        for action in statement.Action : !strcontains(action, "*") && (statement.Resource != "*" || startswith(action, "ec2:Describe"))
      ]
    ]))
    error_message = "No action may have a wildcard, and only descriptions of the network have no resource."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role.this.assume_role_policy).Statement : statement.Principal] == [{ Service = "lambda.amazonaws.com" }]
    error_message = "Nobody but Lambda may assume the role."
  }
}

run "objects_and_failed_records_go_below_their_prefixes" {
  variables {
    target                   = "s3"
    objects                  = "s3://lake/rows"
    failed_records           = "s3://lake/failed"
    discarded_batches_bucket = "discarded"
    kms_key_arns             = ["arn:aws:kms:eu-west-1:111122223333:key/1"]
  }

  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement :
      statement.Sid => statement.Resource if contains(["PutObjects", "PutDiscardedBatches", "FindBucket", "PutRows"], statement.Sid)
      } == {
      PutObjects          = ["arn:aws:s3:::lake/rows/*", "arn:aws:s3:::lake/failed/*"]
      PutDiscardedBatches = "arn:aws:s3:::discarded/aws/lambda/*"
      FindBucket          = "arn:aws:s3:::discarded"
    }
    error_message = "The role must be limited to the prefixes."
  }

  assert {
    condition     = alltrue([for source in aws_lambda_event_source_mapping.this : source.maximum_retry_attempts == 10 && source.destination_config[0].on_failure[0].destination_arn == "arn:aws:s3:::discarded"])
    error_message = "A batch whose retries are used up must go to the bucket."
  }

  assert {
    condition     = aws_lambda_function.this.environment[0].variables["MSKCDC_OBJECTS"] == "s3://lake/rows" && aws_lambda_function.this.handler == "io.mskcdc.lambda.MskToS3::handleRequest" && length(aws_dynamodb_table.rows) == 0
    error_message = "The function must write objects."
  }
}

run "objects_without_a_location_are_refused" {
  command = plan

  variables {
    target = "s3"
  }

  expect_failures = [aws_lambda_function.this]
}

run "a_wildcard_for_topics_is_refused" {
  command = plan

  variables {
    topics = ["production_db.*"]
  }

  expect_failures = [var.topics]
}

run "a_function_of_your_own_replaces_the_handler" {
  variables {
    handler     = "com.example.Audit::handleRequest"
    environment = { AUDIT_QUEUE = "audit" }
  }

  assert {
    condition     = aws_lambda_function.this.handler == "com.example.Audit::handleRequest" && aws_lambda_function.this.environment[0].variables["AUDIT_QUEUE"] == "audit"
    error_message = "The handler and its variables must be those given."
  }
}

run "alarms_watch_errors_lag_and_failed_records" {
  assert {
    condition     = { for name, alarm in aws_cloudwatch_metric_alarm.this : name => "${alarm.namespace} ${alarm.metric_name}" } == { errors = "AWS/Lambda Errors", lag = "AWS/Lambda OffsetLag", failed-records = "msk-cdc/rows FailedRecords" }
    error_message = "An alarm must watch each of them."
  }
}
