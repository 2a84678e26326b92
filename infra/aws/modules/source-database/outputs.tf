output "parameter_group_name" {
  description = "The parameter group, to be set on the RDS instance or the Aurora cluster. It works after a reboot."
  value       = local.aurora ? aws_rds_cluster_parameter_group.this[0].name : aws_db_parameter_group.this[0].name
}

output "secret_names" {
  description = "The names of the secrets by their use: database, mask, truststore. The first two are database_secret and mask_secret in environment.yaml."
  value       = { for use, secret in aws_secretsmanager_secret.this : use => secret.name }
}

output "setup_sql" {
  description = "Statements for the database, to be run once as its master user. Replace NEW-PASSWORD."
  value       = <<-SQL
    CALL mysql.rds_set_configuration('binlog retention hours', ${var.binlog_retention_hours});
    CREATE USER '${var.users[0]}'@'%' IDENTIFIED BY 'NEW-PASSWORD' REQUIRE SSL;
    CREATE USER '${var.users[1]}'@'%' IDENTIFIED BY 'NEW-PASSWORD' REQUIRE SSL ACCOUNT LOCK;
    ${join("\n", local.grants)}
  SQL
}

output "rotation_sql" {
  description = "Statements for a new password, by the user that gets it. Run begin, store the secret, restart the connector with mskcdc restart, then run end."
  value = { for index, user in var.users : user => {
    begin = "ALTER USER '${user}'@'%' IDENTIFIED BY 'NEW-PASSWORD' ACCOUNT UNLOCK;"
    end   = "ALTER USER '${var.users[1 - index]}'@'%' ACCOUNT LOCK;"
  } }
}
