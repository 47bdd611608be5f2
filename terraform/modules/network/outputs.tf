output "vpc_id" {
  description = "ID of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr" {
  description = "IPv4 range of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "private_subnet_ids" {
  description = "IDs of the private subnets, one for each zone: where load balancer, tasks and VPC link are."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
}

output "public_subnet_ids" {
  description = "IDs of the public subnets of the NAT gateways; empty without NAT."
  value       = [for zone in local.public_zones : aws_subnet.public[zone].id]
}

output "endpoint_security_group_id" {
  description = "ID of the security group of the interface endpoints. Nobody may reach them until a rule is added: the module `compute` does so for its services."
  value       = aws_security_group.endpoints.id
}

output "s3_prefix_list_id" {
  description = "ID of the prefix list of S3, for rules of security groups."
  value       = aws_vpc_endpoint.gateway["s3"].prefix_list_id
}

output "dynamodb_prefix_list_id" {
  description = "ID of the prefix list of DynamoDB, for rules of security groups."
  value       = aws_vpc_endpoint.gateway["dynamodb"].prefix_list_id
}

output "nat_public_ips" {
  description = "Addresses from which IPv4 requests reach the internet; empty without NAT."
  value       = [for zone in local.nat_zones : aws_eip.nat[zone].public_ip]
}
