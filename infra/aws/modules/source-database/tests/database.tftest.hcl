mock_provider "aws" {}

variables {
  name          = "msk-cdc"
  databases     = ["production_db", "orders_db"]
  secret_prefix = "production/mysql-cdc"
}

run "rds_writes_a_binlog_that_debezium_can_read" {
  assert {
    condition = { for parameter in aws_db_parameter_group.this[0].parameter : parameter.name => parameter.value } == {
      binlog_format            = "ROW"
      binlog_row_image         = "full"
      "gtid-mode"              = "ON"
      enforce_gtid_consistency = "ON"
    }
    error_message = "A parameter is wrong."
  }

  assert {
    condition     = aws_db_parameter_group.this[0].family == "mysql8.4" && output.parameter_group_name == "msk-cdc"
    error_message = "The group must be for MySQL 8.4."
  }
}

run "aurora_has_the_parameters_in_its_cluster" {
  variables {
    engine = "aurora-mysql"
    gtid   = false
  }

  assert {
    condition     = length(aws_db_parameter_group.this) == 0 && aws_rds_cluster_parameter_group.this[0].family == "aurora-mysql8.0"
    error_message = "Aurora's binlog belongs to the cluster."
  }

  assert {
    condition     = { for parameter in aws_rds_cluster_parameter_group.this[0].parameter : parameter.name => parameter.value } == { binlog_format = "ROW", binlog_row_image = "full" }
    error_message = "A parameter is wrong."
  }
}

run "the_statements_keep_the_binlog_and_grant_what_the_connector_needs" {
  assert {
    condition     = output.setup_sql == <<-SQL
      CALL mysql.rds_set_configuration('binlog retention hours', 168);
      CREATE USER 'mskcdc_a'@'%' IDENTIFIED BY 'NEW-PASSWORD' REQUIRE SSL;
      CREATE USER 'mskcdc_b'@'%' IDENTIFIED BY 'NEW-PASSWORD' REQUIRE SSL ACCOUNT LOCK;
      GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'mskcdc_a'@'%';
      GRANT SELECT, LOCK TABLES ON `production_db`.* TO 'mskcdc_a'@'%';
      GRANT SELECT, LOCK TABLES ON `orders_db`.* TO 'mskcdc_a'@'%';
      GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO 'mskcdc_b'@'%';
      GRANT SELECT, LOCK TABLES ON `production_db`.* TO 'mskcdc_b'@'%';
      GRANT SELECT, LOCK TABLES ON `orders_db`.* TO 'mskcdc_b'@'%';
    SQL
    error_message = "The statements are wrong: ${output.setup_sql}"
  }

  assert {
    condition = output.rotation_sql["mskcdc_b"] == {
      begin = "ALTER USER 'mskcdc_b'@'%' IDENTIFIED BY 'NEW-PASSWORD' ACCOUNT UNLOCK;"
      end   = "ALTER USER 'mskcdc_a'@'%' ACCOUNT LOCK;"
    }
    error_message = "The users must take turns."
  }
}

run "secrets_have_no_value_in_the_state" {
  assert {
    condition     = output.secret_names == { database = "production/mysql-cdc/database", mask = "production/mysql-cdc/mask", truststore = "production/mysql-cdc/truststore" }
    error_message = "A secret is missing."
  }
}

run "a_name_that_is_sql_is_refused" {
  command = plan

  variables {
    databases = ["a`; DROP DATABASE b"]
    users     = ["x", "y'"]
  }

  expect_failures = [var.databases, var.users]
}

run "a_retention_that_rds_refuses_is_refused" {
  command = plan

  variables {
    binlog_retention_hours = 720
  }

  expect_failures = [var.binlog_retention_hours]
}
