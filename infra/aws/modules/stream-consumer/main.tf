data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition

  alarms = {
    errors = {
      metric    = "Errors"
      statistic = "Sum"
      threshold = 0
      minutes   = 5
      text      = "The function fails."
    }
    age = {
      metric    = "IteratorAge"
      statistic = "Maximum"
      # One hour, in milliseconds. After 24 hours records are gone.
      threshold = 3600000
      minutes   = 5
      text      = "The function is an hour behind the stream."
    }
  }
}

resource "aws_cloudwatch_log_group" "this" {
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "this" {
  name        = var.name
  description = "The function ${var.name} and its event source"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "lambda.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
}

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
          Resource = "arn:${local.partition}:logs:${data.aws_region.current.id}:${data.aws_caller_identity.current.account_id}:log-group:/aws/lambda/${var.name}:*"
        },
        {
          Sid      = "ReadStream"
          Effect   = "Allow"
          Action   = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"]
          Resource = var.stream_arn
        },
        {
          Sid      = "PutObjects"
          Effect   = "Allow"
          Action   = ["s3:PutObject"]
          Resource = "arn:${local.partition}:s3:::${trimprefix(var.objects, "s3://")}/*"
        },
      ],
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
  handler          = "io.mskcdc.lambda.DynamoDbStreamToS3::handleRequest"
  runtime          = "java17"
  architectures    = ["arm64"]
  memory_size      = var.memory_megabytes
  timeout          = var.timeout_seconds

  environment {
    variables = {
      MSKCDC_OBJECTS    = var.objects
      MSKCDC_ATTRIBUTES = join(",", var.attributes)
    }
  }

  # Otherwise the first invocation makes a log group that is kept for ever, or fails for lack of permissions.
  depends_on = [aws_cloudwatch_log_group.this, aws_iam_role_policy.this]
}

resource "aws_lambda_event_source_mapping" "this" {
  event_source_arn                   = var.stream_arn
  function_name                      = aws_lambda_function.this.arn
  starting_position                  = "TRIM_HORIZON"
  batch_size                         = var.batch_size
  maximum_batching_window_in_seconds = var.batching_window_seconds
  # A record that cannot be written must not take its batch along.
  bisect_batch_on_function_error = true

  dynamic "destination_config" {
    for_each = var.discarded_batches_bucket == null ? [] : [var.discarded_batches_bucket]

    content {
      on_failure {
        destination_arn = "arn:${local.partition}:s3:::${destination_config.value}"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${each.value.text} ${var.runbook_url}#alarm-a-function-on-lambda"
  namespace           = "AWS/Lambda"
  metric_name         = each.value.metric
  dimensions          = { FunctionName = var.name }
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
