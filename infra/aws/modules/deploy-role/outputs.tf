output "plan_role_arn" {
  description = "The role of jobs about pull requests: it reads."
  value       = aws_iam_role.this["plan"].arn
}

output "apply_role_arn" {
  description = "The role of jobs of the environment: it deploys."
  value       = aws_iam_role.this["apply"].arn
}
