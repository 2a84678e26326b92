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
}

variables {
  name       = "workers"
  connectors = ["mysql-cdc", "orders-cdc"]
}

run "only_msk_connect_may_assume_the_role_and_only_for_the_named_connectors" {
  assert {
    condition     = [for statement in jsondecode(aws_iam_role.this.assume_role_policy).Statement : statement.Principal] == [{ Service = "kafkaconnect.amazonaws.com" }]
    error_message = "Nobody but MSK Connect may assume the role."
  }

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement[0].Condition == {
      StringEquals = { "aws:SourceAccount" = "111122223333" }
      ArnLike = { "aws:SourceArn" = [
        "arn:aws:kafkaconnect:eu-west-1:111122223333:connector/mysql-cdc/*",
        "arn:aws:kafkaconnect:eu-west-1:111122223333:connector/orders-cdc/*",
      ] }
    }
    error_message = "The trust must be limited by account and connector."
  }
}

# The caller passes the output of mskcdc iam policy; a test compares what the role has with it.
run "the_role_has_the_policy_as_given_and_no_other" {
  assert {
    condition     = join("", aws_iam_role_policy.derived[*].policy) == (var.policy == null ? "" : var.policy)
    error_message = "The policy must be the given document, unchanged."
  }

  assert {
    condition     = length(aws_iam_role_policies_exclusive.this.policy_names) == (var.policy == null ? 0 : 1) && length(aws_iam_role_policy_attachments_exclusive.this.policy_arns) == 0
    error_message = "Other policies must be removed."
  }
}

run "a_wildcard_for_the_connectors_is_refused" {
  command = plan

  variables {
    connectors = ["*"]
  }

  expect_failures = [var.connectors]
}

run "a_text_that_is_no_policy_is_refused" {
  command = plan

  variables {
    policy = "error: cluster is missing"
  }

  expect_failures = [var.policy]
}
