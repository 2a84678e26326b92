data "aws_region" "current" {}

data "aws_availability_zones" "available" {
  count = local.create ? 1 : 0

  state = "available"

  # Local zones have no MSK.
  filter {
    name   = "opt-in-status"
    values = ["opt-in-not-required"]
  }
}

data "aws_vpc" "existing" {
  count = local.create ? 0 : 1
  id    = var.vpc.id
}

locals {
  create          = var.vpc == null
  zones           = local.create ? slice(coalesce(var.availability_zones, data.aws_availability_zones.available[0].names), 0, 3) : []
  vpc_id          = local.create ? aws_vpc.this[0].id : var.vpc.id
  vpc_cidr        = local.create ? var.cidr : data.aws_vpc.existing[0].cidr_block
  subnet_ids      = local.create ? aws_subnet.private[*].id : var.vpc.subnet_ids
  route_table_ids = local.create ? aws_route_table.private[*].id : var.vpc.route_table_ids
  database_group  = var.database_security_group_id == null ? aws_security_group.database[0].id : var.database_security_group_id
  has_s3          = var.s3_endpoint && (local.create || length(try(var.vpc.route_table_ids, [])) > 0)
}

resource "aws_vpc" "this" {
  count = local.create ? 1 : 0

  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Private, without a way to the Internet: workers reach the brokers, the database and the endpoints below.
resource "aws_subnet" "private" {
  count = length(local.zones)

  vpc_id            = local.vpc_id
  availability_zone = local.zones[count.index]
  cidr_block        = cidrsubnet(var.cidr, 4, count.index)
  # Stated because the provider leaves it to the default.
  map_public_ip_on_launch = false

  tags = { Name = "${var.name}-${local.zones[count.index]}" }
}

resource "aws_route_table" "private" {
  count = local.create ? 1 : 0

  vpc_id = local.vpc_id
  tags   = { Name = var.name }
}

resource "aws_route_table_association" "private" {
  count = length(local.zones)

  subnet_id      = aws_subnet.private[count.index].id
  route_table_id = aws_route_table.private[0].id
}

# The default group lets everything in it talk to each other. Nothing is in it, and nothing shall be.
resource "aws_default_security_group" "this" {
  count = local.create ? 1 : 0

  vpc_id = local.vpc_id
}

resource "aws_security_group" "workers" {
  name        = "${var.name}-workers"
  description = "Workers of MSK Connect"
  vpc_id      = local.vpc_id
}

resource "aws_security_group" "cluster" {
  name        = "${var.name}-cluster"
  description = "Brokers of MSK"
  vpc_id      = local.vpc_id
}

resource "aws_security_group" "database" {
  count = var.database_security_group_id == null ? 1 : 0

  name        = "${var.name}-database"
  description = "Databases that workers read"
  vpc_id      = local.vpc_id
}

# Workers to brokers: 9098 is the IAM listener inside the VPC.
resource "aws_vpc_security_group_egress_rule" "workers_to_cluster" {
  security_group_id            = aws_security_group.workers.id
  description                  = "Kafka with IAM"
  referenced_security_group_id = aws_security_group.cluster.id
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
}

resource "aws_vpc_security_group_ingress_rule" "cluster_from" {
  for_each = merge({ workers = aws_security_group.workers.id }, var.client_security_group_ids)

  security_group_id            = aws_security_group.cluster.id
  description                  = "Kafka with IAM, ${each.key}"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
}

resource "aws_vpc_security_group_ingress_rule" "cluster_from_event_sources" {
  count = var.event_sources ? 1 : 0

  security_group_id            = aws_security_group.cluster.id
  description                  = "Kafka with IAM, event sources of Lambda"
  referenced_security_group_id = aws_security_group.cluster.id
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
}

resource "aws_vpc_security_group_egress_rule" "event_sources_to_cluster" {
  count = var.event_sources ? 1 : 0

  security_group_id            = aws_security_group.cluster.id
  description                  = "Kafka with IAM, event sources of Lambda"
  referenced_security_group_id = aws_security_group.cluster.id
  ip_protocol                  = "tcp"
  from_port                    = 9098
  to_port                      = 9098
}

# Workers to the database, and nothing else to it.
resource "aws_vpc_security_group_egress_rule" "workers_to_database" {
  security_group_id            = aws_security_group.workers.id
  description                  = "MySQL"
  referenced_security_group_id = local.database_group
  ip_protocol                  = "tcp"
  from_port                    = var.database_port
  to_port                      = var.database_port
}

resource "aws_vpc_security_group_ingress_rule" "database_from_workers" {
  security_group_id            = local.database_group
  description                  = "MySQL, workers of MSK Connect"
  referenced_security_group_id = aws_security_group.workers.id
  ip_protocol                  = "tcp"
  from_port                    = var.database_port
  to_port                      = var.database_port
}

# An endpoint with private DNS answers for its service in the whole VPC, so the whole VPC must be let in: otherwise
# other workloads in an existing VPC would lose the service.
resource "aws_security_group" "endpoints" {
  count = length(var.interface_endpoints) > 0 ? 1 : 0

  name        = "${var.name}-endpoints"
  description = "Endpoints of AWS services"
  vpc_id      = local.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints_from_vpc" {
  count = length(aws_security_group.endpoints)

  security_group_id = aws_security_group.endpoints[0].id
  description       = "HTTPS from the VPC"
  cidr_ipv4         = local.vpc_cidr
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "workers_to_endpoints" {
  count = length(aws_security_group.endpoints)

  security_group_id            = aws_security_group.workers.id
  description                  = "AWS services"
  referenced_security_group_id = aws_security_group.endpoints[0].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = local.vpc_id
  vpc_endpoint_type   = "Interface"
  service_name        = "com.amazonaws.${data.aws_region.current.id}.${each.key}"
  subnet_ids          = local.subnet_ids
  security_group_ids  = aws_security_group.endpoints[*].id
  private_dns_enabled = true

  tags = { Name = "${var.name}-${each.key}" }
}

resource "aws_vpc_endpoint" "s3" {
  count = local.has_s3 ? 1 : 0

  vpc_id            = local.vpc_id
  vpc_endpoint_type = "Gateway"
  service_name      = "com.amazonaws.${data.aws_region.current.id}.s3"
  route_table_ids   = local.route_table_ids

  tags = { Name = "${var.name}-s3" }
}

resource "aws_vpc_security_group_egress_rule" "workers_to_s3" {
  count = length(aws_vpc_endpoint.s3)

  security_group_id = aws_security_group.workers.id
  description       = "S3"
  prefix_list_id    = aws_vpc_endpoint.s3[0].prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
