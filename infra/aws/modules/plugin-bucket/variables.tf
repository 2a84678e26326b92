variable "name" {
  description = "The bucket's name, which is unique in all of AWS. A dot in it would break TLS: S3's certificate covers one label."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.name))
    error_message = "Use 3 to 63 lower case letters, digits and hyphens."
  }
}

variable "old_versions_days" {
  description = "How long a replaced version is kept. The deployer never replaces an object, so these are only the traces of other hands."
  type        = number
  default     = 90
}

variable "force_destroy" {
  description = "Whether terraform destroy deletes a bucket with plugins in it. Off, because a rollback may need the file again."
  type        = bool
  default     = false
}
