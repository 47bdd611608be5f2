mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "123456789012" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
  mock_data "aws_region" {
    defaults = { region = "eu-central-1" }
  }
  mock_resource "aws_dynamodb_table" {
    defaults = { arn = "arn:aws:dynamodb:eu-central-1:123456789012:table/zk-income-dev-table" }
  }
  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:zk-income-dev/service-AbCdEf" }
  }
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555" }
  }
  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:123456789012:log-group:/zk-income-dev/service" }
  }
  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::123456789012:role/zk-income-dev-role" }
  }
  mock_resource "aws_apigatewayv2_api" {
    defaults = { api_endpoint = "https://a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com" }
  }
}

variables {
  environment  = "dev"
  image_tag    = "abc123"
  compute_mode = "lambda"
}

run "functions" {
  assert {
    condition     = output.function_names == { issuer = "zk-income-dev-issuer", verifier = "zk-income-dev-verifier" } && output.function_alias == "live"
    error_message = "services are functions"
  }
  assert {
    condition     = output.cluster_name == null && output.service_names == {}
    error_message = "there are no containers"
  }
  assert {
    condition     = alltrue([for environment in local.environments : !can(environment.AWS_REGION)])
    error_message = "Lambda says itself which region it is"
  }
  assert {
    condition = contains(keys(module.observability.alarm_names), "issuer-function-errors") && alltrue([
      for about in ["unhealthy-hosts", "tasks-missing", "cpu"] : !contains(keys(module.observability.alarm_names), "issuer-${about}")
    ])
    error_message = "functions are watched, and nothing that is not there"
  }
  assert {
    condition     = toset(keys(output.endpoints)) == toset(["issuer", "verifier"]) && jsondecode(local.environments["verifier"].TRUSTED_ISSUERS)[0].iss == output.endpoints["issuer"]
    error_message = "services are reached, and know each other, as on containers"
  }
}
