variable "name" {
  description = "The parameter group's name, without the family. Give it a new name when you change the family."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,254}$", var.name))
    error_message = "Use lower case letters, digits and hyphens, a letter first."
  }
}

variable "engine" {
  description = "mysql for RDS MySQL, aurora-mysql for Aurora."
  type        = string
  default     = "mysql"

  validation {
    condition     = contains(["mysql", "aurora-mysql"], var.engine)
    error_message = "Write mysql or aurora-mysql."
  }
}

variable "family" {
  description = "The family of the parameter group. Null is mysql8.4 or aurora-mysql8.0, which is Aurora 3. RDS MySQL 8.0 has been in paid extended support since August 2026."
  type        = string
  default     = null
}

variable "gtid" {
  description = "Whether to switch global transaction ids on. Off only for a server whose applications create temporary tables in transactions, which GTIDs forbid on older servers."
  type        = bool
  default     = true
}

variable "binlog_retention_hours" {
  description = "How long the server keeps its binlog, and so how long a connector may stand still. RDS deletes it at once otherwise. A week covers a long weekend; the binlog fills the disk meanwhile."
  type        = number
  default     = 168

  validation {
    condition     = var.binlog_retention_hours >= 24 && var.binlog_retention_hours <= 168
    error_message = "Write 24 to 168 hours: RDS MySQL accepts 168 at most, and less than a day is gone after one bad night."
  }
}

variable "databases" {
  description = "The databases that the connector captures."
  type        = list(string)

  validation {
    condition     = length(var.databases) > 0 && alltrue([for name in var.databases : can(regex("^[A-Za-z0-9_$-]+$", name))])
    error_message = "Name each database, with letters, digits, '_', '$' and '-'."
  }
}

variable "users" {
  description = "Two users that take turns: one works while the other one gets a new password."
  type        = list(string)
  default     = ["mskcdc_a", "mskcdc_b"]

  validation {
    condition     = length(distinct(var.users)) == 2 && length(var.users) == 2 && alltrue([for name in var.users : can(regex("^[A-Za-z0-9_]{1,32}$", name))])
    error_message = "Name two users, with letters, digits and '_'."
  }
}

variable "secret_prefix" {
  description = "The beginning of the secrets' names, such as production/mysql-cdc."
  type        = string
}

variable "secret_kms_key_arn" {
  description = "The key of the secrets. Null is the key that AWS manages for Secrets Manager. For a key of your own, let its key policy permit kms:Decrypt to the workers' role: mskcdc iam policy does not know the key."
  type        = string
  default     = null
}

variable "secret_recovery_days" {
  description = "How long a deleted secret can be restored: 7 to 30, or 0 to delete it at once."
  type        = number
  default     = 30
}
