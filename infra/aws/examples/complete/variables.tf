variable "region" {
  description = "The region of everything."
  type        = string
}

variable "environment" {
  description = "The name of the environment: of its folder in connector-configs/environments, and of the environment on GitHub."
  type        = string
  default     = "production"
}

variable "connectors" {
  description = "The connectors of the environment, which may use the workers' role and are watched."
  type        = set(string)
  default     = ["mysql-cdc"]
}

variable "policy_file" {
  description = "The file in this folder with the output of: mskcdc iam policy mysql-cdc --env ENVIRONMENT. Null for the first apply, because the policy contains the cluster's ARN."
  type        = string
  default     = null
}

variable "github" {
  description = "The repository whose jobs deploy. The numbers: gh api repos/OWNER/REPOSITORY --jq '.owner.id, .id'"
  type = object({
    owner         = string
    owner_id      = number
    repository    = string
    repository_id = number
  })
}

variable "oidc_provider_arn" {
  description = "The account's provider for token.actions.githubusercontent.com, if it has one."
  type        = string
  default     = null
}

variable "vpc" {
  description = "An existing VPC, its private subnets in three zones and their route tables. Null creates one."
  type = object({
    id              = string
    subnet_ids      = list(string)
    route_table_ids = optional(list(string), [])
  })
  default = null
}

variable "interface_endpoints" {
  description = "The endpoints to create. The shipped connector needs secretsmanager alone."
  type        = set(string)
  default     = ["secretsmanager"]
}

variable "existing_cluster" {
  description = "A cluster that is there already, with IAM. Null creates one. Let its security group admit the workers' group on port 9098."
  type = object({
    arn               = string
    bootstrap_servers = string
  })
  default = null
}

variable "cluster_type" {
  description = "provisioned or serverless, for a new cluster."
  type        = string
  default     = "provisioned"
}

variable "database_engine" {
  description = "mysql for RDS MySQL, aurora-mysql for Aurora."
  type        = string
  default     = "mysql"
}

variable "database_security_group_id" {
  description = "The security group of an existing database. Null creates one to give to the database."
  type        = string
  default     = null
}

variable "databases" {
  description = "The databases that the connector captures."
  type        = list(string)
  default     = ["production_db"]
}

variable "mysql_host" {
  description = "The host name of the database. Null as long as there is none."
  type        = string
  default     = null
}

variable "mysql_port" {
  description = "The port of the database."
  type        = number
  default     = 3306
}

variable "secret_group" {
  description = "The middle of the secrets' names, such as production/mysql-cdc/database."
  type        = string
  default     = "mysql-cdc"
}

variable "alarm_actions" {
  description = "ARNs of what an alarm calls, such as a topic of SNS."
  type        = list(string)
  default     = []
}

variable "disposable" {
  description = "Whether terraform destroy also deletes plugins and secrets at once. For trials only."
  type        = bool
  default     = false
}

variable "lambda" {
  description = "Functions that keep the rows of topics in DynamoDB and in S3: the ZIP of infra/aws/lambda, the topics, and a bucket that exists, with its keys. Null creates none."
  type = object({
    package      = string
    topics       = set(string)
    bucket       = string
    kms_key_arns = optional(set(string), [])
  })
  default = null
}

variable "stream_consumers" {
  description = "Functions that write the changes of DynamoDB tables to S3, by a name for each."
  type = map(object({
    package      = string
    stream_arn   = string
    objects      = string
    attributes   = list(string)
    kms_key_arns = optional(set(string), [])
  }))
  default = {}
}
