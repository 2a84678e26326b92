output "name" {
  description = "The bucket's name: mskConnect.pluginBucket.name in environment.yaml."
  value       = aws_s3_bucket.this.bucket
}

output "arn" {
  description = "The bucket's ARN, for the role that uploads plugins."
  value       = local.arn
}

output "kms_key_arn" {
  description = "The ARN of the bucket's key: mskConnect.pluginBucket.kmsKey. Without it the deployer asks for another encryption, which the bucket denies."
  value       = aws_kms_key.this.arn
}
