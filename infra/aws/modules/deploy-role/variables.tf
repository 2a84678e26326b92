variable "name" {
  description = "The beginning of both roles' names: NAME-plan and NAME-apply."
  type        = string
}

variable "github" {
  description = "The repository whose jobs deploy. The numbers: gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id'"
  type = object({
    owner         = string
    owner_id      = number
    repository    = string
    repository_id = number
  })

  validation {
    condition     = alltrue([for name in [var.github.owner, var.github.repository] : can(regex("^[A-Za-z0-9._-]+$", name))])
    error_message = "Write owner and repository as names, without a slash. A wildcard would admit the jobs of others."
  }

  validation {
    condition     = alltrue([for id in [var.github.owner_id, var.github.repository_id] : id > 0 && floor(id) == id])
    error_message = "The ids are positive numbers. Read them with: gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id'"
  }
}

variable "environment" {
  description = "The environment of GitHub whose jobs may apply. Protect it with reviewers and limit it to the main branch."
  type        = string

  validation {
    # GitHub writes a colon of a name as %3A, and a wildcard would admit other environments.
    condition     = can(regex("^[A-Za-z0-9._-]+$", var.environment))
    error_message = "Use letters, digits, '.', '_' and '-'."
  }
}

variable "oidc_provider_arn" {
  description = "The account's provider for token.actions.githubusercontent.com, if it has one. Null creates it."
  type        = string
  default     = null
}

variable "connectors" {
  description = "The connectors that the apply role may change. All of the account by default, because a new one is a change of a file and not of a role. Name them where several environments share an account."
  type        = set(string)
  default     = ["*"]
}

variable "connect_role_arns" {
  description = "The workers' roles that the apply role may pass to MSK Connect."
  type        = list(string)

  validation {
    condition     = length(var.connect_role_arns) > 0 && alltrue([for arn in var.connect_role_arns : !strcontains(arn, "*")])
    error_message = "Name each role. With a wildcard, a job could give a connector the role of an administrator."
  }
}

variable "plugin_bucket_arn" {
  description = "The bucket that plugins are uploaded to."
  type        = string
}

variable "plugin_kms_key_arn" {
  description = "The key of that bucket."
  type        = string
}

variable "log_group_arn" {
  description = "The log group of the workers, which the deployer searches for failed tasks."
  type        = string
}

variable "branch" {
  description = "The branch whose jobs may plan: the plan before an apply, and the search for drift."
  type        = string
  default     = "main"
}
