"""Tells the last task's result as one line of JSON, as the tests want it."""

from __future__ import annotations

import json

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = "name: last_as_json\ntype: stdout\nshort_description: one line of JSON\ndescription: one line of JSON\n"


class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "last_as_json"
    last = None

    def v2_runner_on_ok(self, result):
        self.last = result._result

    def v2_runner_on_failed(self, result, ignore_errors=False):
        del ignore_errors
        self.last = result._result

    def v2_playbook_on_stats(self, stats):
        del stats
        self._display.display(json.dumps(self.last, default=str))
