output "plan_role_arn" {
  description = "The role of jobs that plan: for pull requests, on the branch and by schedule. It reads."
  value       = aws_iam_role.this["plan"].arn
}

output "apply_role_arn" {
  description = "The role of jobs of the environment: it deploys."
  value       = aws_iam_role.this["apply"].arn
}
