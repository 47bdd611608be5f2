variable "name" {
  description = "Name prefix of all resources in this module. Endpoint policies allow only tables and secrets with this prefix."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name must be 2 to 31 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "cidr" {
  description = "IPv4 CIDR block of the VPC. Each Availability Zone receives a sixteenth of it for a private subnet and, with NAT gateways, another for a public subnet."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24, false)
    error_message = "The CIDR block must be IPv4 with a prefix length of 16 to 24, like 10.0.0.0/16."
  }
}

variable "az_count" {
  description = "Number of Availability Zones with subnets. A load balancer requires two."
  type        = number
  default     = 2

  validation {
    condition     = contains([2, 3, 4], var.az_count)
    error_message = "az_count must be 2, 3 or 4."
  }
}

variable "excluded_zone_ids" {
  description = "IDs of Availability Zones that must not be used. The default has those that API Gateway does not support for VPC links."
  type        = list(string)
  default     = ["ape1-az1", "apne1-az3", "cac1-az4", "euw3-az2", "use1-az3", "usw1-az2"]

  validation {
    condition     = alltrue([for zone in var.excluded_zone_ids : can(regex("^[a-z0-9]+-[a-z0-9-]*az[0-9]+$", zone))])
    error_message = "An Availability Zone must be given by its ID, like use1-az3. Names like us-east-1c differ between accounts."
  }
}

variable "enable_ipv6_egress" {
  description = "Whether to create an egress-only internet gateway for IPv6. It has no hourly cost and suffices for issuers with IPv6 addresses, like those behind the module `api_gateway`."
  type        = bool
  default     = true
}

variable "enable_nat_gateway" {
  description = "Whether to create NAT gateways in public subnets for IPv4 egress. Required for issuers without an IPv6 address."
  type        = bool
  default     = false
}

variable "single_nat_gateway" {
  description = "Whether all Availability Zones share one NAT gateway. It costs less than one per zone, but IPv4 egress then depends on one zone."
  type        = bool
  default     = true
}

variable "interface_endpoints" {
  description = "AWS services to reach through interface endpoints. Pass an empty set to use NAT gateways instead, or if nothing runs in the VPC."
  type        = set(string)
  default     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]

  validation {
    condition     = length(setsubtract(var.interface_endpoints, ["ecr.api", "ecr.dkr", "logs", "secretsmanager"])) == 0
    error_message = "interface_endpoints may contain only ecr.api, ecr.dkr, logs and secretsmanager. An execute-api endpoint would hide all public HTTP APIs from the services."
  }
  validation {
    condition     = var.enable_nat_gateway || contains([0, 4], length(var.interface_endpoints))
    error_message = "Without NAT gateways, containers reach ECR, CloudWatch Logs and Secrets Manager only through endpoints: pass all four endpoints, or none if there are no containers."
  }
}

variable "single_zone_endpoints" {
  description = "Whether each interface endpoint is in one Availability Zone only. It costs less than in all zones, but the services of all zones then depend on that zone."
  type        = bool
  default     = false
}

variable "registry_account_id" {
  description = "ID of the AWS account that owns the ECR repositories. Null means the current account."
  type        = string
  default     = null

  validation {
    condition     = var.registry_account_id == null || can(regex("^[0-9]{12}$", var.registry_account_id))
    error_message = "The account ID must have 12 digits."
  }
}

variable "permissions_boundary_arn" {
  description = "ARN of the permissions boundary for the role of the flow logs. Null means no boundary."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[^:]+:iam::[0-9]{12}:policy/", var.permissions_boundary_arn))
    error_message = "The permissions boundary must be given as the ARN of an IAM policy."
  }
}

variable "flow_log_retention_days" {
  description = "Retention of the flow logs in days."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.flow_log_retention_days)
    error_message = "The retention must be 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, the periods that CloudWatch Logs supports."
  }
}

variable "flow_log_kms_key_arn" {
  description = "ARN of the KMS key that encrypts the flow logs. Null means the CloudWatch Logs service key."
  type        = string
  default     = null

  validation {
    condition     = var.flow_log_kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.flow_log_kms_key_arn))
    error_message = "The key must be given as the ARN of a KMS key."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
