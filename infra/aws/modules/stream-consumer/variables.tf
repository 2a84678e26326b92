variable "name" {
  description = "The function's name, and the beginning of the names of its role and its alarms."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,50}$", var.name))
    error_message = "Use up to 50 letters, digits, hyphens and underscores."
  }
}

variable "package" {
  description = "The file infra/aws/lambda/target/mskcdc-lambda.zip."
  type        = string
}

variable "stream_arn" {
  description = "The ARN of the table's stream, which has NEW_AND_OLD_IMAGES."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:dynamodb:[^:]+:[0-9]{12}:table/[^/*]+/stream/[^/*]+$", var.stream_arn))
    error_message = "Write the ARN of a stream."
  }
}

variable "objects" {
  description = "A location such as s3://bucket/items. The bucket must exist."
  type        = string

  validation {
    condition     = can(regex("^s3://[a-z0-9.-]+(/[^*]+[^/*])?$", var.objects))
    error_message = "Write s3://bucket or s3://bucket/prefix."
  }
}

variable "attributes" {
  description = "The attributes of items that may leave the table. The function has no masks. [\"*\"] lets all leave."
  type        = list(string)

  validation {
    condition     = length(var.attributes) > 0 && (!contains(var.attributes, "*") || length(var.attributes) == 1)
    error_message = "Name the attributes, or \"*\" alone."
  }
}

variable "kms_key_arns" {
  description = "The keys of the buckets, if they have keys of their own."
  type        = set(string)
  default     = []
}

variable "discarded_batches_bucket" {
  description = "The name of a bucket for batches that fail until their records are 24 hours old. Null loses them then."
  type        = string
  default     = null
}

variable "batch_size" {
  description = "The most records in a batch."
  type        = number
  default     = 500
}

variable "batching_window_seconds" {
  description = "How long a batch waits for more records. Each batch is an object."
  type        = number
  default     = 5
}

variable "memory_megabytes" {
  description = "The function's memory. Lambda gives processor time in proportion."
  type        = number
  default     = 1024
}

variable "timeout_seconds" {
  description = "The function's time limit."
  type        = number
  default     = 60
}

variable "log_retention_days" {
  description = "How long the log is kept."
  type        = number
  default     = 30
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
