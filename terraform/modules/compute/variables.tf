variable "name" {
  description = "Name prefix of all resources in this module, like `zk-income-dev`."
  type        = string

  validation {
    # The name of a load balancer, "NAME-internal", can have 32 characters at most.
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name))
    error_message = "The name must be 2 to 23 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "mode" {
  description = "Compute mode: `fargate` (ECS tasks behind an internal load balancer) or `lambda` (Lambda functions from the same images)."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.mode)
    error_message = "The mode must be fargate or lambda."
  }
}

variable "client_address_header" {
  description = "Name of the request header in which API Gateway passes the client address. Used in mode `fargate`."
  type        = string
  default     = "x-client-address"

  validation {
    condition     = can(regex("^x-[a-z0-9-]{1,62}$", var.client_address_header))
    error_message = "The header name must be in lowercase and start with x-, like x-client-address."
  }
}

variable "waf" {
  description = <<-TEXT
    Web ACL of the load balancer, which limits the requests of each client address. Null means no web ACL. Mode `fargate`
    only: API Gateway does not support WAF for HTTP APIs.

    - `requests_per_minute`: maximum number of requests of an address to all services per minute.
    - `log_retention_days`, `log_kms_key_arn`: settings of the log group of blocked requests. The policy of the key must
      allow the log group `aws-waf-logs-NAME`.
  TEXT
  type = object({
    requests_per_minute = number
    log_retention_days  = optional(number, 365)
    log_kms_key_arn     = optional(string)
  })
  default = null

  validation {
    condition     = var.waf == null || try(var.waf.requests_per_minute >= 10 && floor(var.waf.requests_per_minute) == var.waf.requests_per_minute, false)
    error_message = "requests_per_minute must be an integer of 10 or more, the minimum of WAF."
  }
  validation {
    condition     = var.waf == null || var.mode == "fargate"
    error_message = "waf requires mode fargate, because WAF supports load balancers but not HTTP APIs."
  }
}

variable "deployment_alarm_names" {
  description = "Names of CloudWatch alarms, keyed by service. ECS rolls a deployment of the service back if its alarm fires during the deployment. Used in mode `fargate`."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.deployment_alarm_names), keys(var.services))) == 0
    error_message = "deployment_alarm_names must be keyed by service."
  }
}

variable "start_grace_seconds" {
  description = "Seconds for which ECS lets a new task wait until it is ready, for example until the first signing key exists. Afterwards it replaces the task, and after three failures the deployment fails."
  type        = number
  default     = 900

  validation {
    condition     = var.start_grace_seconds >= 60 && var.start_grace_seconds <= 86400 && floor(var.start_grace_seconds) == var.start_grace_seconds
    error_message = "start_grace_seconds must be an integer from 60 to 86400."
  }
}

variable "cpu_architecture" {
  description = "CPU architecture of the images: `X86_64` or `ARM64`."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "The architecture must be X86_64 or ARM64."
  }
}

variable "vpc_id" {
  description = "ID of the VPC. Required in mode `fargate` and for functions in a VPC."
  type        = string
  default     = null

  validation {
    condition     = var.vpc_id != null || (var.mode == "lambda" && !var.enable_functions_in_vpc)
    error_message = "Mode fargate and functions in a VPC require vpc_id."
  }
}

variable "subnet_ids" {
  description = "IDs of private subnets in at least two Availability Zones, for the load balancer and the tasks, or for functions in a VPC."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.subnet_ids) >= 2 || (var.mode == "lambda" && !var.enable_functions_in_vpc)
    error_message = "Mode fargate and functions in a VPC require subnets in at least two Availability Zones."
  }
}

variable "endpoint_security_group_id" {
  description = "ID of the security group of the interface endpoints. The module adds an ingress rule for each service. Null if the VPC has no interface endpoints."
  type        = string
  default     = null

  validation {
    condition     = var.endpoint_security_group_id != null || !var.create_endpoint_rules || (var.mode == "lambda" && !var.enable_functions_in_vpc)
    error_message = "Set create_endpoint_rules to false if there is no endpoint_security_group_id."
  }
}

