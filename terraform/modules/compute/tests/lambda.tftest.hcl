# Mode `lambda`: the same services as Lambda functions.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  mode                       = "lambda"
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

  services = {
    issuer = {
      image       = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/issuer:v1"
      port        = 3001
      environment = { PUBLIC_URL = "https://issuer.example", AWS_REGION = "eu-central-1", PORT = "80" }
    }
    verifier = {
      image           = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/verifier:v1"
      port            = 3002
      internet_egress = true
      container       = { cpu = 1024, memory = 2048, desired_count = 3, min_count = 2, max_count = 20, spot_percent = 70, drain_seconds = 20 }
      function        = { memory = 3538, reserved_concurrency = 100, provisioned_concurrency = 5, command = ["start.mjs"] }
    }
  }
}

run "functions" {
  assert {
    condition     = { for key, function in aws_lambda_function.service : key => "${function.function_name} ${function.package_type} ${function.image_uri}" } == { for key, service in var.services : key => "zk-income-dev-${key} Image ${service.image}" }
    error_message = "Each service must be a function with the same image."
  }
  assert {
    condition     = length(aws_ecs_cluster.this) == 0 && length(aws_lb.this) == 0 && length(aws_security_group.service) == 0 && length(aws_security_group.alb) == 0 && length(aws_appautoscaling_target.service) == 0
    error_message = "Mode lambda must not create a cluster, a load balancer or security groups."
  }
  assert {
    condition     = { for key, function in aws_lambda_function.service : key => [function.memory_size, function.timeout, function.reserved_concurrent_executions] } == { issuer = [1769, 29, 50], verifier = [3538, 29, 100] }
    error_message = "Functions must have the given memory, timeout and reserved concurrency."
  }
  assert {
    condition     = one(aws_lambda_function.service["issuer"].image_config).command == tolist(["lambda/start.mjs", "dist/apps/issuer/src/lambda.handler"]) && one(aws_lambda_function.service["issuer"].image_config).entry_point == null
    error_message = "The image must start the Lambda runtime client with the handler of the service."
  }
  assert {
    condition     = one(aws_lambda_function.service["verifier"].image_config).command == tolist(["start.mjs"])
    error_message = "A given command must override the default command."
  }
  assert {
    condition     = alltrue([for function in values(aws_lambda_function.service) : one(function.tracing_config).mode == "PassThrough" && length(function.vpc_config) == 0])
    error_message = "Functions must not use X-Ray or the VPC by default."
  }
  assert {
    condition     = one(aws_lambda_function.service["issuer"].environment).variables == tomap({ LOG_FORMAT = "json", PUBLIC_URL = "https://issuer.example", PORT = "80" })
    error_message = "The environment must contain the given variables without those that Lambda reserves."
  }
  assert {
    condition     = { for key, function in aws_lambda_function.service : key => one(function.logging_config).log_group } == { for key, name in var.log_group_names : key => name } && alltrue([for function in values(aws_lambda_function.service) : one(function.logging_config).log_format == "Text"])
    error_message = "Each function must write unmodified lines to its own log group."
  }
  assert {
    condition     = { for key, function in aws_lambda_function.service : key => function.role } == { for key, arn in var.function_role_arns : key => arn } && alltrue([for function in values(aws_lambda_function.service) : function.architectures == tolist(["x86_64"])])
    error_message = "Each function must have its own role and the X86_64 architecture."
  }
  assert {
    condition     = { for key, alias in aws_lambda_alias.live : key => "${alias.function_name}:${alias.name}" } == { issuer = "zk-income-dev-issuer:live", verifier = "zk-income-dev-verifier:live" } && alltrue([for function in values(aws_lambda_function.service) : function.publish])
    error_message = "Requests must go to a published version through the alias `live`."
  }
  assert {
    condition     = keys(aws_lambda_provisioned_concurrency_config.live) == ["verifier"] && aws_lambda_provisioned_concurrency_config.live["verifier"].provisioned_concurrent_executions == 5 && aws_lambda_provisioned_concurrency_config.live["verifier"].qualifier == "live"
    error_message = "Provisioned concurrency must be configured where it is requested."
  }
  assert {
    condition     = output.function_alias_invoke_arns == { for key, alias in aws_lambda_alias.live : key => alias.invoke_arn } && length(output.listener_arns) == 0 && output.alb_arn_suffix == null && output.cluster_name == null
    error_message = "The outputs must be those of mode lambda."
  }
}

run "functions_without_vpc" {
  variables {
    vpc_id                     = null
    subnet_ids                 = []
    endpoint_security_group_id = null
    s3_prefix_list_id          = null
    dynamodb_prefix_list_id    = null
    task_role_arns             = {}
    execution_role_arns        = {}
  }

  assert {
    condition     = length(aws_lambda_function.service) == 2
    error_message = "Functions must not require a VPC."
  }
}

run "enable_functions_in_vpc" {
  variables {
    enable_functions_in_vpc = true
    enable_tracing          = true
    cpu_architecture        = "ARM64"
    kms_key_arn             = "arn:aws:kms:eu-central-1:123456789012:key/1"
  }

  assert {
    condition     = { for key, function in aws_lambda_function.service : key => one(function.vpc_config).security_group_ids } == { for key, group in aws_security_group.service : key => toset([group.id]) } && length(aws_security_group.service) == 2
    error_message = "Functions in the VPC must have their own security groups."
  }
  assert {
    condition     = one(aws_lambda_function.service["verifier"].vpc_config).ipv6_allowed_for_dual_stack && !one(aws_lambda_function.service["issuer"].vpc_config).ipv6_allowed_for_dual_stack
    error_message = "Only the function with internet egress may use IPv6."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.service_from_alb) == 0 && length(aws_vpc_security_group_ingress_rule.endpoints_from_service) == 2
    error_message = "No security group may allow inbound traffic to a function."
  }
  assert {
    condition     = alltrue([for function in values(aws_lambda_function.service) : one(function.tracing_config).mode == "Active" && function.architectures == tolist(["arm64"]) && function.kms_key_arn == "arn:aws:kms:eu-central-1:123456789012:key/1"])
    error_message = "Tracing, architecture and KMS key must be the given ones."
  }
}

run "environment_beyond_the_limit_of_lambda" {
  command = plan

  variables {
    services = {
      issuer = {
        image       = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/zk-income/issuer:v1"
        port        = 3001
        environment = { ISSUER_CERTIFICATE_CHAIN = join("\n", [for line in range(64) : "MIIB5jCCAYugAwIBAgIQD+9QZ9dXjrJjO15OpL6RtDAKBggqhkjOPQQDAjAfMR0w"]) }
      }
    }
  }

  expect_failures = [aws_lambda_function.service]
}
