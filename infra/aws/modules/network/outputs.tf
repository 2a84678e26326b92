output "vpc_id" {
  description = "The VPC."
  value       = local.vpc_id
}

output "subnet_ids" {
  description = "The private subnets: mskConnect.subnets in environment.yaml, and the brokers' subnets."
  value       = local.subnet_ids
}

output "workers_security_group_id" {
  description = "The workers' security group: mskConnect.securityGroups."
  value       = aws_security_group.workers.id
}

output "cluster_security_group_id" {
  description = "The brokers' security group."
  value       = aws_security_group.cluster.id
}

output "database_security_group_id" {
  description = "The database's security group."
  value       = local.database_group
}
