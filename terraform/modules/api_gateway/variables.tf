variable "name" {
  description = "Name prefix of all resources in this module, like `zk-income-dev`."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name must be 2 to 31 lowercase letters, digits and hyphens, and must start with a letter."
  }
}

variable "mode" {
  description = "Compute mode of the services: `fargate` (listeners of an internal load balancer behind a VPC link) or `lambda` (function aliases)."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.mode)
    error_message = "The mode must be fargate or lambda."
  }
}

variable "services" {
  description = <<-TEXT
    Settings of the HTTP APIs, keyed by service. Each service has its own API, because its origin identifies an issuer.

    - `cors_origins`: web origins that may call the API. API Gateway answers preflight requests, so leave `CORS_ORIGINS`
      of the service empty. Empty disables CORS.
    - `throttle`: requests per second (`rate`) and burst of the whole API.
    - `route_throttles`: the same limits for single routes, by route key (`POST /verify`). Each creates a route.
    - `authorized_routes`: route keys that require a token of `jwt_authorizer`. Each creates a route.
    - `domain`: custom domain name, ARN of its ACM certificate in this region and, to create its DNS records, the ID of the
      Route 53 zone. A custom domain disables the execute-api endpoint.
  TEXT
  type = map(object({
    cors_origins      = optional(set(string), [])
    throttle          = optional(object({ rate = number, burst = number }), { rate = 200, burst = 400 })
    route_throttles   = optional(map(object({ rate = number, burst = number })), {})
    authorized_routes = optional(set(string), [])
    domain = optional(object({
      name            = string
      certificate_arn = string
      zone_id         = optional(string)
    }))
  }))
  default = {
    issuer = {
      throttle = { rate = 500, burst = 1000 }
      route_throttles = {
        "GET /health/ready"             = { rate = 5, burst = 10 }
        "POST /issue"                   = { rate = 20, burst = 40 }
        "POST /credentials/{id}/status" = { rate = 20, burst = 40 }
        "POST /offers"                  = { rate = 20, burst = 40 }
        "POST /openid/token"            = { rate = 50, burst = 100 }
        "POST /openid/credential"       = { rate = 20, burst = 40 }
      }
    }
    verifier = {
      throttle = { rate = 500, burst = 1000 }
      route_throttles = {
        "GET /health/ready"           = { rate = 5, burst = 10 }
        "POST /verify"                = { rate = 100, burst = 200 }
        "POST /requests"              = { rate = 50, burst = 100 }
        "GET /requests/{id}"          = { rate = 200, burst = 400 }
        "DELETE /requests/{id}"       = { rate = 50, burst = 100 }
        "GET /openid/requests/{id}"   = { rate = 200, burst = 400 }
        "POST /openid/requests/{id}"  = { rate = 200, burst = 400 }
        "POST /openid/responses/{id}" = { rate = 100, burst = 200 }
      }
    }
  }

  validation {
    condition     = length(var.services) > 0 && alltrue([for key in keys(var.services) : can(regex("^[a-z][a-z0-9-]{0,14}$", key))])
    error_message = "Define at least one service. Each service name must be 1 to 15 lowercase letters, digits and hyphens, and must start with a letter."
  }
  validation {
    condition     = alltrue(flatten([for service in values(var.services) : [for origin in service.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]{1,5})?$", origin))]]))
    error_message = "A CORS origin must be a scheme and a host, like https://app.example, without a wildcard or a path."
  }
  validation {
    condition = alltrue(flatten([for service in values(var.services) : [
      for throttle in concat([service.throttle], values(service.route_throttles)) : throttle.rate > 0 && throttle.burst >= 1 && floor(throttle.burst) == throttle.burst
    ]]))
    error_message = "A throttle must have a rate above 0 and an integer burst of 1 or more."
  }
  validation {
    condition = alltrue(flatten([for service in values(var.services) : [
      for throttle in values(service.route_throttles) : throttle.rate <= service.throttle.rate && throttle.burst <= service.throttle.burst
    ]]))
    error_message = "The throttle of a route must not exceed the throttle of its API."
  }
  validation {
    condition = alltrue(flatten([for service in values(var.services) : [
      for route in setunion(keys(service.route_throttles), service.authorized_routes) : can(regex("^(GET|HEAD|POST|PUT|PATCH|DELETE|ANY) /[A-Za-z0-9{}+._/-]*$", route))
    ]]))
    error_message = "A route key must be a method and a path, like POST /verify or GET /requests/{id}."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", service.domain.name))])
    error_message = "A domain must be a fully qualified name in lowercase, like issuer.example.com."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.domain == null || can(regex("^arn:[^:]+:acm:", service.domain.certificate_arn))])
    error_message = "A certificate must be given as the ARN of an ACM certificate."
  }
  validation {
    condition     = var.jwt_authorizer != null || alltrue([for service in values(var.services) : length(service.authorized_routes) == 0])
    error_message = "The services use authorized_routes, so jwt_authorizer must be set."
  }
}

