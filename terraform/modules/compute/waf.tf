# Optional web ACL of the load balancer. HTTP APIs do not support WAF.

locals {
  web_acl = local.on_fargate && var.waf != null ? [var.waf] : []
  # Every header that a client of the services sends and that is personal or secret.
  redacted_headers = [var.client_address_header, "authorization", "cookie", "forwarded", "idempotency-key", "user-agent", "x-forwarded-for", "x-gateway-token"]
}

resource "aws_wafv2_web_acl" "this" {
  # checkov:skip=CKV_AWS_192:No component of the services is written in Java, so Log4j rules would only cost money
  count = length(local.web_acl)

  name        = var.name
  description = "Limits the requests of each client address to ${var.name}"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "client-address-rate"
    priority = 1

    action {
      block {
        custom_response {
          response_code = 429

          response_header {
            name  = "retry-after"
            value = "60"
          }
        }
      }
    }

    statement {
      rate_based_statement {
        limit                 = local.web_acl[0].requests_per_minute
        evaluation_window_sec = 60
        # The load balancer sees the addresses of the VPC link. API Gateway overwrites this header with the client address.
        aggregate_key_type = "FORWARDED_IP"

        forwarded_ip_config {
          header_name = var.client_address_header
          # A request without a valid address did not come through API Gateway.
          fallback_behavior = "MATCH"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-client-address-rate"
      sampled_requests_enabled   = false
    }
  }

  # Samples would contain addresses and paths.
  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = false
  }

  tags = var.tags
}

resource "aws_wafv2_web_acl_association" "this" {
  count = length(local.web_acl)

  resource_arn = aws_lb.this[0].arn
  web_acl_arn  = aws_wafv2_web_acl.this[0].arn
}

resource "aws_cloudwatch_log_group" "waf" {
  count = length(local.web_acl)

  # WAF requires this prefix.
  name              = "aws-waf-logs-${var.name}"
  retention_in_days = local.web_acl[0].log_retention_days
  kms_key_id        = local.web_acl[0].log_kms_key_arn

  tags = var.tags
}

# Like the logs of the services, the log contains no client address, path or query. Only blocked requests are logged.
resource "aws_wafv2_web_acl_logging_configuration" "this" {
  count = length(local.web_acl)

  resource_arn            = aws_wafv2_web_acl.this[0].arn
  log_destination_configs = [aws_cloudwatch_log_group.waf[0].arn]

  dynamic "redacted_fields" {
    for_each = local.redacted_headers

    content {
      single_header {
        name = redacted_fields.value
      }
    }
  }
  redacted_fields {
    uri_path {}
  }
  redacted_fields {
    query_string {}
  }

  logging_filter {
    default_behavior = "DROP"

    filter {
      behavior    = "KEEP"
      requirement = "MEETS_ANY"

      condition {
        action_condition {
          action = "BLOCK"
        }
      }
    }
  }
}
