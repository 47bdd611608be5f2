# Each wrong value is refused, and what is wrong is named.

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

run "name_too_long" {
  command = plan
  variables {
    name = "zk-income-environment-dev"
  }
  expect_failures = [var.name]
}

run "mode" {
  command = plan
  variables {
    mode = "ec2"
  }
  expect_failures = [var.mode]
}

run "no_service" {
  command = plan
  variables {
    services = {}
  }
  expect_failures = [var.services]
}

run "service_key" {
  command = plan
  variables {
    services            = { Issuer = { image = "issuer:v1", port = 3001 } }
    log_group_names     = { Issuer = "a" }
    task_role_arns      = { Issuer = "a" }
    execution_role_arns = { Issuer = "a" }
  }
  expect_failures = [var.services]
}

run "port_of_root" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 443 } }
  }
  expect_failures = [var.services]
}

run "port_twice" {
  command = plan
  variables {
    services            = { issuer = { image = "issuer:v1", port = 3001 }, other = { image = "other:v1", port = 3001 } }
    log_group_names     = { issuer = "a", other = "b" }
    task_role_arns      = { issuer = "a", other = "b" }
    execution_role_arns = { issuer = "a", other = "b" }
  }
  expect_failures = [var.services]
}

run "cpu" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu = 300, memory = 1024 } } }
  }
  expect_failures = [var.services]
}

run "memory_too_small" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu = 1024, memory = 1024 } } }
  }
  expect_failures = [var.services]
}

run "memory_between" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu = 512, memory = 1500 } } }
  }
  expect_failures = [var.services]
}

run "no_task" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { min_count = 0, desired_count = 0 } } }
  }
  expect_failures = [var.services]
}

run "more_tasks_than_most" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { desired_count = 11, max_count = 10 } } }
  }
  expect_failures = [var.services]
}

run "spot_share" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { spot_percent = 101 } } }
  }
  expect_failures = [var.services]
}

run "drain_too_short" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { drain_seconds = 5 } } }
  }
  expect_failures = [var.services]
}

run "drain_longer_than_fargate_waits" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { drain_seconds = 106 } } }
  }
  expect_failures = [var.services]
}

run "cpu_target" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { cpu_target_percent = 100 } } }
  }
  expect_failures = [var.services]
}

run "requests_target" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, container = { requests_target_per_minute = 0 } } }
  }
  expect_failures = [var.services]
}

run "function_memory" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { memory = 128 } } }
  }
  expect_failures = [var.services]
}

run "function_longer_than_the_api_waits" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { timeout_seconds = 60 } } }
  }
  expect_failures = [var.services]
}

run "reserved_concurrency" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { reserved_concurrency = 0 } } }
  }
  expect_failures = [var.services]
}

run "provisioned_above_reserved" {
  command = plan
  variables {
    services = { issuer = { image = "issuer:v1", port = 3001, function = { reserved_concurrency = 5, provisioned_concurrency = 6 } } }
  }
  expect_failures = [var.services]
}

run "address_in_a_header_of_others" {
  command = plan
  variables {
    client_address_header = "Forwarded"
  }
  expect_failures = [var.client_address_header]
}

run "architecture" {
  command = plan
  variables {
    cpu_architecture = "arm64"
  }
  expect_failures = [var.cpu_architecture]
}

run "no_vpc" {
  command = plan
  variables {
    vpc_id = null
  }
  expect_failures = [var.vpc_id]
}

run "one_subnet" {
  command = plan
  variables {
    subnet_ids = ["subnet-a"]
  }
  expect_failures = [var.subnet_ids]
}

run "no_endpoint_security_group" {
  command = plan
  variables {
    endpoint_security_group_id = null
  }
  expect_failures = [var.endpoint_security_group_id]
}

run "neither_endpoints_nor_internet" {
  command = plan
  variables {
    create_endpoint_rules = false
  }
  expect_failures = [var.create_endpoint_rules]
}

run "no_prefix_list_of_s3" {
  command = plan
  variables {
    s3_prefix_list_id = null
  }
  expect_failures = [var.s3_prefix_list_id]
}

run "no_prefix_list_of_dynamodb" {
  command = plan
  variables {
    dynamodb_prefix_list_id = null
  }
  expect_failures = [var.dynamodb_prefix_list_id]
}

run "functions_in_no_vpc" {
  command = plan
  variables {
    mode             = "lambda"
    functions_in_vpc = true
    vpc_id           = null
  }
  expect_failures = [var.vpc_id]
}

run "certificate" {
  command = plan
  variables {
    certificate_arn = "arn:aws:iam::123456789012:server-certificate/x"
  }
  expect_failures = [var.certificate_arn]
}

run "task_role_missing" {
  command = plan
  variables {
    task_role_arns = { verifier = "arn" }
  }
  expect_failures = [var.task_role_arns]
}

run "execution_role_missing" {
  command = plan
  variables {
    execution_role_arns = { verifier = "arn" }
  }
  expect_failures = [var.execution_role_arns]
}

run "function_role_missing" {
  command = plan
  variables {
    mode               = "lambda"
    function_role_arns = { verifier = "arn" }
  }
  expect_failures = [var.function_role_arns]
}

run "log_group_missing" {
  command = plan
  variables {
    log_group_names = { verifier = "log" }
  }
  expect_failures = [var.log_group_names]
}

run "container_insights" {
  command = plan
  variables {
    container_insights = "on"
  }
  expect_failures = [var.container_insights]
}

run "key_by_alias" {
  command = plan
  variables {
    kms_key_arn = "alias/key"
  }
  expect_failures = [var.kms_key_arn]
}
