output "arn" {
  description = "The cluster's ARN: cluster in environment.yaml."
  value       = local.provisioned ? aws_msk_cluster.this[0].arn : aws_msk_serverless_cluster.this[0].arn
}

output "bootstrap_servers" {
  description = "The brokers with their IAM listeners, port 9098: mskConnect.bootstrapServers."
  value       = local.provisioned ? aws_msk_cluster.this[0].bootstrap_brokers_sasl_iam : aws_msk_serverless_cluster.this[0].bootstrap_brokers_sasl_iam
}
