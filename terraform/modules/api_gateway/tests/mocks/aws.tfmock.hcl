mock_resource "aws_apigatewayv2_api" {
  defaults = {
    api_endpoint  = "https://abcdef0123.execute-api.eu-central-1.amazonaws.com"
    execution_arn = "arn:aws:execute-api:eu-central-1:123456789012:abcdef0123"
  }
}
