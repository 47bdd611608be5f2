variable "name" {
  description = "Comes before the name of every repository, with a slash between."
  type        = string
  default     = "zk-income"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,30}$", var.name))
    error_message = "The name is 2 to 31 lower-case letters, digits and hyphens, and begins with a letter."
  }
}

variable "services" {
  description = "Services that have an image."
  type        = set(string)
  default     = ["issuer", "verifier"]

  validation {
    condition     = length(var.services) > 0 && alltrue([for service in var.services : can(regex("^[a-z][a-z0-9-]{1,20}$", service))])
    error_message = "There is at least one service, and each is 2 to 21 lower-case letters, digits and hyphens."
  }
}

variable "max_image_count" {
  description = "Images of a service that are kept; older ones are deleted, so that a rollback reaches this far back."
  type        = number
  default     = 50

  validation {
    condition     = var.max_image_count >= 10 && floor(var.max_image_count) == var.max_image_count
    error_message = "At least 10 images are kept: one that is still running somewhere must not be deleted."
  }
}

variable "untagged_image_days" {
  description = "Days after which an image without a tag is deleted."
  type        = number
  default     = 7

  validation {
    condition     = var.untagged_image_days >= 1 && floor(var.untagged_image_days) == var.untagged_image_days
    error_message = "Images without a tag are kept for a whole number of days, at least 1."
  }
}

variable "kms_key_arn" {
  description = "The KMS key that encrypts the images; AWS's own key for ECR unless given."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null || can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", var.kms_key_arn))
    error_message = "The key is the ARN of a KMS key."
  }
}

variable "enable_lambda_pull" {
  description = "Lets Lambda functions of this account be made from the images."
  type        = bool
  default     = true
}

variable "force_delete" {
  description = "Lets a repository be destroyed with the images in it."
  type        = bool
  default     = false
}
