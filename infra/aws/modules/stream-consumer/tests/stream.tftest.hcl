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
    defaults = { arn = "arn:aws:iam::111122223333:role/items" }
  }

  mock_resource "aws_lambda_function" {
    defaults = { arn = "arn:aws:lambda:eu-west-1:111122223333:function:items" }
  }
}

variables {
  name       = "items"
  package    = "main.tf"
  stream_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000"
  objects    = "s3://lake/items"
  attributes = ["id", "total"]
}

run "the_role_may_read_the_stream_and_put_objects_and_nothing_else" {
  assert {
    condition = {
      for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : statement.Sid => statement.Resource
      } == {
      Log        = "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/lambda/items:*"
      ReadStream = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders/stream/2026-01-01T00:00:00.000"
      PutObjects = "arn:aws:s3:::lake/items/*"
    }
    error_message = "The role must be limited to the stream and the location."
  }

  assert {
    condition     = alltrue(flatten([for statement in jsondecode(aws_iam_role_policy.this.policy).Statement : [for action in statement.Action : !strcontains(action, "*")]]))
    error_message = "No action may have a wildcard."
  }
}

run "only_the_named_attributes_leave" {
  assert {
    condition     = aws_lambda_function.this.environment[0].variables["MSKCDC_ATTRIBUTES"] == "id,total" && aws_lambda_function.this.environment[0].variables["MSKCDC_OBJECTS"] == "s3://lake/items"
    error_message = "The function must have the attributes and the location."
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.starting_position == "TRIM_HORIZON" && aws_lambda_event_source_mapping.this.bisect_batch_on_function_error
    error_message = "The stream must be read from its beginning, and a failed batch in halves."
  }
}

run "all_and_some_attributes_together_are_refused" {
  command = plan

  variables {
    attributes = ["*", "id"]
  }

  expect_failures = [var.attributes]
}

run "a_table_instead_of_its_stream_is_refused" {
  command = plan

  variables {
    stream_arn = "arn:aws:dynamodb:eu-west-1:111122223333:table/orders"
  }

  expect_failures = [var.stream_arn]
}

run "discarded_batches_go_to_a_bucket" {
  variables {
    discarded_batches_bucket = "discarded"
  }

  assert {
    condition     = aws_lambda_event_source_mapping.this.destination_config[0].on_failure[0].destination_arn == "arn:aws:s3:::discarded"
    error_message = "The bucket must be the destination."
  }
}
