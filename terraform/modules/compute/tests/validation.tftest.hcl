# Each run passes one invalid value and expects the validation of that variable to fail.

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

run "rejects_long_name" {
  command = plan
  variables {
    name = "zk-income-environment-dev"
  }
  expect_failures = [var.name]
}

run "rejects_unknown_mode" {
  command = plan
  variables {
    mode = "ec2"
  }
  expect_failures = [var.mode]
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

run "rejects_standard_header_for_client_address" {
  command = plan
  variables {
    client_address_header = "Forwarded"
  }
  expect_failures = [var.client_address_header]
}

run "rejects_lowercase_architecture" {
  command = plan
  variables {
    cpu_architecture = "arm64"
  }
  expect_failures = [var.cpu_architecture]
}

run "rejects_missing_vpc" {
  command = plan
  variables {
    vpc_id = null
  }
  expect_failures = [var.vpc_id]
}

run "rejects_single_subnet" {
  command = plan
  variables {
    subnet_ids = ["subnet-a"]
  }
  expect_failures = [var.subnet_ids]
}

run "rejects_missing_endpoint_security_group" {
  command = plan
  variables {
    endpoint_security_group_id = null
  }
  expect_failures = [var.endpoint_security_group_id]
}

run "rejects_neither_endpoints_nor_internet_egress" {
  command = plan
  variables {
    create_endpoint_rules = false
  }
  expect_failures = [var.create_endpoint_rules]
}

run "rejects_missing_s3_prefix_list" {
  command = plan
  variables {
    s3_prefix_list_id = null
  }
  expect_failures = [var.s3_prefix_list_id]
}

run "rejects_missing_dynamodb_prefix_list" {
  command = plan
  variables {
    dynamodb_prefix_list_id = null
  }
  expect_failures = [var.dynamodb_prefix_list_id]
}

run "rejects_vpc_functions_without_vpc" {
  command = plan
  variables {
    mode             = "lambda"
    functions_in_vpc = true
    vpc_id           = null
  }
  expect_failures = [var.vpc_id]
}

run "rejects_iam_server_certificate" {
  command = plan
  variables {
    certificate_arn = "arn:aws:iam::123456789012:server-certificate/x"
  }
  expect_failures = [var.certificate_arn]
}

run "rejects_missing_task_role" {
  command = plan
  variables {
    task_role_arns = { verifier = "arn" }
  }
  expect_failures = [var.task_role_arns]
}

run "rejects_missing_execution_role" {
  command = plan
  variables {
    execution_role_arns = { verifier = "arn" }
  }
  expect_failures = [var.execution_role_arns]
}

run "rejects_missing_function_role" {
  command = plan
  variables {
    mode               = "lambda"
    function_role_arns = { verifier = "arn" }
  }
  expect_failures = [var.function_role_arns]
}

run "rejects_missing_log_group" {
  command = plan
  variables {
    log_group_names = { verifier = "log" }
  }
  expect_failures = [var.log_group_names]
}

run "rejects_unknown_container_insights_value" {
  command = plan
  variables {
    container_insights = "on"
  }
  expect_failures = [var.container_insights]
}

run "rejects_kms_alias" {
  command = plan
  variables {
    kms_key_arn = "alias/key"
  }
  expect_failures = [var.kms_key_arn]
}
