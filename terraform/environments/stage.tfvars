# Production-like. Images that pass here are promoted by digest.
environment = "stage"

containers = {
  issuer   = { cpu = 512, memory = 1024, desired_count = 2, min_count = 2, max_count = 6 }
  verifier = { cpu = 1024, memory = 2048, desired_count = 2, min_count = 2, max_count = 10 }
}

vpc_cidr                    = "10.1.0.0/16"
az_count                    = 3
enable_deletion_protection  = true
point_in_time_recovery_days = 35
secret_recovery_window_days = 30
create_kms_keys             = true
log_retention_days          = 365
monthly_budget_usd          = 500
