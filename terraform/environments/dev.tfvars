# Small, cheap and disposable: terraform destroy leaves nothing behind.
environment = "dev"

containers = {
  issuer   = { cpu = 256, memory = 512, desired_count = 1, min_count = 1, max_count = 2, spot_percent = 100 }
  verifier = { cpu = 512, memory = 1024, desired_count = 1, min_count = 1, max_count = 2, spot_percent = 100 }
}

functions = {
  issuer   = { reserved_concurrency = -1 }
  verifier = { reserved_concurrency = -1 }
}

# Interface endpoints in one zone cost 35 USD per month instead of 70, a NAT gateway instead of them 42.
single_zone_endpoints = true

enable_deletion_protection  = false
point_in_time_recovery_days = 1
secret_recovery_window_days = 0
create_kms_keys             = false
log_retention_days          = 14
enable_container_insights   = false
monthly_budget_usd          = 200
