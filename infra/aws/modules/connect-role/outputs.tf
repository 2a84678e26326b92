output "arn" {
  description = "The role's ARN: defaults.role in environment.yaml."
  value       = aws_iam_role.this.arn
}
