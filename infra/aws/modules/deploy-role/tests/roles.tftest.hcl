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

  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
  }
}

variables {
  name = "msk-cdc"
  github = {
    owner         = "example"
    owner_id      = 1001
    repository    = "msk-cdc"
    repository_id = 2002
  }
  environment        = "production"
  connectors         = ["mysql-cdc"]
  connect_role_arns  = ["arn:aws:iam::111122223333:role/workers"]
  plugin_bucket_arn  = "arn:aws:s3:::plugins"
  plugin_kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/00000000-0000-0000-0000-000000000000"
  log_group_arn      = "arn:aws:logs:eu-west-1:111122223333:log-group:/msk-cdc/production"
}

run "each_role_trusts_one_kind_of_job_of_this_repository" {
  assert {
    condition = { for name, role in aws_iam_role.this : name => jsondecode(role.assume_role_policy).Statement[0].Condition } == {
      plan = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = [
          "repo:example/msk-cdc:pull_request",
          "repo:example/msk-cdc:ref:refs/heads/main",
          "repo:example@1001/msk-cdc@2002:pull_request",
          "repo:example@1001/msk-cdc@2002:ref:refs/heads/main",
        ]
      } }
      apply = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = [
          "repo:example/msk-cdc:environment:production",
          "repo:example@1001/msk-cdc@2002:environment:production",
        ]
      } }
    }
    error_message = "Both forms of the subject must be compared as a whole."
  }

  assert {
    condition     = alltrue([for role in aws_iam_role.this : length(jsondecode(role.assume_role_policy).Statement) == 1 && jsondecode(role.assume_role_policy).Statement[0].Principal.Federated == "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"])
    error_message = "Only GitHub's provider may be trusted."
  }
}

run "the_plan_role_only_reads" {
  assert {
    condition     = alltrue([for statement in jsondecode(aws_iam_role_policy.read["plan"].policy).Statement : alltrue([for action in flatten([statement.Action]) : can(regex("^[a-z]+:(List|Describe|Filter)", action))])])
    error_message = "A job of a pull request must change nothing."
  }

  assert {
    condition     = aws_iam_role_policy.apply.role == aws_iam_role.this["apply"].id
    error_message = "The policy for changes must be the apply role's."
  }
}

run "the_apply_role_passes_only_the_workers_role_and_only_to_msk_connect" {
  assert {
    condition = [for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement if contains(flatten([statement.Action]), "iam:PassRole")] == [{
      Sid       = "PassWorkersRole"
      Effect    = "Allow"
      Action    = "iam:PassRole"
      Resource  = ["arn:aws:iam::111122223333:role/workers"]
      Condition = { StringEquals = { "iam:PassedToService" = "kafkaconnect.amazonaws.com" } }
    }]
    error_message = "PassRole must be limited by role and service."
  }

  assert {
    condition     = [for statement in jsondecode(aws_iam_role_policy.apply.policy).Statement : statement.Resource if statement.Sid == "ChangeConnectors"] == [["arn:aws:kafkaconnect:eu-west-1:111122223333:connector/mysql-cdc/*"]]
    error_message = "Only the named connectors may be changed."
  }
}

run "an_existing_provider_is_used" {
  variables {
    oidc_provider_arn = "arn:aws:iam::111122223333:oidc-provider/existing"
  }

  assert {
    condition     = length(aws_iam_openid_connect_provider.github) == 0 && jsondecode(aws_iam_role.this["plan"].assume_role_policy).Statement[0].Principal.Federated == var.oidc_provider_arn
    error_message = "The account's provider must be used."
  }
}

run "wildcards_are_refused" {
  command = plan

  variables {
    github = {
      owner         = "example"
      owner_id      = 1001
      repository    = "*"
      repository_id = 2002
    }
    environment       = "*"
    connect_role_arns = ["*"]
  }

  expect_failures = [var.github, var.environment, var.connect_role_arns]
}
