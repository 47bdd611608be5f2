variable "name" {
  description = "Comes before the name of everything made here."
  type        = string

  validation {
    # The load balancer's name, "NAME-internal", has at most 32 characters.
    condition     = can(regex("^[a-z][a-z0-9-]{1,22}$", var.name))
    error_message = "The name is 2 to 23 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "mode" {
  description = "What the services run on: `fargate` (containers behind an internal load balancer) or `lambda` (functions of the same image)."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.mode)
    error_message = "The mode is fargate or lambda."
  }
}

variable "services" {
  description = <<-TEXT
    The services by their key (`issuer`, `verifier`).

    - `image`: the first image, by digest or tag; later ones are rolled out by the pipeline and not by Terraform.
    - `port`: where the container listens and the load balancer takes requests for it.
    - `environment`: what the service is configured with. `PORT`, `SHUTDOWN_DRAIN_SECONDS`, `TRUST_PROXY` and
      `CLIENT_ADDRESS_HEADER` follow from this module's own resources.
    - `internet_egress`: whether it may call HTTPS servers anywhere. The verifier fetches documents of issuers.
    - `container`: on Fargate. CPU units, MiB, number of tasks at first, at least and at most, the percentage of tasks
      on Fargate Spot, seconds in which a task works on when it is to end, and what autoscaling aims at.
    - `function`: on Lambda. MiB, seconds, the image's entry point and command (AWS's runtime client with the handler of
      the service's key, unless given), and concurrency: `reserved_concurrency` is the most that run at once,
      `provisioned_concurrency` how many are kept warm.
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
    # A target group's name, "NAME-KEY", has at most 32 characters.
    error_message = "There is at least one service, and the key of each is 1 to 8 lower-case letters, digits and hyphens that begin with a letter."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.port >= 1024 && service.port <= 65535])
    error_message = "A port is from 1024 to 65535: the services are not root."
  }
  validation {
    condition     = length(distinct([for service in values(var.services) : service.port])) == length(var.services)
    error_message = "Each service has a port of its own, since one load balancer listens for all of them."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : contains([256, 512, 1024, 2048, 4096], service.container.cpu)])
    error_message = "A task has 256, 512, 1024, 2048 or 4096 units of CPU. More are better spent on more tasks."
  }
  validation {
    condition = alltrue([
      for service in values(var.services) :
      service.container.memory >= service.container.cpu * 2 && service.container.memory <= min(service.container.cpu * 8, 30720) && (service.container.memory % 1024 == 0 || service.container.memory == 512)
    ])
    error_message = "A task has 2 to 8 MiB of memory for each unit of CPU, in whole GiB above 512 MiB."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.min_count >= 1 && service.container.min_count <= service.container.desired_count && service.container.desired_count <= service.container.max_count])
    error_message = "Counts of tasks are 1 <= min_count <= desired_count <= max_count."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.spot_percent >= 0 && service.container.spot_percent <= 100])
    error_message = "The share of Fargate Spot is a percentage from 0 to 100."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.drain_seconds >= 10 && service.container.drain_seconds <= 105])
    error_message = "A task drains for 10 to 105 seconds: the load balancer needs 10 to notice, and Fargate kills it after 120, of which it needs 15 to end."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.cpu_target_percent >= 10 && service.container.cpu_target_percent <= 90])
    error_message = "Autoscaling aims at 10 to 90 % of CPU."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.container.requests_target_per_minute >= 1])
    error_message = "Autoscaling aims at one request a minute and task or more."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.memory >= 512 && service.function.memory <= 10240])
    error_message = "A function has 512 to 10240 MiB."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.timeout_seconds >= 1 && service.function.timeout_seconds <= 30])
    error_message = "A function has 1 to 30 seconds, since an HTTP API waits no longer than 30."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.reserved_concurrency == -1 || service.function.reserved_concurrency >= 1])
    error_message = "Reserved concurrency is 1 or more, or -1 for none."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.function.provisioned_concurrency >= 0 && (service.function.reserved_concurrency == -1 || service.function.provisioned_concurrency <= service.function.reserved_concurrency)])
    error_message = "Provisioned concurrency is 0 or more, and not above the reserved one."
  }
}

variable "client_address_header" {
  description = "The header in which API Gateway writes the client's address; for `fargate`."
  type        = string
  default     = "x-client-address"

  validation {
    condition     = can(regex("^x-[a-z0-9-]{1,62}$", var.client_address_header))
    error_message = "The header is named in lower case, like x-client-address."
  }
}

