mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { id = "eu-west-1" }
  }

  mock_data "aws_availability_zones" {
    defaults = { names = ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"] }
  }

  mock_data "aws_vpc" {
    defaults = { cidr_block = "10.1.0.0/16" }
  }
}

variables {
  name = "msk-cdc"
}

run "a_new_vpc_has_three_private_subnets" {
  assert {
    condition     = { for subnet in aws_subnet.private : subnet.availability_zone => subnet.cidr_block } == { eu-west-1a = "10.60.0.0/20", eu-west-1b = "10.60.16.0/20", eu-west-1c = "10.60.32.0/20" }
    error_message = "There must be three subnets in three zones."
  }

  assert {
    condition     = alltrue([for subnet in aws_subnet.private : !subnet.map_public_ip_on_launch])
    error_message = "Subnets must be private."
  }

  assert {
    condition     = length(aws_default_security_group.this[0].ingress) == 0 && length(aws_default_security_group.this[0].egress) == 0
    error_message = "The default security group must let nothing through."
  }
}

run "workers_reach_brokers_database_and_endpoints_and_nothing_else" {
  assert {
    condition = {
      for rule in concat(
        [aws_vpc_security_group_egress_rule.workers_to_cluster, aws_vpc_security_group_egress_rule.workers_to_database],
        aws_vpc_security_group_egress_rule.workers_to_endpoints,
      ) : rule.from_port => rule.referenced_security_group_id if rule.from_port == rule.to_port && rule.security_group_id == aws_security_group.workers.id && rule.cidr_ipv4 == null
      } == {
      "9098" = aws_security_group.cluster.id
      "3306" = aws_security_group.database[0].id
      "443"  = aws_security_group.endpoints[0].id
    }
    error_message = "The workers' rules must name a port and a group each."
  }

  assert {
    condition     = aws_vpc_security_group_egress_rule.workers_to_s3[0].prefix_list_id == aws_vpc_endpoint.s3[0].prefix_list_id
    error_message = "S3 must be reached through its endpoint."
  }

  assert {
    condition     = [for rule in aws_vpc_security_group_ingress_rule.cluster_from : rule.from_port if rule.referenced_security_group_id == aws_security_group.workers.id] == [9098] && aws_vpc_security_group_ingress_rule.database_from_workers.from_port == 3306 && aws_vpc_security_group_ingress_rule.database_from_workers.referenced_security_group_id == aws_security_group.workers.id
    error_message = "Brokers and database must admit the workers' group, not addresses."
  }
}

run "endpoints_answer_for_the_services_that_workers_call" {
  assert {
    condition     = toset([for endpoint in aws_vpc_endpoint.interface : endpoint.service_name]) == toset([for service in ["secretsmanager", "ssm", "sts", "kms", "logs"] : "com.amazonaws.eu-west-1.${service}"])
    error_message = "An endpoint is missing."
  }

  assert {
    condition     = alltrue([for endpoint in aws_vpc_endpoint.interface : endpoint.private_dns_enabled]) && aws_vpc_endpoint.s3[0].route_table_ids == toset(aws_route_table.private[*].id)
    error_message = "The services' own names must lead to the endpoints."
  }
}

run "an_existing_vpc_keeps_its_subnets_and_its_services" {
  variables {
    vpc = {
      id         = "vpc-existing"
      subnet_ids = ["subnet-1", "subnet-2", "subnet-3"]
    }
    database_security_group_id = "sg-database"
    client_security_group_ids  = { consumer = "sg-consumer" }
  }

  assert {
    condition     = length(aws_vpc.this) + length(aws_subnet.private) + length(aws_security_group.database) + length(aws_vpc_endpoint.s3) + length(aws_default_security_group.this) == 0 && output.subnet_ids == tolist(["subnet-1", "subnet-2", "subnet-3"])
    error_message = "Nothing of the VPC may be created."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.endpoints_from_vpc[0].cidr_ipv4 == "10.1.0.0/16"
    error_message = "Other workloads of the VPC must keep the services."
  }

  assert {
    condition     = aws_vpc_security_group_ingress_rule.database_from_workers.security_group_id == "sg-database" && aws_vpc_security_group_ingress_rule.cluster_from["consumer"].referenced_security_group_id == "sg-consumer"
    error_message = "The existing groups must get their rules."
  }
}

run "event_sources_reach_the_brokers_within_their_own_group_and_only_if_there_are_any" {
  variables {
    event_sources = true
  }

  assert {
    condition = [
      for rule in concat(aws_vpc_security_group_ingress_rule.cluster_from_event_sources, aws_vpc_security_group_egress_rule.event_sources_to_cluster) :
      rule.security_group_id == rule.referenced_security_group_id && rule.from_port == 9098 && rule.to_port == 9098
    ] == [true, true]
    error_message = "Members of the brokers' group must reach each other on the port for IAM."
  }
}
