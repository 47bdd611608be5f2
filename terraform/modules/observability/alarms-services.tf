# Alarms on metrics of the services: metric filters on their logs (namespace: the environment name) and the embedded
# metric format.

locals {
  service_alarms = merge([for service in var.services : {
    "${service}-slow-requests" = {
      description = "The ${service} handles more than ${var.thresholds.slow_requests_per_minute} requests per minute slower than ${var.thresholds.slow_request_ms} ms."
      metrics     = { slow = { namespace = var.name, name = "${service}-slow_requests", dimensions = {}, stat = "Sum" } }
      above       = var.thresholds.slow_requests_per_minute
      period      = 60
      periods     = 10
    }
    "${service}-unauthorized" = {
      description = "The ${service} returns more than ${var.thresholds.unauthorized_per_minute} 401 responses per minute: a client uses a wrong API key, or an attacker tries keys."
      metrics     = { unauthorized = { namespace = var.name, name = "${service}-unauthorized", dimensions = {}, stat = "Sum" } }
      above       = var.thresholds.unauthorized_per_minute
      period      = 60
      periods     = 5
    }
    "${service}-keys-unreadable" = {
      description = "KeysUnreadable: the ${service} failed to read its signing keys three times within 15 minutes."
      metrics     = { errors = { namespace = var.name, name = "${service}-key_errors", dimensions = {}, stat = "Sum" } }
      above       = 2
      period      = 900
      periods     = 1
    }
    "${service}-not-starting" = {
      description = "A replica of the ${service} cannot start, because the store or the signing keys are not available."
      metrics     = { waiting = { namespace = var.name, name = "${service}-waiting_starts", dimensions = {}, stat = "Sum" } }
      above       = 0
      period      = 60
      periods     = 5
    }
    "${service}-key-old" = {
      description = "KeyOld: the current signing key of the ${service} is older than ${var.thresholds.key_age_days} days."
      metrics     = { age = { namespace = var.metrics_namespace, name = "signing_key_age_seconds", dimensions = { service = service }, stat = "Maximum" } }
      above       = var.thresholds.key_age_days * 86400
      period      = 3600
      periods     = 1
    }
    "${service}-store-errors" = {
      description = "StoreErrors: DynamoDB requests of the ${service} fail."
      metrics     = { errors = { namespace = var.metrics_namespace, name = "store_errors", dimensions = { service = service }, stat = "Sum" } }
      above       = var.thresholds.store_errors_per_minute
      period      = 60
      periods     = 5
    }
    "${service}-store-slow" = {
      description = "StoreSlow: more than ${var.thresholds.store_slow_percent} % of the store operations of the ${service} take longer than 250 ms."
      metrics = {
        slow  = { namespace = var.metrics_namespace, name = "store_slow_calls", dimensions = { service = service }, stat = "Sum" }
        calls = { namespace = var.metrics_namespace, name = "store_calls", dimensions = { service = service }, stat = "Sum" }
      }
      # With few operations the percentage is not significant.
      expression = "IF(calls >= 20, 100 * slow / calls, 0)"
      above      = var.thresholds.store_slow_percent
      period     = 300
      periods    = 2
    }
    "${service}-event-loop-lag" = {
      description = "EventLoopLag: the event loop of a ${service} process is blocked."
      metrics     = { lag = { namespace = var.metrics_namespace, name = "event_loop_lag_p99_seconds", dimensions = { service = service }, stat = "Maximum" } }
      above       = var.thresholds.event_loop_lag_seconds
      period      = 60
      periods     = 5
    }
  }]...)

  verifier_alarms = merge([for service in setintersection(var.services, ["verifier"]) : {
    "${service}-proofs-waiting" = {
      description = "ProofsWait: the ${service} receives presentations faster than its worker threads verify them."
      metrics     = { waiting = { namespace = var.metrics_namespace, name = "proof_pool_waiting", dimensions = { service = service }, stat = "Maximum" } }
      above       = var.thresholds.proofs_waiting
      period      = 60
      periods     = 5
    }
    "${service}-verify-slow" = {
      description = "VerifySlow: more than ${var.thresholds.verify_slow_percent} % of the requests to POST /verify take longer than 1 s."
      metrics = {
        slow     = { namespace = var.metrics_namespace, name = "verify_slow_requests", dimensions = { service = service }, stat = "Sum" }
        requests = { namespace = var.metrics_namespace, name = "verify_requests", dimensions = { service = service }, stat = "Sum" }
      }
      expression = "IF(requests >= 20, 100 * slow / requests, 0)"
      above      = var.thresholds.verify_slow_percent
      period     = 300
      periods    = 2
    }
    "${service}-refusals-unusual" = {
      description = "RefusalsUnusual: the verifier rejects more than ${var.thresholds.refused_percent} % of the presentations."
      metrics = {
        refused  = { namespace = var.metrics_namespace, name = "verdicts_refused", dimensions = { service = service }, stat = "Sum" }
        verified = { namespace = var.metrics_namespace, name = "verdicts_verified", dimensions = { service = service }, stat = "Sum" }
      }
      # With few presentations the percentage is not significant.
      expression = "IF(refused + verified > 20, 100 * refused / (refused + verified), 0)"
      above      = var.thresholds.refused_percent
      period     = 900
      periods    = 1
    }
  }]...)
}
