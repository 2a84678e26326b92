mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }
}

variables {
  environment   = "production"
  connectors    = ["mysql-cdc", "orders-cdc"]
  alarm_actions = ["arn:aws:sns:eu-west-1:111122223333:operators"]
}

run "each_connector_has_its_alarms" {
  assert {
    condition = toset(keys(aws_cloudwatch_metric_alarm.connector)) == toset([
      "mysql-cdc-failed-task", "mysql-cdc-no-records", "mysql-cdc-no-running-task",
      "orders-cdc-failed-task", "orders-cdc-no-records", "orders-cdc-no-running-task",
    ])
    error_message = "An alarm is missing."
  }

  assert {
    condition     = alltrue([for name, alarm in aws_cloudwatch_metric_alarm.connector : alarm.treat_missing_data == "breaching" if !endswith(name, "-failed-task")])
    error_message = "A connector that is gone reports nothing, and that must raise an alarm."
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.connector["orders-cdc-no-records"].dimensions == tomap({ ConnectorName = "orders-cdc" })
    error_message = "An alarm must watch its own connector."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.connector), values(aws_cloudwatch_metric_alarm.log)) : alarm.alarm_actions == toset(var.alarm_actions)])
    error_message = "Each alarm must call somebody."
  }
}

run "the_log_is_watched_through_its_filters" {
  assert {
    condition     = toset([for alarm in aws_cloudwatch_metric_alarm.log : "${alarm.namespace} ${alarm.metric_name}"]) == toset(["msk-cdc/production Errors", "msk-cdc/production TaskFailures"])
    error_message = "Each filter must have an alarm."
  }

  assert {
    condition     = output.log_group_name == "/msk-cdc/production" && alltrue([for filter in aws_cloudwatch_log_metric_filter.this : filter.log_group_name == output.log_group_name])
    error_message = "The filters must read the workers' log."
  }
}

run "the_dashboard_shows_each_connector" {
  assert {
    condition     = alltrue([for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : length(distinct([for metric in widget.properties.metrics : metric[3]])) == 2 if widget.type == "metric"])
    error_message = "Each graph must show both connectors."
  }
}

run "a_log_that_is_too_short_is_refused" {
  command = plan

  variables {
    log_retention_days = 7
  }

  expect_failures = [var.log_retention_days]
}
