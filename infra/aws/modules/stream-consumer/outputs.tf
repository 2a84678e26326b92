output "function_arn" {
  description = "The function."
  value       = aws_lambda_function.this.arn
}

output "role_arn" {
  description = "The function's role, for policies of buckets and keys."
  value       = aws_iam_role.this.arn
}
