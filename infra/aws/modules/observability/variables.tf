variable "environment" {
  description = "The environment's name, as its folder in connector-configs/environments."
  type        = string
}

variable "connectors" {
  description = "The connectors to watch. One that is paused on purpose raises its alarms; leave it out meanwhile."
  type        = set(string)
}

variable "log_group_name" {
  description = "The log group of the workers: logDelivery.cloudWatchLogs.logGroup in environment.yaml. Null is /msk-cdc/ENVIRONMENT."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "How long the log is kept. The deployer searches 30 days for the failure of a task."
  type        = number
  default     = 30

  validation {
    condition     = var.log_retention_days >= 30
    error_message = "Keep the log 30 days at least: mskcdc status searches so far for the failure of a task."
  }
}

variable "log_kms_key_arn" {
  description = "The key of the log. Null is a key of AWS. A key of your own must permit the service logs.REGION.amazonaws.com."
  type        = string
  default     = null
}

variable "errors_in_five_minutes" {
  description = "How many errors in five minutes are no alarm. A failover of the database gives some that pass by themselves."
  type        = number
  default     = 10
}

variable "alarm_actions" {
  description = "ARNs of what an alarm calls, such as a topic of SNS. Empty: alarms are only shown."
  type        = list(string)
  default     = []
}

variable "runbook_url" {
  description = "Where docs/runbook.md is read. Each alarm's description links to its entry there."
  type        = string
  default     = "docs/runbook.md"
}
