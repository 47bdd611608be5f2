# The first plan of an environment in modes that no file of environments/ uses. No run applies, so that each one starts from
# an empty state, in which AWS has not assigned any ARN or ID yet.
mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  environment = "dev"
  image_tag   = "abc123"

  notification_emails = ["ops@example.com"]
}

run "lambda" {
  command = plan
  variables {
    compute_mode = "lambda"
  }
}

run "lambda_without_key_rotation" {
  command = plan
  variables {
    compute_mode       = "lambda"
    key_rotation       = null
    key_administrators = ["key-administrator"]
  }
}

run "nat_gateways_internal_tls_and_domains" {
  command = plan
  variables {
    enable_nat_gateway = true
    internal_tls       = { certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/inside", server_name = "inside.example" }
    domains = {
      issuer   = { name = "issuer.example", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/issuer", zone_id = "Z0123456789" }
      verifier = { name = "verifier.example", certificate_arn = "arn:aws:acm:eu-central-1:123456789012:certificate/verifier" }
    }
  }
}

run "jwt_authorizer_and_notifications" {
  command = plan
  variables {
    jwt_authorizer      = { issuer = "https://login.example", audience = ["zk-income"], scopes = ["issue"] }
    authorized_routes   = { issuer = ["POST /issue"], verifier = ["POST /requests"] }
    notification_emails = ["operator@example.com"]
    monthly_budget_usd  = 500
  }
}

run "without_key_rotation_and_permissions_boundary" {
  command = plan
  variables {
    enable_permissions_boundary = false
    key_rotation                = null
    key_administrators          = ["key-administrator"]
  }
}

run "nat_gateways_instead_of_interface_endpoints" {
  command = plan
  variables {
    interface_endpoints          = []
    enable_nat_gateway           = true
    enable_budget_by_environment = true
    monthly_budget_usd           = 500
  }
}
