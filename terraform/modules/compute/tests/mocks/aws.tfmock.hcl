mock_data "aws_region" {
  defaults = {
    region = "eu-central-1"
  }
}

mock_resource "aws_ecs_cluster" {
  defaults = {
    id  = "arn:aws:ecs:eu-central-1:123456789012:cluster/zk-income-dev"
    arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/zk-income-dev"
  }
}

mock_resource "aws_lb" {
  defaults = {
    arn        = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/zk-income-dev-internal/0123456789abcdef"
    arn_suffix = "app/zk-income-dev-internal/0123456789abcdef"
  }
}
