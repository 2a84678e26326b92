data "aws_region" "current" {}

locals {
  log_group = coalesce(var.log_group_name, "/msk-cdc/${var.environment}")
  namespace = "msk-cdc/${var.environment}"

  # Each alarm is about something that a connector should never do. docs/runbook.md says what to do then.
  connector_alarms = {
    failed-task = {
      metric     = "ErroredTaskCount"
      statistic  = "Maximum"
      comparison = "GreaterThanThreshold"
      threshold  = 0
      minutes    = 5
      # A connector that reports nothing is the business of the next alarm.
      missing = "notBreaching"
      text    = "A task has failed."
      runbook = "alarm-a-task-has-failed"
    }
    no-running-task = {
      metric     = "RunningTaskCount"
      statistic  = "Minimum"
      comparison = "LessThanThreshold"
      threshold  = 1
      # An update or a restart takes some minutes.
      minutes = 15
      # A connector that is gone reports nothing.
      missing = "breaching"
      text    = "No task is running, or the connector is gone."
      runbook = "alarm-no-task-is-running"
    }
    no-records = {
      metric     = "SourceRecordWriteRate"
      statistic  = "Maximum"
      comparison = "LessThanOrEqualToThreshold"
      threshold  = 0
      # Debezium writes a heartbeat every few seconds even if no row changes.
      minutes = 15
      missing = "breaching"
      text    = "The connector writes nothing, not even heartbeats."
      runbook = "alarm-no-records-are-written"
    }
  }

  alarms = merge([for connector in var.connectors : {
    for name, alarm in local.connector_alarms : "${connector}-${name}" => merge(alarm, { connector = connector })
  }]...)

  # One line of a worker's log is one event. Both patterns are literal phrases.
  log_filters = {
    TaskFailures = {
      # Not "Task threw an uncaught": a task that fails while it is stopped on purpose logs this too.
      pattern   = "?\"Task is being killed\" ?\"Task failed initialization\""
      threshold = 0
      text      = "The log has a task that failed."
      runbook   = "alarm-a-task-has-failed"
    }
    Errors = {
      # Workers that scan for plugins log this ERROR about a class of Debezium at each start. It is harmless.
      pattern   = "\"] ERROR\" -\"Failed to discover Converter\""
      threshold = var.errors_in_five_minutes
      text      = "The log has more than ${var.errors_in_five_minutes} errors in five minutes."
      runbook   = "alarm-errors-in-the-log"
    }
  }

  # The dashboard's rows: a title, the metrics in it, and the statistic.
  graphs = [
    ["Tasks", ["RunningTaskCount", "ErroredTaskCount"], "Maximum"],
    ["Records a second", ["SourceRecordPollRate", "SourceRecordWriteRate"], "Average"],
    ["Bytes a second to Kafka", ["SourceProducerByteRate"], "Average"],
    ["CPU and memory, percent", ["CpuUtilization", "MemoryUtilization"], "Average"],
    ["Workers and rebalances", ["WorkerCount", "RebalanceCompletedTotal"], "Maximum"],
    ["Starts of tasks", ["TaskStartupAttemptsTotal", "TaskStartupSuccessPercentage"], "Maximum"],
  ]

  all_alarms = concat(
    [for alarm in aws_cloudwatch_metric_alarm.connector : alarm.arn],
    [for alarm in aws_cloudwatch_metric_alarm.log : alarm.arn],
  )
}

resource "aws_cloudwatch_log_group" "workers" {
  name              = local.log_group
  retention_in_days = var.log_retention_days
  kms_key_id        = var.log_kms_key_arn
}

resource "aws_cloudwatch_log_metric_filter" "this" {
  for_each = local.log_filters

  name           = each.key
  log_group_name = aws_cloudwatch_log_group.workers.name
  pattern        = each.value.pattern

  metric_transformation {
    namespace     = local.namespace
    name          = each.key
    value         = "1"
    default_value = "0"
  }
}

resource "aws_cloudwatch_metric_alarm" "connector" {
  for_each = local.alarms

  alarm_name          = "${var.environment}-${each.key}"
  alarm_description   = "${each.value.text} ${var.runbook_url}#${each.value.runbook}"
  namespace           = "AWS/KafkaConnect"
  metric_name         = each.value.metric
  dimensions          = { ConnectorName = each.value.connector }
  statistic           = each.value.statistic
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  period              = 60
  evaluation_periods  = each.value.minutes
  datapoints_to_alarm = each.value.minutes
  treat_missing_data  = each.value.missing
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "log" {
  for_each = local.log_filters

  alarm_name          = "${var.environment}-log-${each.key}"
  alarm_description   = "${each.value.text} ${var.runbook_url}#${each.value.runbook}"
  namespace           = aws_cloudwatch_log_metric_filter.this[each.key].metric_transformation[0].namespace
  metric_name         = aws_cloudwatch_log_metric_filter.this[each.key].metric_transformation[0].name
  statistic           = "Sum"
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  period              = 300
  evaluation_periods  = 1
  # Without a line in the log there is no data, and silence is what no-records is for.
  treat_missing_data = "notBreaching"
  alarm_actions      = var.alarm_actions
  ok_actions         = var.alarm_actions
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = "msk-cdc-${var.environment}"

  dashboard_body = jsonencode({
    widgets = concat(
      [{
        type       = "alarm"
        x          = 0
        y          = 0
        width      = 24
        height     = 3
        properties = { title = "Alarms", alarms = local.all_alarms }
      }],
      [for index, graph in local.graphs : {
        type   = "metric"
        x      = index % 3 * 8
        y      = 3 + floor(index / 3) * 6
        width  = 8
        height = 6
        properties = {
          title  = graph[0]
          region = data.aws_region.current.id
          view   = "timeSeries"
          stat   = graph[2]
          period = 60
          metrics = [
            for pair in setproduct(sort(var.connectors), graph[1]) : ["AWS/KafkaConnect", pair[1], "ConnectorName", pair[0]]
          ]
        }
      }],
      [{
        type   = "log"
        x      = 0
        y      = 3 + ceil(length(local.graphs) / 3) * 6
        width  = 24
        height = 6
        properties = {
          title  = "Errors and warnings"
          region = data.aws_region.current.id
          view   = "table"
          query  = "SOURCE '${local.log_group}' | fields @timestamp, @logStream, @message | filter @message like /\\] (ERROR|WARN) / | sort @timestamp desc | limit 50"
        }
      }],
    )
  })
}