variable "create_endpoint_rules" {
  description = "Whether to create the rules between the services and `endpoint_security_group_id`. A separate variable, because Terraform does not know the ID before the first apply."
  type        = bool
  default     = true

  validation {
    condition     = var.create_endpoint_rules || alltrue([for service in values(var.services) : service.internet_egress]) || (var.mode == "lambda" && !var.enable_functions_in_vpc)
    error_message = "Without interface endpoints, each service reaches AWS through the internet: set internet_egress for each service."
  }
}

variable "s3_prefix_list_id" {
  description = "ID of the prefix list of S3, where ECR stores image layers. Required in mode `fargate` and for functions in a VPC."
  type        = string
  default     = null

  validation {
    condition     = var.s3_prefix_list_id != null || (var.mode == "lambda" && !var.enable_functions_in_vpc)
    error_message = "Mode fargate and functions in a VPC require the prefix list of the S3 gateway endpoint."
  }
}

variable "dynamodb_prefix_list_id" {
  description = "ID of the prefix list of DynamoDB. Required in mode `fargate` and for functions in a VPC."
  type        = string
  default     = null

  validation {
    condition     = var.dynamodb_prefix_list_id != null || (var.mode == "lambda" && !var.enable_functions_in_vpc)
    error_message = "Mode fargate and functions in a VPC require the prefix list of the DynamoDB gateway endpoint."
  }
}

variable "certificate_arn" {
  description = "ARN of the ACM certificate of the internal load balancer. Setting it enables TLS between the VPC link and the load balancer. Null means plain HTTP inside the VPC."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:[^:]+:acm:", var.certificate_arn))
    error_message = "The certificate must be given as the ARN of an ACM certificate."
  }
}

variable "enable_deletion_protection" {
  description = "Whether to protect the load balancer from deletion."
  type        = bool
  default     = true
}

variable "access_log_bucket" {
  description = "Name of the S3 bucket for the access logs of the load balancer. Null disables them, because API Gateway and the services log every request."
  type        = string
  default     = null
}

variable "task_role_arns" {
  description = "ARNs of the task roles, keyed by service. Required in mode `fargate`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "fargate" || length(setsubtract(keys(var.services), keys(var.task_role_arns))) == 0
    error_message = "Mode fargate requires a task role for each service."
  }
}

variable "execution_role_arns" {
  description = "ARNs of the execution roles with which ECS pulls images and writes logs, keyed by service. Required in mode `fargate`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "fargate" || length(setsubtract(keys(var.services), keys(var.execution_role_arns))) == 0
    error_message = "Mode fargate requires an execution role for each service."
  }
}

variable "function_role_arns" {
  description = "ARNs of the execution roles of the functions, keyed by service. Required in mode `lambda`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "lambda" || length(setsubtract(keys(var.services), keys(var.function_role_arns))) == 0
    error_message = "Mode lambda requires a function role for each service."
  }
}

variable "log_group_names" {
  description = "Names of the log groups, keyed by service."
  type        = map(string)

  validation {
    condition     = length(setsubtract(keys(var.services), keys(var.log_group_names))) == 0
    error_message = "Each service requires a log group."
  }
}

variable "container_insights" {
  description = "Container Insights of the cluster: `disabled`, `enabled` (metrics by task) or `enhanced` (metrics by container)."
  type        = string
  default     = "enabled"

  validation {
    condition     = contains(["disabled", "enabled", "enhanced"], var.container_insights)
    error_message = "container_insights must be disabled, enabled or enhanced."
  }
}

variable "enable_functions_in_vpc" {
  description = "Whether to attach the functions to the VPC. Not needed by default: functions reach DynamoDB, Secrets Manager and issuers over TLS with IAM, and interface endpoints add cost."
  type        = bool
  default     = false
}

variable "enable_tracing" {
  description = "Whether to enable active X-Ray tracing of the functions. Off by default, because the services can export their own traces over OTLP."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "ARN of the KMS key that encrypts the environment variables of the functions. Null means the AWS managed key."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.kms_key_arn))
    error_message = "The key must be given as the ARN of a KMS key."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
