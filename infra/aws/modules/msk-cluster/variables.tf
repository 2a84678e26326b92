variable "name" {
  description = "The cluster's name."
  type        = string
}

variable "type" {
  description = "provisioned: brokers of a size, rows up to 15 MB, broker logs. serverless: no brokers to size, records up to 8 MiB, dearer at rest."
  type        = string
  default     = "provisioned"

  validation {
    condition     = contains(["provisioned", "serverless"], var.type)
    error_message = "Write provisioned or serverless."
  }
}

variable "subnet_ids" {
  description = "The subnets of the brokers, each in a zone of its own: three, so that two of three replicas survive the loss of one zone."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Name subnets in at least two zones, better three."
  }
}

variable "security_group_ids" {
  description = "The security groups of the brokers."
  type        = list(string)
}

variable "kafka_version" {
  description = "A version with KRaft. 3.9 is the release with the longest support on MSK, and brokers before 3.8 do not let IAM clients write exactly once."
  type        = string
  default     = "3.9.x.kraft"

  validation {
    condition     = endswith(var.kafka_version, ".kraft")
    error_message = "Choose a version that ends with .kraft: a cluster with ZooKeeper cannot change to KRaft later."
  }
}

variable "brokers" {
  description = "The number of brokers, a multiple of the number of subnets."
  type        = number
  default     = 3
}

variable "instance_type" {
  description = "The smallest broker that AWS recommends for production. It carries some MB/s and about 1,000 partitions."
  type        = string
  default     = "kafka.m7g.large"
}

variable "volume_gib" {
  description = "The disk of each broker. It can grow later and never shrink."
  type        = number
  default     = 100
}

variable "message_max_bytes" {
  description = "The largest batch of records. The same number as max.message.bytes of mysql-cdc, which carries rows of 15 MB."
  type        = number
  default     = 34603008
}

variable "partitions" {
  description = "The partitions of a topic that is created without a number. mysql-cdc sets topic.creation.default.partitions, and the schema history always has one."
  type        = number
  default     = 1
}

variable "retention_hours" {
  description = "How long a topic keeps records if it sets nothing. Kafka's own default, 7 days. Compacted topics keep the last record of each key."
  type        = number
  default     = 168
}

variable "log_retention_days" {
  description = "How long the brokers' log is kept."
  type        = number
  default     = 30
}

variable "kms_key_arn" {
  description = "The key of the brokers' disks. Null is the key that AWS manages for MSK, which costs nothing."
  type        = string
  default     = null
}
