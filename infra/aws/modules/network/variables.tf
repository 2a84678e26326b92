variable "name" {
  description = "The beginning of the names."
  type        = string
}

variable "vpc" {
  description = "An existing VPC with DNS support and DNS hostnames, its private subnets in three zones, and their route tables. Null creates a VPC without a way to the Internet."
  type = object({
    id              = string
    subnet_ids      = list(string)
    route_table_ids = optional(list(string), [])
  })
  default = null
}

variable "cidr" {
  description = "The addresses of a new VPC. Change them if it will be peered with a network that has these."
  type        = string
  default     = "10.60.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.cidr, 4, 2))
    error_message = "Write it like 10.60.0.0/16."
  }
}

variable "availability_zones" {
  description = "The three zones of a new VPC. Null takes the first three of the region. Name others where MSK refuses one, such as the zone use1-az3."
  type        = list(string)
  default     = null

  validation {
    condition     = try(length(var.availability_zones), 3) == 3
    error_message = "Name three zones."
  }
}

variable "database_port" {
  description = "The database's port. 3306 is MySQL's."
  type        = number
  default     = 3306
}

variable "database_security_group_id" {
  description = "The security group of an existing database, which gets a rule for the workers. Null creates a group to give to the database."
  type        = string
  default     = null
}

variable "client_security_group_ids" {
  description = "Security groups of other clients of the brokers, such as consumers: a name and the group's id."
  type        = map(string)
  default     = {}
}

variable "event_sources" {
  description = "Whether event sources of Lambda read the brokers. They have the brokers' own security group, so its members must reach each other."
  type        = bool
  default     = false
}

variable "interface_endpoints" {
  description = "Services that workers call. mysql-cdc as shipped needs secretsmanager alone; ssm serves the provider of parameters, sts providers with role.arn, kms and logs what you add. Each costs money in each zone. Leave out those that an existing VPC has."
  type        = set(string)
  default     = ["secretsmanager", "ssm", "sts", "kms", "logs"]
}

variable "s3_endpoint" {
  description = "Whether to create the gateway endpoint of S3, for the provider of files. It is free. Switch it off where an existing VPC has one."
  type        = bool
  default     = true
}
