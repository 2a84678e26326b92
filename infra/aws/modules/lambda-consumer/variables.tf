variable "name" {
  description = "The function's name, and the beginning of the names of its role, its alarms and its consumer groups."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{1,50}$", var.name))
    error_message = "Use up to 50 letters, digits, hyphens and underscores."
  }
}

variable "target" {
  description = "Where rows go: dynamodb creates a table, s3 writes objects to the location in objects."
  type        = string

  validation {
    condition     = contains(["dynamodb", "s3"], var.target)
    error_message = "Set dynamodb or s3."
  }
}

variable "package" {
  description = "The file infra/aws/lambda/target/mskcdc-lambda.zip, or a ZIP of your own with the same libraries."
  type        = string
}

variable "handler" {
  description = "Class and method of a function of your own. Null takes the bundle's function for the target."
  type        = string
  default     = null
}

variable "environment" {
  description = "More environment variables, for a function of your own."
  type        = map(string)
  default     = {}
}

variable "cluster_arn" {
  description = "The ARN of the MSK cluster, with IAM."
  type        = string

  validation {
    condition     = can(regex("^arn:[^:]+:kafka:[^:]+:[0-9]{12}:cluster/[^/]+/[^/]+$", var.cluster_arn))
    error_message = "Write the ARN of a cluster."
  }
}

variable "topics" {
  description = "The topics to read, such as production_db.orders. Each has an event source of its own, because AWS takes one topic for each."
  type        = set(string)

  validation {
    condition     = length(var.topics) > 0 && alltrue([for topic in var.topics : can(regex("^[A-Za-z0-9._-]+$", topic))])
    error_message = "Name at least one topic, without wildcards."
  }
}

variable "objects" {
  description = "For the target s3: a location such as s3://bucket/rows. The bucket must exist."
  type        = string
  default     = null

  validation {
    condition     = var.objects == null || can(regex("^s3://[a-z0-9.-]+(/[^*]+[^/*])?$", var.objects))
    error_message = "Write s3://bucket or s3://bucket/prefix."
  }
}

variable "failed_records" {
  description = "A location for records that can never be applied, such as s3://bucket/failed. Without it such a record stops its partition."
  type        = string
  default     = null

  validation {
    condition     = var.failed_records == null || can(regex("^s3://[a-z0-9.-]+(/[^*]+[^/*])?$", var.failed_records))
    error_message = "Write s3://bucket or s3://bucket/prefix."
  }
}

variable "kms_key_arns" {
  description = "The keys of the buckets, if they have keys of their own."
  type        = set(string)
  default     = []
}

variable "discarded_batches_bucket" {
  description = "The name of a bucket for batches whose retries are used up. Null retries for ever, so that no outage skips records."
  type        = string
  default     = null
}

variable "maximum_retries" {
  description = "How often a batch comes again, if discarded_batches_bucket is set. AWS itself stops after 10 if this is -1."
  type        = number
  default     = 10
}

variable "batch_size" {
  description = "The most records in a batch."
  type        = number
  default     = 500
}

variable "batching_window_seconds" {
  description = "How long a batch waits for more records."
  type        = number
  default     = 1
}

variable "pollers" {
  description = "The least and the most event pollers of each topic. Only provisioned pollers read which records failed, and each costs money by the hour."
  type = object({
    minimum = optional(number, 1)
    maximum = optional(number, 2)
  })
  default = {}
}

variable "memory_megabytes" {
  description = "The function's memory. Lambda gives processor time in proportion; a start takes seconds with 512 and less."
  type        = number
  default     = 1024
}

variable "timeout_seconds" {
  description = "The function's time limit."
  type        = number
  default     = 60
}

variable "deleted_days" {
  description = "How long the table keeps the marker of a deleted row. Not less than a batch may be retried."
  type        = number
  default     = 7
}

variable "log_retention_days" {
  description = "How long the log is kept."
  type        = number
  default     = 30
}

variable "lag_records" {
  description = "How many records a partition may be behind for 15 minutes without an alarm."
  type        = number
  default     = 10000
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
