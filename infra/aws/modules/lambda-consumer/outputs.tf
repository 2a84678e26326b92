output "function_arn" {
  description = "The function."
  value       = aws_lambda_function.this.arn
}

output "role_arn" {
  description = "The function's role, for policies of buckets and keys."
  value       = aws_iam_role.this.arn
}

output "table_name" {
  description = "The table with the rows; null for another target."
  value       = one(aws_dynamodb_table.rows[*].name)
}
