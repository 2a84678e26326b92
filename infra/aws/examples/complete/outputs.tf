output "environment" {
  description = "An object in the form of environment.yaml, which mskcdc env pull writes there. mysql_host is missing as long as there is no database."
  value = {
    cluster = local.cluster.arn
    mskConnect = {
      # The brokers are a variable, because connectors need them too.
      bootstrapServers = "{{ kafka_bootstrap_servers }}"
      subnets          = module.network.subnet_ids
      securityGroups   = [module.network.workers_security_group_id]
      pluginBucket = {
        name   = module.plugin_bucket.name
        kmsKey = module.plugin_bucket.kms_key_arn
      }
    }
    defaults = {
      role        = module.connect_role.arn
      logDelivery = { cloudWatchLogs = { logGroup = module.observability.log_group_name } }
    }
    variables = {
      kafka_bootstrap_servers = local.cluster.bootstrap_servers
      mysql_host              = var.mysql_host
      mysql_port              = tostring(var.mysql_port)
      database_secret         = module.source_database.secret_names["database"]
      mask_secret             = module.source_database.secret_names["mask"]
      truststore_secret       = module.source_database.secret_names["truststore"]
    }
  }
}

output "deploy_roles" {
  description = "The roles for the jobs of GitHub Actions: plan for pull requests and the main branch, apply for the environment."
  value = {
    plan  = module.deploy_role.plan_role_arn
    apply = module.deploy_role.apply_role_arn
  }
}

output "database" {
  description = "What the database needs: its parameter group, security group and subnets."
  value = {
    parameter_group   = module.source_database.parameter_group_name
    security_group_id = module.network.database_security_group_id
    subnet_ids        = module.network.subnet_ids
  }
}

output "setup_sql" {
  description = "Statements to run once as the database's master user."
  value       = module.source_database.setup_sql
}

output "rotation_sql" {
  description = "Statements for a new password, by the user that gets it."
  value       = module.source_database.rotation_sql
}

locals {
  cluster = var.existing_cluster != null ? var.existing_cluster : {
    arn               = module.msk_cluster[0].arn
    bootstrap_servers = module.msk_cluster[0].bootstrap_servers
  }
}
