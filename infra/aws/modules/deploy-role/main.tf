data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account   = data.aws_caller_identity.current.account_id
  partition = data.aws_partition.current.partition
  connect   = "arn:${local.partition}:kafkaconnect:${data.aws_region.current.id}:${local.account}"
  ec2       = "arn:${local.partition}:ec2:${data.aws_region.current.id}:${local.account}"
  issuer    = "token.actions.githubusercontent.com"

  # Repositories made, renamed or transferred since 15 July 2026 have the second form, with numbers that a new owner of an
  # old name does not have. Both are compared as a whole: a wildcard would admit other repositories.
  repositories = [
    "repo:${var.github.owner}/${var.github.repository}",
    "repo:${var.github.owner}@${var.github.owner_id}/${var.github.repository}@${var.github.repository_id}",
  ]

  roles = {
    plan  = flatten([for repository in local.repositories : ["${repository}:pull_request", "${repository}:ref:refs/heads/${var.branch}"]])
    apply = [for repository in local.repositories : "${repository}:environment:${var.environment}"]
  }
}

# An account has one provider for each issuer. Pass its ARN if it exists.
resource "aws_iam_openid_connect_provider" "github" {
  count = var.oidc_provider_arn == null ? 1 : 0

  url            = "https://${local.issuer}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name        = "${var.name}-${each.key}"
  description = "mskcdc ${each.key} in GitHub Actions, environment ${var.environment}"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = coalesce(var.oidc_provider_arn, one(aws_iam_openid_connect_provider.github[*].arn)) }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "${local.issuer}:aud" = "sts.amazonaws.com"
          "${local.issuer}:sub" = each.value
        }
      }
    }]
  })
}

# Who opens a pull request decides what its job runs, so this role reads and nothing else. A connector's configuration holds
# references to secrets, never secrets.
resource "aws_iam_role_policy" "read" {
  for_each = local.roles

  name = "read"
  role = aws_iam_role.this[each.key].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "List"
        Effect = "Allow"
        Action = [
          "kafkaconnect:ListConnectors",
          "kafkaconnect:ListCustomPlugins",
          "kafkaconnect:ListWorkerConfigurations",
        ]
        # IAM has no resources for these.
        Resource = "*"
      },
      {
        Sid    = "Read"
        Effect = "Allow"
        Action = [
          "kafkaconnect:DescribeConnector",
          "kafkaconnect:DescribeConnectorOperation",
          "kafkaconnect:DescribeCustomPlugin",
          "kafkaconnect:DescribeWorkerConfiguration",
          "kafkaconnect:ListConnectorOperations",
          "kafkaconnect:ListTagsForResource",
        ]
        Resource = "${local.connect}:*"
      },
      {
        Sid      = "Log"
        Effect   = "Allow"
        Action   = "logs:FilterLogEvents"
        Resource = [var.log_group_arn, "${var.log_group_arn}:*"]
      },
    ]
  })
}

resource "aws_iam_role_policy" "apply" {
  name = "apply"
  role = aws_iam_role.this["apply"].id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid    = "Create"
        Effect = "Allow"
        Action = [
          "kafkaconnect:CreateConnector",
          "kafkaconnect:CreateCustomPlugin",
          "kafkaconnect:CreateWorkerConfiguration",
          "kafkaconnect:TagResource",
        ]
        # What does not exist yet has no ARN to name.
        Resource = "*"
      },
      {
        Sid    = "ChangeConnectors"
        Effect = "Allow"
        Action = [
          "kafkaconnect:DeleteConnector",
          "kafkaconnect:PauseConnector",
          "kafkaconnect:RestartConnector",
          "kafkaconnect:ResumeConnector",
          "kafkaconnect:UpdateConnector",
        ]
        Resource = [for name in var.connectors : "${local.connect}:connector/${name}/*"]
      },
      {
        Sid      = "RemoveUnused"
        Effect   = "Allow"
        Action   = ["kafkaconnect:DeleteCustomPlugin", "kafkaconnect:DeleteWorkerConfiguration"]
        Resource = ["${local.connect}:custom-plugin/*", "${local.connect}:worker-configuration/*"]
      },
      {
        Sid      = "PassWorkersRole"
        Effect   = "Allow"
        Action   = "iam:PassRole"
        Resource = var.connect_role_arns
        Condition = {
          StringEquals = { "iam:PassedToService" = "kafkaconnect.amazonaws.com" }
        }
      },
      # MSK Connect makes this role with the caller's permissions when the account's first connector is created.
      {
        Sid      = "ServiceLinkedRole"
        Effect   = "Allow"
        Action   = "iam:CreateServiceLinkedRole"
        Resource = "arn:${local.partition}:iam::${local.account}:role/aws-service-role/kafkaconnect.amazonaws.com/AWSServiceRoleForKafkaConnect*"
        Condition = {
          StringEquals = { "iam:AWSServiceName" = "kafkaconnect.amazonaws.com" }
        }
      },
      {
        Sid      = "FindNetwork"
        Effect   = "Allow"
        Action   = ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"]
        Resource = "*"
      },
      {
        Sid      = "UseNetwork"
        Effect   = "Allow"
        Action   = "ec2:CreateNetworkInterface"
        Resource = ["${local.ec2}:network-interface/*", "${local.ec2}:security-group/*", "${local.ec2}:subnet/*"]
      },
      # MSK Connect sets up the delivery of the workers' log with the caller's permissions. IAM has no resources for these.
      {
        Sid    = "DeliverLog"
        Effect = "Allow"
        Action = [
          "logs:CreateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:DescribeLogGroups",
          "logs:DescribeResourcePolicies",
          "logs:GetLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
        ]
        Resource = "*"
      },
      # MSK Connect reads the file of a new plugin with the caller's permissions too.
      {
        Sid      = "PluginFiles"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"]
        Resource = "${var.plugin_bucket_arn}/*"
      },
      {
        Sid      = "PluginKey"
        Effect   = "Allow"
        Action   = ["kms:Decrypt", "kms:GenerateDataKey"]
        Resource = var.plugin_kms_key_arn
        Condition = {
          StringEquals = { "kms:ViaService" = "s3.${data.aws_region.current.id}.amazonaws.com" }
        }
      },
    ]
  })
}
