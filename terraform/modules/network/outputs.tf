output "vpc_id" {
  description = "ID of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "IPv4 CIDR block of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "private_subnet_ids" {
  description = "IDs of the private subnets, one per Availability Zone, for the load balancer, the tasks and the VPC link."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
}

output "public_subnet_ids" {
  description = "IDs of the public subnets of the NAT gateways. Empty without NAT gateways."
  value       = [for zone in local.public_zones : aws_subnet.public[zone].id]
}

output "endpoint_security_group_id" {
  description = "ID of the security group of the interface endpoints. It has no rules. The module `compute` adds one for each of its services."
  value       = aws_security_group.endpoints.id
}

output "endpoint_service_names" {
  description = "AWS services with an interface endpoint."
  value       = keys(aws_vpc_endpoint.interface)
}

output "s3_prefix_list_id" {
  description = "ID of the prefix list of S3, for security group rules."
  value       = aws_vpc_endpoint.gateway["s3"].prefix_list_id
}

output "dynamodb_prefix_list_id" {
  description = "ID of the prefix list of DynamoDB, for security group rules."
  value       = aws_vpc_endpoint.gateway["dynamodb"].prefix_list_id
}

output "nat_public_ips" {
  description = "Public IPv4 addresses of the NAT gateways. Empty without NAT gateways."
  value       = [for zone in local.nat_zones : aws_eip.nat[zone].public_ip]
}
