# Settings of the services.

variable "containers" {
  description = "Size, task counts and autoscaling of the services on Fargate, keyed by service. Omitted values default to those of the module `compute`."
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
    error_message = "The services must be issuer or verifier."
  }
}

variable "functions" {
  description = "Size and concurrency of the Lambda functions, keyed by service. Omitted values default to those of the module `compute`."
  type = map(object({
    memory                  = optional(number)
    timeout_seconds         = optional(number)
    reserved_concurrency    = optional(number)
    provisioned_concurrency = optional(number)
  }))
  default = {}

  validation {
    condition     = length(setsubtract(keys(var.functions), ["issuer", "verifier"])) == 0
    error_message = "The services must be issuer or verifier."
  }
}

variable "issuer_attributes" {
  description = "Attributes that the issuer includes in every credential."
  type        = list(string)
  default     = ["gross_income", "debt_payments"]

  validation {
    condition = length(var.issuer_attributes) > 0 && length(setsubtract(var.issuer_attributes, [
      "gross_income", "net_income", "regular_gross", "regular_net", "variable_income",
      "lowest_month_gross", "lowest_month_net", "self_employed_profit", "benefits", "pension",
      "maintenance", "debt_payments", "rent_paid", "months_employed", "contract_months_left",
    ])) == 0
    error_message = "The attributes must be those of docs/protocol.md, and at least one."
  }
}

variable "trusted_issuers" {
  description = "Issuers that the verifier trusts in addition to the issuer of this environment, with the attributes that it accepts from each."
  type = list(object({
    iss        = string
    attributes = list(string)
    complete   = optional(list(string), [])
  }))
  default = []

  validation {
    condition     = alltrue([for issuer in var.trusted_issuers : can(regex("^https://[^?#\\s]*[^/?#\\s]$", issuer.iss))])
    error_message = "An issuer must be given by its URL, like https://issuer.example or https://example.com/issuer."
  }
}

variable "certificate_chains" {
  description = "Certificates over the signing keys of the services, for OpenID wallets, keyed by service: PEM, the leaf first, one chain or several (DEPLOYMENT.md). They are public."
  type        = map(string)
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.certificate_chains), ["issuer", "verifier"])) == 0
    error_message = "The services must be issuer or verifier."
  }

  validation {
    condition     = alltrue([for pem in values(var.certificate_chains) : can(regex("^(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\\s*)+$", pem))])
    error_message = "A chain must be certificates in PEM and nothing else, above all no private key."
  }
}

variable "service_environment" {
  description = "Additional environment variables of the services (docs/configuration.md), keyed by service."
  type        = map(map(string))
  default     = {}

  validation {
    condition     = length(setsubtract(keys(var.service_environment), ["issuer", "verifier"])) == 0
    error_message = "The services must be issuer or verifier."
  }

  validation {
    condition     = alltrue([for environment in values(var.service_environment) : length(setintersection(keys(environment), ["SIGNING_KEYS"])) == 0])
    error_message = "SIGNING_KEYS must not be an environment variable, because every principal that may describe a service can read it. Signing keys are in Secrets Manager."
  }
}

variable "cors_origins" {
  description = "CORS origins of the services, keyed by service. Empty disables CORS."
  type        = map(set(string))
  default     = {}
}

variable "throttles" {
  description = "Throttling limits of the APIs, keyed by service: requests per second and burst of the whole API and, by route key, of single routes."
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
        "GET /health/ready"             = { rate = 5, burst = 10 }
        "POST /issue"                   = { rate = 20, burst = 40 }
        "POST /credentials/{id}/status" = { rate = 20, burst = 40 }
        "POST /offers"                  = { rate = 20, burst = 40 }
        "POST /openid/token"            = { rate = 50, burst = 100 }
        "POST /openid/credential"       = { rate = 20, burst = 40 }
      }
    }
    verifier = {
      rate  = 500
      burst = 1000
      routes = {
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
    condition     = length(setsubtract(["issuer", "verifier"], keys(var.throttles))) == 0
    error_message = "Both services, issuer and verifier, require a throttle."
  }
}

variable "waf_requests_per_minute" {
  description = "Maximum number of requests per minute of a client address to both services, enforced by WAF at the load balancer. Null means no web ACL. Mode `fargate` only. Do not use it if clients share addresses, as behind a proxy."
  type        = number
  default     = null

  validation {
    condition     = var.waf_requests_per_minute == null || var.compute_mode == "fargate"
    error_message = "waf_requests_per_minute requires mode fargate, because WAF does not support HTTP APIs."
  }
}

variable "domains" {
  description = "Custom domains, keyed by service: domain name, ACM certificate and optional Route 53 zone. Credentials contain the domain of the issuer, so it must not change while they are valid."
  type = map(object({
    name            = string
    certificate_arn = string
    zone_id         = optional(string)
  }))
  default = {}
}

variable "internal_tls" {
  description = "ACM certificate of the internal load balancer and the server name to verify, for TLS between API Gateway and the load balancer. Null means plain HTTP inside the VPC. Mode `fargate` only."
  type = object({
    certificate_arn = string
    server_name     = string
  })
  default = null

  validation {
    condition     = var.internal_tls == null || var.compute_mode == "fargate"
    error_message = "internal_tls requires mode fargate, because mode lambda has no load balancer."
  }
}

variable "authorized_routes" {
  description = "Route keys that require a token of `jwt_authorizer` in addition to the authentication of the service, keyed by service."
  type        = map(set(string))
  default     = {}
}

variable "jwt_authorizer" {
  description = "JWT authorizer of `authorized_routes`: issuer URL, audiences, required scopes, and where the request carries the token. Null disables it."
  type = object({
    issuer          = string
    audience        = list(string)
    scopes          = optional(list(string))
    identity_source = optional(string)
  })
  default = null
}
