# One environment: everything that mskcdc needs before it deploys. infra/aws/README.md leads through it.
provider "aws" {
  region = var.region

  default_tags {
    tags = { bundle = "msk-cdc", environment = var.environment }
  }
}

locals {
  name = "msk-cdc-${var.environment}"
}

data "aws_caller_identity" "current" {}

module "network" {
  source = "../../modules/network"

  name                       = local.name
  vpc                        = var.vpc
  database_security_group_id = var.database_security_group_id
  database_port              = var.mysql_port
  interface_endpoints        = var.interface_endpoints
  event_sources              = var.lambda != null
}

module "msk_cluster" {
  source = "../../modules/msk-cluster"
  count  = var.existing_cluster == null ? 1 : 0

  name               = local.name
  type               = var.cluster_type
  subnet_ids         = module.network.subnet_ids
  security_group_ids = [module.network.cluster_security_group_id]
}

module "plugin_bucket" {
  source = "../../modules/plugin-bucket"

  # The account makes the name unique.
  name          = "${local.name}-plugins-${data.aws_caller_identity.current.account_id}"
  force_destroy = var.disposable
}

module "source_database" {
  source = "../../modules/source-database"

  name                 = local.name
  engine               = var.database_engine
  databases            = var.databases
  secret_prefix        = "${var.environment}/${var.secret_group}"
  secret_recovery_days = var.disposable ? 0 : 30
}

module "connect_role" {
  source = "../../modules/connect-role"

  name       = "${local.name}-workers"
  connectors = var.connectors
  policy     = var.policy_file == null ? null : file("${path.root}/${var.policy_file}")
}

module "observability" {
  source = "../../modules/observability"

  environment   = var.environment
  connectors    = var.connectors
  alarm_actions = var.alarm_actions
  runbook_url   = "https://github.com/${var.github.owner}/${var.github.repository}/blob/main/docs/runbook.md"
}

module "deploy_role" {
  source = "../../modules/deploy-role"

  name               = "${local.name}-github"
  github             = var.github
  environment        = var.environment
  oidc_provider_arn  = var.oidc_provider_arn
  connect_role_arns  = [module.connect_role.arn]
  plugin_bucket_arn  = module.plugin_bucket.arn
  plugin_kms_key_arn = module.plugin_bucket.kms_key_arn
  log_group_arn      = module.observability.log_group_arn
}

# Functions on Lambda that read the topics, if there are any.
module "lambda_consumer" {
  source = "../../modules/lambda-consumer"

  for_each = var.lambda == null ? toset([]) : toset(["dynamodb", "s3"])

  name           = "${local.name}-rows-${each.key}"
  target         = each.key
  package        = var.lambda.package
  cluster_arn    = local.cluster.arn
  topics         = var.lambda.topics
  objects        = each.key == "s3" ? "s3://${var.lambda.bucket}/rows" : null
  failed_records = "s3://${var.lambda.bucket}/failed/${each.key}"
  kms_key_arns   = var.lambda.kms_key_arns
  alarm_actions  = var.alarm_actions
  runbook_url    = "https://github.com/${var.github.owner}/${var.github.repository}/blob/main/docs/runbook.md"
}

# A function on Lambda that writes the changes of a DynamoDB table to S3, for each table that has one.
module "stream_consumer" {
  source = "../../modules/stream-consumer"

  for_each = var.stream_consumers

  name          = "${local.name}-${each.key}"
  package       = each.value.package
  stream_arn    = each.value.stream_arn
  objects       = each.value.objects
  attributes    = each.value.attributes
  kms_key_arns  = each.value.kms_key_arns
  alarm_actions = var.alarm_actions
  runbook_url   = "https://github.com/${var.github.owner}/${var.github.repository}/blob/main/docs/runbook.md"
}
