"""Stands in for `ansible.windows.dsc3`, which is PowerShell: the same options, and what it makes of a `dsc config set`.

As in version 3.9.0: check mode is `--what-if`, `changed` and the difference come from `changedProperties` alone, the
names of both are those of the resource.
"""

from __future__ import annotations

import json

from ansible.module_utils.basic import AnsibleModule

OPTIONS = {
    "config": {"type": "dict"},
    "config_file": {"type": "path"},
    "executable": {"type": "path", "default": "dsc"},
    "parameters": {"type": "dict"},
    "remote_config_file": {"type": "bool", "default": False},
    "trace_level": {"type": "str", "default": "warn"},
}


def shown(one: dict, state: str, names: list[str]) -> dict:
    told = {"name": one["name"], "type": one["type"]}
    return told | {"properties": {name: one["result"][state].get(name) for name in names}} if names else told


def main() -> None:
    module = AnsibleModule(OPTIONS, required_one_of=[("config", "config_file")], supports_check_mode=True)
    act = [module.params["executable"], "--trace-format=plaintext", "config", "set", "--file=-", "--output-format=json"]
    if module.check_mode:
        act.append("--what-if")
    code, out, err = module.run_command(act, data=json.dumps(module.params["config"]))
    if code:
        module.fail_json(msg=f"dsc config set failed with exit code {code}: {err}", rc=code)
    results = json.loads(out)["results"]
    changed = [one["result"]["changedProperties"] or [] for one in results]
    sides = {
        side: {"resources": [shown(one, state, names) for one, names in zip(results, changed, strict=True)]}
        for side, state in (("before", "beforeState"), ("after", "afterState"))
    }
    module.exit_json(changed=any(changed), rc=code, result=json.loads(out), diff=sides)


if __name__ == "__main__":
    main()