variable "cpu_architecture" {
  description = "What the images are built for: X86_64 or ARM64."
  type        = string
  default     = "X86_64"

  validation {
    condition     = contains(["X86_64", "ARM64"], var.cpu_architecture)
    error_message = "The architecture is X86_64 or ARM64."
  }
}

variable "vpc_id" {
  description = "The VPC. Only functions outside of a VPC need none."
  type        = string
  default     = null

  validation {
    condition     = var.vpc_id != null || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Containers, and functions in a VPC, need the ID of the VPC."
  }
}

variable "subnet_ids" {
  description = "Private subnets of at least two zones, for load balancer and tasks, or for functions in a VPC."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.subnet_ids) >= 2 || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Containers, and functions in a VPC, need subnets of at least two zones."
  }
}

variable "endpoint_security_group_id" {
  description = "Security group of the VPC's interface endpoints, to which a rule is added for each service; none where there are no such endpoints."
  type        = string
  default     = null

  validation {
    condition     = var.endpoint_security_group_id != null || !var.create_endpoint_rules || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Without a security group of endpoints, create_endpoint_rules has to be false."
  }
}

variable "create_endpoint_rules" {
  description = "Whether services reach `endpoint_security_group_id`. Apart from it because the ID is not known before the first apply."
  type        = bool
  default     = true

  validation {
    condition     = var.create_endpoint_rules || alltrue([for service in values(var.services) : service.internet_egress]) || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Without interface endpoints every service reaches AWS through the internet: set internet_egress for each."
  }
}

variable "s3_prefix_list_id" {
  description = "Prefix list of S3, where ECR keeps the layers of images."
  type        = string
  default     = null

  validation {
    condition     = var.s3_prefix_list_id != null || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Containers, and functions in a VPC, need the prefix list of the gateway endpoint."
  }
}

variable "dynamodb_prefix_list_id" {
  description = "Prefix list of DynamoDB."
  type        = string
  default     = null

  validation {
    condition     = var.dynamodb_prefix_list_id != null || (var.mode == "lambda" && !var.functions_in_vpc)
    error_message = "Containers, and functions in a VPC, need the prefix list of the gateway endpoint."
  }
}

variable "certificate_arn" {
  description = "ACM certificate of the internal load balancer, for TLS between VPC link and load balancer; plain HTTP inside the VPC unless given."
  type        = string
  default     = null

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:[^:]+:acm:", var.certificate_arn))
    error_message = "The certificate is named by the ARN that ACM gave it."
  }
}

variable "deletion_protection" {
  description = "Refuses to delete the load balancer."
  type        = bool
  default     = true
}

variable "access_log_bucket" {
  description = "S3 bucket for the access logs of the load balancer; none unless given, since API Gateway and the services log every request."
  type        = string
  default     = null
}

variable "task_role_arns" {
  description = "Role of the container of a service; for `fargate`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "fargate" || length(setsubtract(keys(var.services), keys(var.task_role_arns))) == 0
    error_message = "In mode fargate each service has a role."
  }
}

variable "execution_role_arns" {
  description = "Role with which ECS fetches the image and writes the log of a service; for `fargate`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "fargate" || length(setsubtract(keys(var.services), keys(var.execution_role_arns))) == 0
    error_message = "In mode fargate each service has a role."
  }
}

variable "function_role_arns" {
  description = "Role of the function of a service; for `lambda`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "lambda" || length(setsubtract(keys(var.services), keys(var.function_role_arns))) == 0
    error_message = "In mode lambda each service has a role."
  }
}

variable "log_group_names" {
  description = "Log group of a service."
  type        = map(string)

  validation {
    condition     = length(setsubtract(keys(var.services), keys(var.log_group_names))) == 0
    error_message = "Each service has a log group."
  }
}

variable "container_insights" {
  description = "What CloudWatch records of the cluster beyond CPU and memory of a service: `disabled`, `enabled` (by task) or `enhanced` (by container)."
  type        = string
  default     = "enabled"

  validation {
    condition     = contains(["disabled", "enabled", "enhanced"], var.container_insights)
    error_message = "Container Insights are disabled, enabled or enhanced."
  }
}

variable "functions_in_vpc" {
  description = "Puts functions in the VPC. Off, as they need nothing of it: DynamoDB, Secrets Manager and issuers are reached with TLS and IAM, and a VPC adds to the cost."
  type        = bool
  default     = false
}

variable "enable_tracing" {
  description = "X-Ray traces of functions. Off, as the services send traces of their own by OTLP where told to."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "KMS key that encrypts the environment of functions; AWS's own unless given."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[^:]+:kms:", var.kms_key_arn))
    error_message = "The key is named by its ARN."
  }
}
