data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.id

  handlers = {
    dynamodb = "io.mskcdc.lambda.MskToDynamoDb::handleRequest"
    s3       = "io.mskcdc.lambda.MskToS3::handleRequest"
  }

  # arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/ID: topics and groups have it in their ARNs.
  cluster = split(":cluster/", var.cluster_arn)
  topics  = [for topic in sort(tolist(var.topics)) : "${local.cluster[0]}:topic/${local.cluster[1]}/${topic}"]
  groups  = [for topic in sort(tolist(var.topics)) : "${local.cluster[0]}:group/${local.cluster[1]}/${local.group[topic]}"]
  group   = { for topic in var.topics : topic => "${var.name}-${topic}" }

  # The variables of the functions, as docs/lambda.md lists them.
  target_variables = {
    dynamodb = { MSKCDC_TABLE = one(aws_dynamodb_table.rows[*].name), MSKCDC_DELETED_DAYS = tostring(var.deleted_days) }
    s3       = { MSKCDC_OBJECTS = var.objects }
  }
  variables = merge(
    local.target_variables[var.target],
    var.failed_records == null ? {} : { MSKCDC_FAILED_RECORDS = var.failed_records },
    # The event sources below read the answer. Without that, an answer with failures would count as a success.
    { MSKCDC_PARTIAL_RESPONSE = "true" },
    var.environment,
  )

  written = compact([var.target == "s3" ? var.objects : null, var.failed_records])

  alarms = {
    errors = {
      namespace  = "AWS/Lambda"
      metric     = "Errors"
      dimensions = { FunctionName = var.name }
      statistic  = "Sum"
      threshold  = 0
      minutes    = 5
      text       = "The function fails."
    }
    lag = {
      namespace  = "AWS/Lambda"
      metric     = "OffsetLag"
      dimensions = { FunctionName = var.name }
      statistic  = "Maximum"
      threshold  = var.lag_records
      minutes    = 15
      text       = "The function is behind its topics."
    }
    failed-records = {
      namespace  = "msk-cdc/${var.name}"
      metric     = "FailedRecords"
      dimensions = null
      statistic  = "Sum"
      threshold  = 0
      minutes    = 1
      text       = "A record can never be applied."
    }
  }
}

