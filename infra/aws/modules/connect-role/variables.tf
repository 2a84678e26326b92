variable "name" {
  description = "The role's name."
  type        = string
}

variable "connectors" {
  description = "The names of the connectors that use this role, which limits who may assume it."
  type        = set(string)

  validation {
    condition     = length(var.connectors) > 0 && alltrue([for name in var.connectors : can(regex("^[A-Za-z0-9._-]+$", name))])
    error_message = "Name each connector. A wildcard would let any connector of the account use the role."
  }
}

variable "policy" {
  description = "The policy document that \"mskcdc iam policy NAME... --env ENV\" prints, as JSON. Null only until the cluster exists: the document contains its ARN."
  type        = string
  default     = null

  validation {
    condition     = var.policy == null || can(jsondecode(var.policy).Statement[0].Action)
    error_message = "This is no policy document. Write it with: mskcdc iam policy NAME... --env ENV > policy.json"
  }

  validation {
    # IAM does not count blanks, so neither does this.
    condition     = var.policy == null || length(try(jsonencode(jsondecode(var.policy)), "")) <= 10240
    error_message = "IAM allows 10,240 characters. Give some of the connectors a role of their own."
  }
}
