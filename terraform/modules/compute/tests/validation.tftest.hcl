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
    mode                    = "lambda"
    enable_functions_in_vpc = true
    vpc_id                  = null
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

run "rejects_short_start_grace" {
  command = plan
  variables {
    start_grace_seconds = 30
  }
  expect_failures = [var.start_grace_seconds]
}

run "rejects_alarm_of_unknown_service" {
  command = plan
  variables {
    deployment_alarm_names = { prover = "alarm" }
  }
  expect_failures = [var.deployment_alarm_names]
}