resource "aws_dynamodb_table" "rows" {
  count = var.target == "dynamodb" ? 1 : 0

  name         = var.name
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "__key"

  attribute {
    name = "__key"
    type = "S"
  }

  # Removes the markers of deleted rows.
  ttl {
    attribute_name = "__expires_at"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = true
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "this" {
  name        = var.name
  description = "The function ${var.name} and its event sources"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

# The function's role is also that of its event sources, which read the brokers and their network.
resource "aws_iam_role_policy" "this" {
  name = "mskcdc"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = concat(
      [
        {
          Sid      = "Log"
          Effect   = "Allow"
          Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
          Resource = "arn:${local.partition}:logs:${local.region}:${local.account}:log-group:/aws/lambda/${var.name}:*"
        },
        {
          Sid      = "FindBrokers"
          Effect   = "Allow"
          Action   = ["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"]
          Resource = var.cluster_arn
        },
        {
          Sid      = "Connect"
          Effect   = "Allow"
          Action   = ["kafka-cluster:Connect", "kafka-cluster:DescribeClusterDynamicConfiguration"]
          Resource = var.cluster_arn
        },
        {
          Sid      = "ReadTopics"
          Effect   = "Allow"
          Action   = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"]
          Resource = local.topics
        },
        {
          Sid      = "CommitOffsets"
          Effect   = "Allow"
          Action   = ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"]
          Resource = local.groups
        },
        {
          Sid      = "SeeNetwork"
          Effect   = "Allow"
          Action   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"]
          Resource = "*"
        },
        {
          Sid    = "JoinNetwork"
          Effect = "Allow"
          Action = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"]
          Resource = [
            for type in ["network-interface", "security-group", "subnet"] :
            "arn:${local.partition}:ec2:${local.region}:${local.account}:${type}/*"
          ]
        },
      ],
      [for table in aws_dynamodb_table.rows : {
        Sid      = "PutRows"
        Effect   = "Allow"
        Action   = ["dynamodb:PutItem"]
        Resource = table.arn
      }],
      length(local.written) == 0 ? [] : [{
        Sid      = "PutObjects"
        Effect   = "Allow"
        Action   = ["s3:PutObject"]
        Resource = [for location in local.written : "arn:${local.partition}:s3:::${trimprefix(location, "s3://")}/*"]
      }],
      var.discarded_batches_bucket == null ? [] : [
        {
          Sid      = "PutDiscardedBatches"
          Effect   = "Allow"
          Action   = ["s3:PutObject"]
          Resource = "arn:${local.partition}:s3:::${var.discarded_batches_bucket}/aws/lambda/*"
        },
        {
          Sid      = "FindBucket"
          Effect   = "Allow"
          Action   = ["s3:ListBucket"]
          Resource = "arn:${local.partition}:s3:::${var.discarded_batches_bucket}"
        },
      ],
      length(var.kms_key_arns) == 0 ? [] : [{
        Sid      = "EncryptObjects"
        Effect   = "Allow"
        Action   = ["kms:GenerateDataKey"]
        Resource = sort(tolist(var.kms_key_arns))
      }],
    )
  })
}

resource "aws_lambda_function" "this" {
  function_name    = var.name
  role             = aws_iam_role.this.arn
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  handler          = coalesce(var.handler, local.handlers[var.target])
  runtime          = "java17"
  architectures    = ["arm64"]
  memory_size      = var.memory_megabytes
  timeout          = var.timeout_seconds

  environment {
    variables = local.variables
  }

  lifecycle {
    precondition {
      condition     = var.target != "s3" || var.objects != null
      error_message = "Set objects for the target s3."
    }
  }

  # Otherwise the first invocation makes a log group that is kept for ever, or fails for lack of permissions.
  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.this]
}

resource "aws_lambda_event_source_mapping" "this" {
  for_each = var.topics

  event_source_arn = var.cluster_arn
  function_name    = aws_lambda_function.this.arn
  topics           = [each.value]
  # LATEST would miss the snapshot and what came before.
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.batching_window_seconds
  function_response_types            = ["ReportBatchItemFailures"]
  maximum_retry_attempts             = var.discarded_batches_bucket == null ? -1 : var.maximum_retries

  amazon_managed_kafka_event_source_config {
    # A fixed group, so that an event source that is created again goes on where the old one was.
    consumer_group_id = local.group[each.value]
  }

  # On-demand pollers do not read which records failed.
  provisioned_poller_config {
    minimum_pollers = var.pollers.minimum
    maximum_pollers = var.pollers.maximum
  }

  dynamic "destination_config" {
    for_each = var.discarded_batches_bucket == null ? [] : [var.discarded_batches_bucket]

    content {
      on_failure {
        destination_arn = "arn:${local.partition}:s3:::${destination_config.value}"
      }
    }
  }
}

# A line of the function's log for each record that it sets aside, or that stops its partition.
resource "aws_cloudwatch_log_metric_filter" "failed_records" {
  name           = "FailedRecords"
  log_group_name = aws_cloudwatch_log_group.this.name
  pattern        = "?\"is set aside:\" ?\"MSKCDC_FAILED_RECORDS is not set:\""

  metric_transformation {
    namespace     = "msk-cdc/${var.name}"
    name          = "FailedRecords"
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.text} ${var.runbook_url}#alarm-a-function-on-lambda"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.value.minutes
  datapoints_to_alarm = each.value.minutes
  # A function without records is not invoked.
  treat_missing_data = "notBreaching"
  alarm_actions      = var.alarm_actions
  ok_actions         = var.alarm_actions
}
