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

variable "services" {
  description = <<-TEXT
    Services to run, keyed by service name (`issuer`, `verifier`).

    - `image`: URI of the initial image, with digest or tag. The pipeline deploys later images.
    - `port`: port of the container and of its load balancer listener.
    - `environment`: environment variables of the service. This module sets `PORT`, `SHUTDOWN_DRAIN_SECONDS`,
      `TRUST_PROXY` and `CLIENT_ADDRESS_HEADER`.
    - `internet_egress`: whether the service may reach any HTTPS server. The verifier needs it to fetch documents of
      issuers.
    - `container`: settings for mode `fargate`. CPU units, memory in MiB, initial, minimum and maximum number of tasks,
      percentage of tasks on Fargate Spot, drain time in seconds, and autoscaling targets (CPU utilization in percent,
      requests per minute and task).
    - `function`: settings for mode `lambda`. Memory in MiB, timeout in seconds, entry point and command of the image
      (default: the Lambda runtime client with the handler of the service), `reserved_concurrency` (maximum number of
      concurrent executions, -1 for no reservation) and `provisioned_concurrency` (initialized instances).
  TEXT
  type = map(object({
    image           = string
    port            = number
    environment     = optional(map(string), {})
    internet_egress = optional(bool, false)
    container = optional(object({
      cpu                        = optional(number, 512)
      memory                     = optional(number, 1024)
      desired_count              = optional(number, 2)
      min_count                  = optional(number, 2)
      max_count                  = optional(number, 10)
      spot_percent               = optional(number, 0)
      drain_seconds              = optional(number, 15)
      cpu_target_percent         = optional(number, 60)
      requests_target_per_minute = optional(number, 3000)
    }), {})
    function = optional(object({
      memory                  = optional(number, 1769)
      timeout_seconds         = optional(number, 29)
      entry_point             = optional(list(string))
      command                 = optional(list(string))
      reserved_concurrency    = optional(number, 50)
      provisioned_concurrency = optional(number, 0)
    }), {})
  }))

  validation {
    condition = length(var.services) > 0 && alltrue([for key in keys(var.services) : can(regex("^[a-z][a-z0-9-]{0,7}$", key))])
    # The name of a target group, "NAME-KEY", can have 32 characters at most.
    error_message = "Define at least one service. Each service name must be 1 to 8 lowercase letters, digits and hyphens, and must start with a letter."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.port >= 1024 && service.port <= 65535])
    error_message = "A port must be between 1024 and 65535, because the services do not run as root."
  }
  validation {
    condition     = length(distinct([for service in values(var.services) : service.port])) == length(var.services)
    error_message = "Each service must have its own port, because all services share one load balancer."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : contains([256, 512, 1024, 2048, 4096], service.container.cpu)])
    error_message = "CPU must be 256, 512, 1024, 2048 or 4096 units. To scale beyond that, increase the number of tasks."
  }
  validation {
    condition = alltrue([
      for service in values(var.services) :
      service.container.memory >= service.container.cpu * 2 && service.container.memory <= min(service.container.cpu * 8, 30720) && (service.container.memory % 1024 == 0 || service.container.memory == 512)
    ])
    error_message = "Memory must be 2 to 8 MiB per CPU unit, and 512 MiB or a multiple of 1024 MiB."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.min_count >= 1 && service.container.min_count <= service.container.desired_count && service.container.desired_count <= service.container.max_count])
    error_message = "Task counts must satisfy 1 <= min_count <= desired_count <= max_count."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.spot_percent >= 0 && service.container.spot_percent <= 100])
    error_message = "spot_percent must be between 0 and 100."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.drain_seconds >= 10 && service.container.drain_seconds <= 105])
    error_message = "drain_seconds must be between 10 and 105: the load balancer needs 10 seconds to detect a draining task, and Fargate kills a task after 120 seconds, of which it needs 15 to exit."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.cpu_target_percent >= 10 && service.container.cpu_target_percent <= 90])
    error_message = "cpu_target_percent must be between 10 and 90."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.requests_target_per_minute >= 1])
    error_message = "requests_target_per_minute must be 1 or more."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.memory >= 512 && service.function.memory <= 10240])
    error_message = "Function memory must be between 512 and 10240 MiB."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.timeout_seconds >= 1 && service.function.timeout_seconds <= 30])
    error_message = "A function timeout must be between 1 and 30 seconds, the maximum integration timeout of an HTTP API."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.reserved_concurrency == -1 || service.function.reserved_concurrency >= 1])
    error_message = "Reserved concurrency must be 1 or more, or -1 for no reservation."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.provisioned_concurrency >= 0 && (service.function.reserved_concurrency == -1 || service.function.provisioned_concurrency <= service.function.reserved_concurrency)])
    error_message = "Provisioned concurrency must be 0 or more and must not exceed the reserved concurrency."
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
    condition     = var.vpc_id != null || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Mode fargate and functions in a VPC require vpc_id."
  }
}

variable "subnet_ids" {
  description = "IDs of private subnets in at least two Availability Zones, for the load balancer and the tasks, or for functions in a VPC."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.subnet_ids) >= 2 || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Mode fargate and functions in a VPC require subnets in at least two Availability Zones."
  }
}

variable "endpoint_security_group_id" {
  description = "ID of the security group of the interface endpoints. The module adds an ingress rule for each service. Null if the VPC has no interface endpoints."
  type        = string
  default     = null

  validation {
    condition     = var.endpoint_security_group_id != null || !var.create_endpoint_rules || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Set create_endpoint_rules to false if there is no endpoint_security_group_id."
  }
}

variable "create_endpoint_rules" {
  description = "Whether to create the rules between the services and `endpoint_security_group_id`. A separate variable, because Terraform does not know the ID before the first apply."
  type        = bool
  default     = true

  validation {
    condition     = var.create_endpoint_rules || alltrue([for service in values(var.services) : service.internet_egress]) || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Without interface endpoints, each service reaches AWS through the internet: set internet_egress for each service."
  }
}

variable "s3_prefix_list_id" {
  description = "ID of the prefix list of S3, where ECR stores image layers. Required in mode `fargate` and for functions in a VPC."
  type        = string
  default     = null

  validation {
    condition     = var.s3_prefix_list_id != null || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Mode fargate and functions in a VPC require the prefix list of the S3 gateway endpoint."
  }
}

variable "dynamodb_prefix_list_id" {
  description = "ID of the prefix list of DynamoDB. Required in mode `fargate` and for functions in a VPC."
  type        = string
  default     = null

  validation {
    condition     = var.dynamodb_prefix_list_id != null || (var.mode == "lambda" && !var.functions_in_vpc)
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

variable "deletion_protection" {
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

variable "functions_in_vpc" {
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
