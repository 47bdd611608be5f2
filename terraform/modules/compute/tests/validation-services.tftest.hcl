# Each run passes one invalid value of `services` and expects its validation to fail.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name                       = "zk-income-dev"
  vpc_id                     = "vpc-1"
  subnet_ids                 = ["subnet-a", "subnet-b"]
  endpoint_security_group_id = "sg-endpoints"
  s3_prefix_list_id          = "pl-s3"
  dynamodb_prefix_list_id    = "pl-dynamodb"
  task_role_arns             = { issuer = "arn:aws:iam::123456789012:role/issuer-task", verifier = "arn:aws:iam::123456789012:role/verifier-task" }
  execution_role_arns        = { issuer = "arn:aws:iam::123456789012:role/issuer-execution", verifier = "arn:aws:iam::123456789012:role/verifier-execution" }
  function_role_arns         = { issuer = "arn:aws:iam::123456789012:role/issuer-function", verifier = "arn:aws:iam::123456789012:role/verifier-function" }
  log_group_names            = { issuer = "/zk-income-dev/issuer", verifier = "/zk-income-dev/verifier" }

  services = { issuer = { image = "issuer:v1", port = 3001 } }
}

run "rejects_empty_services" {
  command = plan
  variables {
    services = {}
  }
  expect_failures = [var.services]
}

run "rejects_uppercase_service_name" {
  command = plan
  variables {
    services            = { Issuer = { image = "issuer:v1", port = 3001 } }
    log_group_names     = { Issuer = "a" }
    task_role_arns      = { Issuer = "a" }
    execution_role_arns = { Issuer = "a" }
  }
  expect_failures = [var.services]
}

run "rejects_privileged_port" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 443 } }
  }
  expect_failures = [var.services]
}

run "rejects_duplicate_port" {
  command = plan
  variables {
    services            = { issuer = { image = "issuer:v1", port = 3001 }, other = { image = "other:v1", port = 3001 } }
    log_group_names     = { issuer = "a", other = "b" }
    task_role_arns      = { issuer = "a", other = "b" }
    execution_role_arns = { issuer = "a", other = "b" }
  }
  expect_failures = [var.services]
}

run "rejects_unknown_cpu_size" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu = 300, memory = 1024 } } }
  }
  expect_failures = [var.services]
}

run "rejects_too_little_memory" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu = 1024, memory = 1024 } } }
  }
  expect_failures = [var.services]
}

run "rejects_memory_between_sizes" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu = 512, memory = 1500 } } }
  }
  expect_failures = [var.services]
}

run "rejects_zero_tasks" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { min_count = 0, desired_count = 0 } } }
  }
  expect_failures = [var.services]
}

run "rejects_desired_count_above_max_count" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { desired_count = 11, max_count = 10 } } }
  }
  expect_failures = [var.services]
}

run "rejects_spot_percent_above_100" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { spot_percent = 101 } } }
  }
  expect_failures = [var.services]
}

run "rejects_short_drain_time" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { drain_seconds = 5 } } }
  }
  expect_failures = [var.services]
}

run "rejects_drain_time_above_fargate_limit" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { drain_seconds = 106 } } }
  }
  expect_failures = [var.services]
}

run "rejects_cpu_target_of_100_percent" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu_target_percent = 100 } } }
  }
  expect_failures = [var.services]
}

run "rejects_zero_requests_target" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { requests_target_per_minute = 0 } } }
  }
  expect_failures = [var.services]
}

run "rejects_small_function_memory" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { memory = 128 } } }
  }
  expect_failures = [var.services]
}

run "rejects_function_timeout_above_api_timeout" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { timeout_seconds = 60 } } }
  }
  expect_failures = [var.services]
}

run "rejects_zero_reserved_concurrency" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { reserved_concurrency = 0 } } }
  }
  expect_failures = [var.services]
}

run "rejects_provisioned_above_reserved_concurrency" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { reserved_concurrency = 5, provisioned_concurrency = 6 } } }
  }
  expect_failures = [var.services]
}
