variable "name" {
  description = "Comes before the name of everything made here."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name is 2 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "mode" {
  description = "What is behind the APIs: `fargate` (the listeners of an internal load balancer, through a VPC link) or `lambda` (functions)."
  type        = string
  default     = "fargate"

  validation {
    condition     = contains(["fargate", "lambda"], var.mode)
    error_message = "The mode is fargate or lambda."
  }
}

variable "services" {
  description = <<-TEXT
    The services by their key; each has an HTTP API of its own, since an issuer is named by its origin.

    - `cors_origins`: origins of web pages that may call the API; none unless given. API Gateway answers for the service
      then, whose own `CORS_ORIGINS` stays empty.
    - `throttle`: requests a second and burst of the whole API.
    - `route_throttles`: the same for single routes, by route key (`POST /verify`); each becomes a route.
    - `authorized_routes`: route keys that ask for a token of `jwt_authorizer`; each becomes a route.
    - `domain`: a name of one's own, its ACM certificate in this region, and the Route 53 zone in which records are made
      (none unless given). The API then has no other name.
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
        "POST /issue"                   = { rate = 20, burst = 40 }
        "POST /credentials/{id}/status" = { rate = 20, burst = 40 }
      }
    }
    verifier = {
      throttle = { rate = 500, burst = 1000 }
      route_throttles = {
        "POST /verify"          = { rate = 100, burst = 200 }
        "POST /requests"        = { rate = 50, burst = 100 }
        "GET /requests/{id}"    = { rate = 200, burst = 400 }
        "DELETE /requests/{id}" = { rate = 50, burst = 100 }
      }
    }
  }

  validation {
    condition     = length(var.services) > 0 && alltrue([for key in keys(var.services) : can(regex("^[a-z][a-z0-9-]{0,14}$", key))])
    error_message = "There is at least one service, and the key of each is 1 to 15 lower-case letters, digits and hyphens."
  }
  validation {
    condition     = alltrue(flatten([for service in values(var.services) : [for origin in service.cors_origins : can(regex("^https?://[a-z0-9.-]+(:[0-9]{1,5})?$", origin))]]))
    error_message = "An origin is a scheme and a host, like https://app.example; no wildcard, no path."
  }
  validation {
    condition = alltrue(flatten([for service in values(var.services) : [
      for throttle in concat([service.throttle], values(service.route_throttles)) : throttle.rate > 0 && throttle.burst >= 1 && floor(throttle.burst) == throttle.burst
    ]]))
    error_message = "A throttle has a rate above 0 and a burst of whole requests, 1 or more."
  }
  validation {
    condition = alltrue(flatten([for service in values(var.services) : [
      for throttle in values(service.route_throttles) : throttle.rate <= service.throttle.rate && throttle.burst <= service.throttle.burst
    ]]))
    error_message = "A route's throttle is at most that of its API."
  }
  validation {
    condition = alltrue(flatten([for service in values(var.services) : [
      for route in setunion(keys(service.route_throttles), service.authorized_routes) : can(regex("^(GET|HEAD|POST|PUT|PATCH|DELETE|ANY) /[A-Za-z0-9{}+._/-]*$", route))
    ]]))
    error_message = "A route is a method and a path, like POST /verify or GET /requests/{id}."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.domain == null || can(regex("^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", service.domain.name))])
    error_message = "A domain is a full name in lower case, like issuer.example.com."
  }
  validation {
    condition     = alltrue([for service in values(var.services) : service.domain == null || can(regex("^arn:[^:]+:acm:", service.domain.certificate_arn))])
    error_message = "A certificate is named by the ARN that ACM gave it."
  }
  validation {
    condition     = var.jwt_authorizer != null || alltrue([for service in values(var.services) : length(service.authorized_routes) == 0])
    error_message = "Routes that ask for a token need jwt_authorizer."
  }
}

variable "listener_arns" {
  description = "Listener of a service on the internal load balancer; for `fargate`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "fargate" || length(setsubtract(keys(var.services), keys(var.listener_arns))) == 0
    error_message = "In mode fargate each service has a listener."
  }
}

variable "vpc_link_subnet_ids" {
  description = "Private subnets of the VPC link; for `fargate`."
  type        = list(string)
  default     = []

  validation {
    condition     = var.mode != "fargate" || length(var.vpc_link_subnet_ids) >= 2
    error_message = "In mode fargate the VPC link has subnets of at least two zones."
  }
}

variable "vpc_link_security_group_ids" {
  description = "Security groups of the VPC link; for `fargate`."
  type        = list(string)
  default     = []

  validation {
    condition     = var.mode != "fargate" || length(var.vpc_link_security_group_ids) >= 1
    error_message = "In mode fargate the VPC link has a security group."
  }
}

variable "listener_server_name" {
  description = "Name in the certificate of the load balancer, where its listeners speak TLS; they speak plain HTTP inside the VPC unless given."
  type        = string
  default     = null
}

variable "function_names" {
  description = "Lambda function of a service; for `lambda`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "lambda" || length(setsubtract(keys(var.services), keys(var.function_names))) == 0
    error_message = "In mode lambda each service has a function."
  }
}

variable "function_alias" {
  description = "The alias of the functions that takes requests; for `lambda`."
  type        = string
  default     = "live"
}

variable "function_alias_invoke_arns" {
  description = "ARN by which API Gateway calls the alias of a service's function; for `lambda`."
  type        = map(string)
  default     = {}

  validation {
    condition     = var.mode != "lambda" || length(setsubtract(keys(var.services), keys(var.function_alias_invoke_arns))) == 0
    error_message = "In mode lambda each service has an alias of its function."
  }
}

variable "access_log_group_arns" {
  description = "Log group of the access log of a service's API."
  type        = map(string)

  validation {
    condition     = length(setsubtract(keys(var.services), keys(var.access_log_group_arns))) == 0
    error_message = "Each service has a log group for its access log."
  }
}

variable "jwt_authorizer" {
  description = "Who issues the tokens that `authorized_routes` ask for, for whom, with which scopes, and where they are. Not in `Authorization` unless said so: the API keys of the services' own clients are there."
  type = object({
    issuer          = string
    audience        = list(string)
    scopes          = optional(list(string), [])
    identity_source = optional(string, "$request.header.X-Gateway-Token")
  })
  default = null

  validation {
    condition     = var.jwt_authorizer == null || can(regex("^https://[^/?#]+", var.jwt_authorizer.issuer))
    error_message = "The issuer of tokens is an https URL."
  }
  validation {
    condition     = try(length(var.jwt_authorizer.audience) > 0, true)
    error_message = "Tokens are for at least one audience."
  }
  validation {
    condition     = var.jwt_authorizer == null || can(regex("^\\$request\\.(header|querystring)\\.[A-Za-z0-9._-]+$", var.jwt_authorizer.identity_source))
    error_message = "Tokens are in a header or a query parameter, like $request.header.X-Gateway-Token."
  }
}

variable "timeout_ms" {
  description = "For how long a service may take to answer."
  type        = number
  default     = 30000

  validation {
    condition     = var.timeout_ms >= 50 && var.timeout_ms <= 30000
    error_message = "HTTP APIs wait for 50 to 30000 milliseconds."
  }
}
