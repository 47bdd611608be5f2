# How the services run, and what they are told.

variable "containers" {
  description = "Size and number of the tasks of a service on Fargate; what is left out is as in the module compute."
  type = map(object({
    cpu                        = optional(number)
    memory                     = optional(number)
    desired_count              = optional(number)
    min_count                  = optional(number)
    max_count                  = optional(number)
    spot_percent               = optional(number)
    drain_seconds              = optional(number)
    cpu_target_percent         = optional(number)
    requests_target_per_minute = optional(number)
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.containers), ["issuer", "verifier"])) == 0
    error_message = "The services are issuer and verifier."
  }
}

variable "functions" {
  description = "Size and concurrency of the function of a service on Lambda; what is left out is as in the module compute."
  type = map(object({
    memory                  = optional(number)
    timeout_seconds         = optional(number)
    reserved_concurrency    = optional(number)
    provisioned_concurrency = optional(number)
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.functions), ["issuer", "verifier"])) == 0
    error_message = "The services are issuer and verifier."
  }
}

variable "issuer_attributes" {
  description = "What every credential of the issuer commits to."
  type        = list(string)
  default     = ["annual_income", "annual_debt"]

  validation {
    condition     = length(var.issuer_attributes) > 0 && length(setsubtract(var.issuer_attributes, ["annual_income", "annual_debt", "months_employed"])) == 0
    error_message = "Attributes are some of annual_income, annual_debt and months_employed."
  }
}

variable "trusted_issuers" {
  description = "Issuers that the verifier believes besides the environment's own, and about what."
  type = list(object({
    iss        = string
    attributes = list(string)
    complete   = optional(list(string), [])
  }))
  default = []

  validation {
    condition     = alltrue([for issuer in var.trusted_issuers : can(regex("^https://[^/?#]+$", issuer.iss))])
    error_message = "An issuer is named by its origin, like https://issuer.example."
  }
}

variable "service_environment" {
  description = "Further variables of a service's environment (docs/configuration.md), by service."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.service_environment), ["issuer", "verifier"])) == 0
    error_message = "The services are issuer and verifier."
  }

  validation {
    condition     = alltrue([for environment in values(var.service_environment) : length(setintersection(keys(environment), ["SIGNING_KEYS"])) == 0])
    error_message = "Signing keys are in Secrets Manager; everybody who may describe a service reads its environment."
  }
}

variable "cors_origins" {
  description = "Origins of web pages that may call a service, by service."
  type        = map(set(string))
  default     = {}
}

variable "throttles" {
  description = "Requests a second and burst of a service's whole API and, by route key, of single routes."
  type = map(object({
    rate  = number
    burst = number
    routes = optional(map(object({
      rate  = number
      burst = number
    })), {})
  }))
  default = {
    issuer = {
      rate  = 500
      burst = 1000
      routes = {
        "POST /issue"                   = { rate = 20, burst = 40 }
        "POST /credentials/{id}/status" = { rate = 20, burst = 40 }
      }
    }
    verifier = {
      rate  = 500
      burst = 1000
      routes = {
        "POST /verify"          = { rate = 100, burst = 200 }
        "POST /requests"        = { rate = 50, burst = 100 }
        "GET /requests/{id}"    = { rate = 200, burst = 400 }
        "DELETE /requests/{id}" = { rate = 50, burst = 100 }
      }
    }
  }

  validation {
    condition     = length(setsubtract(["issuer", "verifier"], keys(var.throttles))) == 0
    error_message = "Both services, issuer and verifier, have a throttle."
  }
}

variable "domains" {
  description = "A name of one's own for a service, its ACM certificate and the Route 53 zone of its records, by service. An issuer keeps its name for as long as its credentials live."
  type = map(object({
    name            = string
    certificate_arn = string
    zone_id         = optional(string)
  }))
  default = {}
}

variable "internal_tls" {
  description = "ACM certificate of the internal load balancer and a name in it, for TLS between API Gateway and load balancer; plain HTTP inside the VPC unless given. For `fargate`."
  type = object({
    certificate_arn = string
    server_name     = string
  })
  default = null

  validation {
    condition     = var.internal_tls == null || var.compute_mode == "fargate"
    error_message = "There is a load balancer in mode fargate alone."
  }
}

variable "authorized_routes" {
  description = "Route keys that ask for a token of `jwt_authorizer` besides what the service asks for, by service."
  type        = map(set(string))
  default     = {}
}

variable "jwt_authorizer" {
  description = "Who issues those tokens, and for whom."
  type = object({
    issuer          = string
    audience        = list(string)
    scopes          = optional(list(string))
    identity_source = optional(string)
  })
  default = null
}
