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