variable "listener_arns" {
  description = "ARNs of the load balancer listeners, keyed by service. Required in mode `fargate`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "fargate" || length(setsubtract(keys(var.services), keys(var.listener_arns))) == 0
    error_message = "Mode fargate requires a listener for each service."
  }
}

variable "vpc_link_subnet_ids" {
  description = "IDs of the private subnets for the VPC link, in at least two Availability Zones. Required in mode `fargate`."
  type        = list(string)
  default     = []

  validation {
    condition     = var.mode != "fargate" || length(var.vpc_link_subnet_ids) >= 2
    error_message = "Mode fargate requires subnets in at least two Availability Zones for the VPC link."
  }
}

variable "vpc_link_security_group_ids" {
  description = "IDs of the security groups of the VPC link. Required in mode `fargate`."
  type        = list(string)
  default     = []

  validation {
    condition     = var.mode != "fargate" || length(var.vpc_link_security_group_ids) >= 1
    error_message = "Mode fargate requires a security group for the VPC link."
  }
}

variable "listener_server_name" {
  description = "Server name to verify in the certificate of the load balancer. Setting it enables TLS between API Gateway and the load balancer. Null means plain HTTP inside the VPC."
  type        = string
  default     = null
}

variable "function_names" {
  description = "Names of the Lambda functions, keyed by service. Required in mode `lambda`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "lambda" || length(setsubtract(keys(var.services), keys(var.function_names))) == 0
    error_message = "Mode lambda requires a function for each service."
  }
}

variable "function_alias" {
  description = "Name of the function alias that API Gateway invokes. Used in mode `lambda`."
  type        = string
  default     = "live"
}

variable "function_alias_invoke_arns" {
  description = "Invoke ARNs of the function aliases, keyed by service. Required in mode `lambda`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "lambda" || length(setsubtract(keys(var.services), keys(var.function_alias_invoke_arns))) == 0
    error_message = "Mode lambda requires the invoke ARN of a function alias for each service."
  }
}

variable "access_log_group_arns" {
  description = "ARNs of the log groups for the access logs of the APIs, keyed by service."
  type        = map(string)

  validation {
    condition     = length(setsubtract(keys(var.services), keys(var.access_log_group_arns))) == 0
    error_message = "Each service requires a log group for its access log."
  }
}

variable "jwt_authorizer" {
  description = "JWT authorizer of the routes in `authorized_routes`: issuer URL, audiences, required scopes, and where the request carries the token. The default is the header `X-Gateway-Token`, because `Authorization` carries the API keys of the services. Null disables it."
  type = object({
    issuer          = string
    audience        = list(string)
    scopes          = optional(list(string), [])
    identity_source = optional(string, "$request.header.X-Gateway-Token")
  })
  default = null

  validation {
    condition     = var.jwt_authorizer == null || can(regex("^https://[^/?#]+", var.jwt_authorizer.issuer))
    error_message = "The issuer of jwt_authorizer must be an HTTPS URL."
  }
  validation {
    condition     = try(length(var.jwt_authorizer.audience) > 0, true)
    error_message = "The audience of jwt_authorizer must not be empty."
  }
  validation {
    condition     = var.jwt_authorizer == null || can(regex("^\\$request\\.(header|querystring)\\.[A-Za-z0-9._-]+$", var.jwt_authorizer.identity_source))
    error_message = "The identity source must be a header or a query parameter, like $request.header.X-Gateway-Token."
  }
}

variable "timeout_ms" {
  description = "Integration timeout in milliseconds."
  type        = number
  default     = 30000

  validation {
    condition     = var.timeout_ms >= 50 && var.timeout_ms <= 30000
    error_message = "The integration timeout must be between 50 and 30000 milliseconds."
  }
}

variable "tags" {
  description = "Tags of every resource that can have some, in addition to `default_tags` of the provider."
  type        = map(string)
  default     = {}
}
