# Custom domain names.

locals {
  domains = { for key, service in var.services : key => service.domain if service.domain != null }
  records = merge([for key, domain in local.domains : {
    for type in ["A", "AAAA"] : "${key} ${type}" => { service = key, type = type, zone_id = domain.zone_id }
    } if domain.zone_id != null
  ]...)
}

resource "aws_apigatewayv2_domain_name" "this" {
  for_each = local.domains

  domain_name = each.value.name

  domain_name_configuration {
    certificate_arn = each.value.certificate_arn
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
    ip_address_type = "dualstack"
  }

  tags = var.tags
}

resource "aws_apigatewayv2_api_mapping" "this" {
  for_each = local.domains

  api_id      = aws_apigatewayv2_api.this[each.key].id
  domain_name = aws_apigatewayv2_domain_name.this[each.key].id
  stage       = aws_apigatewayv2_stage.this[each.key].id
}

resource "aws_route53_record" "this" {
  for_each = local.records

  zone_id = each.value.zone_id
  name    = aws_apigatewayv2_domain_name.this[each.value.service].domain_name
  type    = each.value.type

  alias {
    name                   = aws_apigatewayv2_domain_name.this[each.value.service].domain_name_configuration[0].target_domain_name
    zone_id                = aws_apigatewayv2_domain_name.this[each.value.service].domain_name_configuration[0].hosted_zone_id
    evaluate_target_health = false
  }
}
