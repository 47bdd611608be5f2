variable "name" {
  description = "Comes before the name of everything made here; tables and secrets that the endpoints let through begin with it too."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name is 2 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "cidr" {
  description = "IPv4 range of the VPC. Each zone gets a sixteenth of it for a private subnet and, with NAT, one for a public subnet."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 24, false)
    error_message = "The range is IPv4 with a prefix of 16 to 24 bits, like 10.0.0.0/16."
  }
}

variable "availability_zones" {
  description = "In how many availability zones there are subnets. A load balancer needs two."
  type        = number
  default     = 2

  validation {
    condition     = contains([2, 3, 4], var.availability_zones)
    error_message = "There are 2 to 4 availability zones."
  }
}

variable "excluded_zone_ids" {
  description = "Zones that are never used. VPC links of API Gateway cannot be had in use1-az3."
  type        = list(string)
  default     = ["use1-az3"]

  validation {
    condition     = alltrue([for zone in var.excluded_zone_ids : can(regex("^[a-z0-9]+-[a-z0-9-]*az[0-9]+$", zone))])
    error_message = "A zone is named by its ID, like use1-az3, which is the same in every account."
  }
}

variable "enable_ipv6_egress" {
  description = "Lets services reach the internet over IPv6 through an egress-only gateway, which costs nothing by the hour: enough for issuers behind this project's API Gateway, whose names have IPv6 addresses."
  type        = bool
  default     = true
}

variable "enable_nat_gateway" {
  description = "Lets services reach the internet over IPv4 through NAT gateways in public subnets: needed for issuers without an IPv6 address."
  type        = bool
  default     = false
}

variable "single_nat_gateway" {
  description = "One NAT gateway for all zones, at a third to a half of the price, instead of one for each; IPv4 to the internet then depends on one zone."
  type        = bool
  default     = true
}

variable "interface_endpoints" {
  description = "AWS services that are reached inside the VPC through interface endpoints. The list may be empty with NAT, and where nothing runs in the VPC."
  type        = set(string)
  default     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]

  validation {
    condition     = length(setsubtract(var.interface_endpoints, ["ecr.api", "ecr.dkr", "logs", "secretsmanager"])) == 0
    error_message = "Endpoints are among ecr.api, ecr.dkr, logs and secretsmanager. One for execute-api would cut the services off from every public API of API Gateway; nothing else is called from inside the VPC."
  }
  validation {
    condition     = var.enable_nat_gateway || contains([0, 4], length(var.interface_endpoints))
    error_message = "Without NAT containers reach ECR, CloudWatch Logs and Secrets Manager through endpoints alone: all four are needed, or none where there are no containers."
  }
}

variable "registry_account_id" {
  description = "The account whose ECR repositories images come from; this one unless given."
  type        = string
  default     = null

  validation {
    condition     = var.registry_account_id == null || can(regex("^[0-9]{12}$", var.registry_account_id))
    error_message = "An account has twelve digits."
  }
}

variable "permissions_boundary_arn" {
  description = "Policy that bounds the role of the flow logs; none unless given."
  type        = string
  default     = null

  validation {
    condition     = var.permissions_boundary_arn == null || can(regex("^arn:[^:]+:iam::[0-9]{12}:policy/", var.permissions_boundary_arn))
    error_message = "The policy is named by its ARN."
  }
}

variable "flow_log_retention_days" {
  description = "Days for which flow logs are kept."
  type        = number
  default     = 365

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.flow_log_retention_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days."
  }
}

variable "flow_log_kms_key_arn" {
  description = "KMS key that encrypts the flow logs; CloudWatch's own unless given."
  type        = string
  default     = null

  validation {
    condition     = var.flow_log_kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.flow_log_kms_key_arn))
    error_message = "The key is named by its ARN."
  }
}
