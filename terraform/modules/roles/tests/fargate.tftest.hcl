mock_provider "aws" {}

variables {
  name = "zk-income-dev"
  table_arns = {
    for table in ["ApiClients", "IdempotencyKeys", "IssuedCredentials", "Nonces", "StatusLists"] :
    table => "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-dev-${table}"
  }
  secret_arns = {
    issuer   = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/issuer-AbCdEf"
    verifier = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/verifier-AbCdEf"
  }
  kms_key_arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  repository_arns = {
    issuer   = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/issuer"
    verifier = "arn:aws:ecr:eu-central-1:123456789012:repository/zk-income/verifier"
  }
  log_group_arns = {
    issuer   = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/issuer"
    verifier = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/verifier"
  }
}

run "plan" {
  command = plan
}

run "lambda" {
  command = plan
  variables {
    compute_mode    = "lambda"
    function_in_vpc = true
    rotation        = { log_group_arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/rotation" }
  }
}
