output "log_group_name" {
  description = "The workers' log group: defaults.logDelivery.cloudWatchLogs.logGroup in environment.yaml."
  value       = aws_cloudwatch_log_group.workers.name
}

output "log_group_arn" {
  description = "The log group's ARN, for the role that reads it."
  value       = aws_cloudwatch_log_group.workers.arn
}
