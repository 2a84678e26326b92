data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  connectors = [
    for name in var.connectors :
    "arn:${data.aws_partition.current.partition}:kafkaconnect:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:connector/${name}/*"
  ]
}

# The workers' role. MSK Connect may assume it for the named connectors of this account only: without the conditions, a
# connector of another account could make the service use it.
resource "aws_iam_role" "this" {
  name        = var.name
  description = "Workers of ${join(", ", var.connectors)} on MSK Connect"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "kafkaconnect.amazonaws.com" }
      Action    = "sts:AssumeRole"
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
        ArnLike      = { "aws:SourceArn" = local.connectors }
      }
    }]
  })
}

# What the connectors need follows from their configuration, so the deployer derives it: mskcdc iam policy.
resource "aws_iam_role_policy" "derived" {
  count = var.policy == null ? 0 : 1

  name   = "mskcdc"
  role   = aws_iam_role.this.id
  policy = var.policy
}

# A policy that somebody adds by hand is drift, and the next apply removes it.
resource "aws_iam_role_policies_exclusive" "this" {
  role_name    = aws_iam_role.this.name
  policy_names = aws_iam_role_policy.derived[*].name
}

resource "aws_iam_role_policy_attachments_exclusive" "this" {
  role_name   = aws_iam_role.this.name
  policy_arns = []
}
